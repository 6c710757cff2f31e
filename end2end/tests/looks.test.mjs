// Every screen looked at: a picture of each, in both themes, and axe without a single violation.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, execute, find } from '../support/ask.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { cardOf, lineOf, openMenu, openMoveDialog, pill, titleOf, toast, undo } from '../support/board.mjs';
import { cutCards, looks, noSidewaysScroll, shot } from '../support/looks.mjs';
import { NAMES, comeIn, hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, panel, replyBox, writeInternally } from '../support/ticket.mjs';
import { pattern, words } from '../support/words.mjs';

const w = words();

/** What a browser writes to its console when tests cut its network. */
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/];

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const unassigned = (card) => !card.assignee && card.facts.category === 'new';

describe('looks', () => {
  const here = stage();

  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`sign-in at ${size}`, async (t) => {
      const page = await here.page(t, { viewport, expect: [/401/] });
      await page.goto('/entrar');
      await hydrated(page);
      await looks(page, `sign-in-${size}`);
      await noSidewaysScroll(page, 'sign-in');
      await page.getByLabel(w.sign_in.email).fill('agente@demo.chama');
      await page.getByLabel(w.sign_in.password, { exact: true }).fill('errada');
      await page.getByRole('button', { name: w.sign_in.submit, exact: true }).click();
      await page.locator('.problem-summary').waitFor();
      await hydrated(page);
      await looks(page, `sign-in-wrong-${size}`);
    });

    test(`board at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport });
      await pill(page).filter({ hasText: w.shell.live }).waitFor();
      await looks(page, `board-${size}`);
      await noSidewaysScroll(page, 'the board');
    });

    test(`an agent's ticket page at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport });
      const card = find(await boardOf(page), 'one of Ana Paula\'s', (c) => mine(c) && c.comments > 0);
      await openTicket(page, card.code);
      await looks(page, `ticket-${size}`);
      await noSidewaysScroll(page, 'the ticket');
      await writeInternally(page);
      await page.locator('#comment-text').fill('Conferir a versão do driver antes de responder.');
      await looks(page, `ticket-internal-${size}`);
    });

    test(`a client's list and ticket at ${size}`, async (t) => {
      const page = await here.visit(t, 'cliente', undefined, { viewport });
      await looks(page, `portal-list-${size}`);
      await noSidewaysScroll(page, 'the client\'s list');
      await page.goto('/chamados?aba=finalizados');
      await hydrated(page);
      await looks(page, `portal-finished-${size}`);
      await page.goto('/chamados');
      await hydrated(page);
      await page.locator('main a[href^="/t/"]').first().click();
      await replyBox(page);
      await looks(page, `portal-ticket-${size}`);
      await noSidewaysScroll(page, 'the client\'s ticket');
    });
  }

  for (const width of [1180, 1920]) {
    test(`board at ${width}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport: { width, height: 1000 } });
      await looks(page, `board-${width}`);
      await noSidewaysScroll(page, 'the board');
    });
  }

  for (const language of ['en', 'es']) {
    test(`board and ticket in ${language}`, async (t) => {
      const page = await here.page(t, { locale: language });
      await comeIn(page, 'agente');
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      await looks(page, `board-${language}`, { schemes: ['light'] });
      await titleOf(page, find(await boardOf(page), 'one of Ana Paula\'s', mine).code).click();
      await replyBox(page);
      await looks(page, `panel-${language}`, { schemes: ['light'] });
      await page.setViewportSize(PHONE);
      await page.goto('/quadro');
      await hydrated(page);
      await noSidewaysScroll(page, 'the board');
      await shot(page, `board-${language}-390`);
    });
  }

  test('densities', async (t) => {
    const page = await here.visit(t, 'agente');
    for (const density of ['compacta', 'ampla']) {
      await page.goto(`/quadro?densidade=${density}`);
      await hydrated(page);
      await looks(page, `board-${density}`);
    }
  });

  test('filters without a result', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?q=nadaassim');
    await looks(page, 'board-filtered-empty');
  });

  test('focus, menu, and the dialog "Mover para…" with a refusal', async (t) => {
    const page = await here.visit(t, 'agente');
    const board = await boardOf(page);
    const card = find(board, 'one of Bruno\'s', (c) => c.assignee?.name === NAMES.agente2 && c.facts.category === 'active');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('ArrowDown');
    await shot(page, 'board-focus');
    const menu = await openMenu(page, card.code);
    await looks(page, 'board-menu');
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await openMoveDialog(page, card.code);
    await looks(page, 'move-dialog');
    await page.keyboard.press('Escape');
    await page.goto('/quadro?ordem=manual');
    await hydrated(page);
    await openMoveDialog(page, card.code);
    await looks(page, 'move-dialog-manual');
  });

  test('the dialog on a phone', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual', { viewport: PHONE, hasTouch: true, isMobile: true });
    const card = find(await boardOf(page, { order: 'manual' }), 'an unassigned new one', unassigned);
    await openMoveDialog(page, card.code);
    await looks(page, 'move-dialog-390');
  });

  test('a lifted card', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const card = find(await boardOf(page, { order: 'manual' }), 'an unassigned new one', unassigned);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await looks(page, 'board-lifted');
    await page.keyboard.press('Escape');
  });

  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`the keys of a lifted card at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport, novice: true });
      const card = find(await boardOf(page), 'an unassigned new one', unassigned);
      await cardOf(page, card.code).focus();
      await page.keyboard.press('Space');
      await page.getByRole('dialog').waitFor();
      await looks(page, `keys-dialog-${size}`);
      await noSidewaysScroll(page, 'the board');
    });
  }

  test('the panel beside the board, and the note with its way back', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await titleOf(page, card.code).click();
    await replyBox(page);
    await looks(page, 'panel-1440');
    await panel(page).getByRole('button', { name: w.ticket_words.status_done, exact: true }).click();
    await toast(page, 'Status atualizado!').waitFor();
    await shot(page, 'panel-toast-light');
    await undo(page);
  });

  test('the conflict note', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { expect: [/409/] });
    const other = await here.visit(t, 'agente2');
    const board = await boardOf(page);
    const card = find(board, 'one of Ana Paula\'s', mine);
    const onHold = board.rules.statuses.find((status) => status.category === 'waiting_third_party');
    const overtaken = async (route) => {
      await execute(other, { change: [card.facts.id, { move: { status: onHold.id, anchor: null, seen: card.facts.seq, confirm: false, reason: null } }] });
      await route.continue();
    };
    await page.route('**/api/execute', overtaken, { times: 1 });
    const dialog = await openMoveDialog(page, card.code);
    await dialog.choose(w.ticket_words.status_new);
    await dialog.move();
    await lineOf(page, card.code).getByText(pattern(w.board.note_stale, { name: NAMES.agente2 })).waitFor();
    await looks(page, 'conflict-note');
  });

  test('without a connection', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { expect: CUT });
    await pill(page).filter({ hasText: w.shell.live }).waitFor();
    await page.context().setOffline(true);
    await pill(page).filter({ hasText: w.shell.offline }).waitFor();
    await looks(page, 'offline');
    await page.context().setOffline(false);
    await pill(page).filter({ hasText: w.shell.live }).waitFor({ timeout: 8_000 });
  });

  test('nothing here', async (t) => {
    const page = await here.visit(t, 'agente', '/nada', { expect: [/404/] });
    await page.getByText(w.common.not_found_text).waitFor();
    await looks(page, 'not-found');
  });

  test('reduced motion: nothing slides', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { reducedMotion: 'reduce' });
    const long = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((e) => {
          const style = getComputedStyle(e);
          const seconds = style.transitionDuration.split(',').map(parseFloat);
          return /transform|all/.test(style.transitionProperty) && Math.max(...seconds) > 0.05;
        })
        .map((e) => e.className),
    );
    assert.deepEqual(long, []);
  });

  test('at 200 % zoom the board does not scroll sideways, and no card cuts its text', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
    await shot(page, 'board-zoom-200');
    await noSidewaysScroll(page, 'the board');
    assert.deepEqual(await cutCards(page), []);
  });

  test('with the spacing of WCAG 1.4.12 no card cuts its text', async (t) => {
    const page = await here.visit(t, 'agente');
    await page.evaluate(() => {
      // The page's policy allows no style element; a sheet made by script is a reader's own.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }');
      document.adoptedStyleSheets = [sheet];
    });
    await shot(page, 'board-text-spacing');
    assert.deepEqual(await cutCards(page), []);
  });
});
