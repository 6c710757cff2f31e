// The board: read without scripts, filtered, ordered, and cards moved by menu, panel and keyboard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, codeOf, find } from '../support/ask.mjs';
import {
  cardOf, codesIn, column, hasFocus, moveByMenu, moveDialog, openMenu, openMoveDialog, titleOf, toast, undo,
  waitFocus, waitIn, waitSaid,
} from '../support/board.mjs';
import { NAMES, hydrated, signIn } from '../support/people.mjs';
import { pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, panel, statusOf } from '../support/ticket.mjs';
import { fill, pattern, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE, status_done: DONE } = w.ticket_words;
const COLUMNS = [NEW, ACTIVE, DONE];

// A column mounts a screenful: on a screen so high, that is its whole first page.
const TALL = { viewport: { width: 1440, height: 4_000 } };

const unassigned = (card) => !card.assignee && card.facts.category === 'new';
const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const colleagues = (card) => card.assignee?.name === NAMES.agente2 && card.facts.category === 'active';

describe('reading the board', () => {
  const here = stage();

  test('the first paint without scripts: real cards, counts and links', async (t) => {
    const page = await here.page(t, { javaScriptEnabled: false });
    await signIn(page, 'agente');
    const reader = await here.visit(t, 'agente');
    const board = await boardOf(reader);
    for (const [at, name] of COLUMNS.entries()) {
      const codes = await codesIn(page, name);
      assert.deepEqual(codes, board.columns[at].cards.map((card) => codeOf(card.facts.id)), name);
      const heading = await column(page, name).getByRole('heading').first().innerText();
      assert.match(await column(page, name).innerText(), new RegExp(`\\b${board.counts.columns[at].cards}\\b`), heading);
    }
    const [first] = board.columns[0].cards;
    const code = codeOf(first.facts.id);
    assert.equal(await titleOf(page, code).innerText(), first.title);
    assert.match(await cardOf(page, code).innerText(), new RegExp(first.contact));
    // Links are real: the ticket opens, a chip filters.
    await page.getByRole('link', { name: new RegExp(`^${w.board.view_late}`) }).first().click();
    assert.match(page.url(), /visao=atrasados/);
    assert.equal((await codesIn(page, NEW)).length + (await codesIn(page, ACTIVE)).length, board.counts.views[4]);
    await page.goto('/quadro');
    await titleOf(page, code).click();
    await page.getByRole('heading', { name: first.title }).first().waitFor();
  });

  test('chips, text and order stay in the address, over a reload and the back button', async (t) => {
    const page = await here.visit(t, 'agente', undefined, TALL);
    const all = await boardOf(page);
    const chip = (name) => page.getByRole('link', { name: new RegExp(`^${name}`) });
    for (const [at, name, word] of [[1, w.board.view_mine, 'meus'], [2, w.board.view_new, 'novos'], [3, w.board.view_urgent, 'urgentes']]) {
      await chip(name).first().click();
      await page.waitForURL((url) => url.searchParams.get('visao') === word);
      const expected = cardsOf(await boardOf(page, { view: ['all', 'mine', 'new', 'urgent'][at] })).map((c) => c.code).sort();
      await page.waitForFunction((n) => document.querySelectorAll('[data-ticket]').length === n, expected.length);
      const shown = (await Promise.all(COLUMNS.map((column) => codesIn(page, column)))).flat().sort();
      assert.deepEqual(shown, expected, name);
      assert.match(await chip(name).first().innerText(), new RegExp(`\\b${all.counts.views[at]}\\b`));
    }
    await chip(w.board.view_all).first().click();
    await page.waitForURL((url) => !url.searchParams.has('visao'));

    const field = page.getByLabel(w.board.filter_label);
    await field.fill('promocao iogurte'.slice(0, 8));
    await page.waitForURL((url) => url.searchParams.get('q') === 'promocao');
    const found = cardsOf(await boardOf(page, { text: 'promocao' })).map((card) => card.code).sort();
    assert.ok(found.length > 0, 'accents do not matter');
    await page.waitForFunction((n) => document.querySelectorAll('[data-ticket]').length === n, found.length);
    await page.reload();
    assert.equal(await field.inputValue(), 'promocao');
    assert.deepEqual((await Promise.all(COLUMNS.map((name) => codesIn(page, name)))).flat().sort(), found);
    await field.fill('nadaassim');
    await page.getByText(w.board.empty_filtered).first().waitFor();
    await page.getByRole('link', { name: w.board.clear_filters }).or(page.getByRole('button', { name: w.board.clear_filters })).first().click();
    await page.waitForFunction(() => document.querySelectorAll('[data-ticket]').length > 20);
  });

  test('every order lays the cards as the desk does; only the SLA order has dividers', async (t) => {
    const page = await here.visit(t, 'agente', undefined, TALL);
    const orders = { sla: 'sla', prioridade: 'priority', antigos: 'oldest', atualizados: 'updated', manual: 'manual' };
    for (const [word, order] of Object.entries(orders)) {
      await page.goto(`/quadro?ordem=${word}`);
      const board = await boardOf(page, { order });
      for (const [at, name] of COLUMNS.entries()) {
        assert.deepEqual(await codesIn(page, name), board.columns[at].cards.map((c) => codeOf(c.facts.id)), `${order} ${name}`);
      }
      const dividers = await column(page, NEW).getByText(w.board.band_late, { exact: true }).count();
      assert.equal(dividers > 0, order === 'sla', order);
    }
  });

  test('three densities, each of one height', async (t) => {
    const page = await here.visit(t, 'agente');
    const heights = [];
    for (const density of ['compacta', 'padrao', 'ampla']) {
      await page.goto(`/quadro?densidade=${density}`);
      await hydrated(page);
      const all = await page.locator('[data-ticket]').evaluateAll((cards) => cards.map((card) => Math.round(card.getBoundingClientRect().height)));
      assert.equal(new Set(all).size, 1, `${density}: ${[...new Set(all)]}`);
      heights.push(all[0]);
    }
    assert.ok(heights[0] < heights[1] && heights[1] < heights[2], String(heights));
  });
});

describe('moving a card', () => {
  const here = stage();

  test('by menu: columns and refusals in words; the focus stays; it is announced, undone, and stays over a reload', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    const dialog = await openMoveDialog(page, card.code);
    for (const name of COLUMNS) assert.equal(await dialog.status(name).count(), 1, name);
    await dialog.choose(DONE);
    await dialog.move();
    await waitIn(page, card.code, DONE);
    await waitFocus(page, card.code);
    await waitSaid(page, 'assertive', pattern(w.board.said_dropped, { code: card.code, from: ACTIVE, to: DONE }));
    await toast(page, fill(w.board.toast_moved, { code: card.code, status: DONE })).waitFor();
    assert.equal(await hasFocus(page, card.code), true, 'the note does not steal the focus');
    await undo(page);
    await waitIn(page, card.code, ACTIVE);
    await moveByMenu(page, card.code, DONE);
    await waitIn(page, card.code, DONE);
    await page.waitForTimeout(300);
    await page.reload();
    await waitIn(page, card.code, DONE);
    assert.equal(await cardOf(page, card.code).count(), 1);
  });

  test('by menu: a target that is refused says why', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Bruno\'s', colleagues);
    const dialog = await openMoveDialog(page, card.code);
    const why = w.ticket_words.refused_not_responsible;
    await dialog.dialog.getByText(why).first().waitFor();
    assert.equal(await dialog.status(DONE).isDisabled(), true);
    await page.keyboard.press('Escape');
    await dialog.dialog.waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    await waitIn(page, card.code, ACTIVE);
  });

  test('by menu: a cancellation asks why, and keeps what was typed', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    const { dialog, choose, move } = await openMoveDialog(page, card.code);
    await dialog.getByText(w.board.move_other).click();
    await choose(w.ticket_words.status_cancelled);
    const reason = dialog.getByLabel(w.board.reason);
    await reason.fill('  ');
    await move();
    await dialog.getByText(w.ticket_words.refused_empty_reason).waitFor();
    await reason.fill('Aberto em duplicidade.');
    await move();
    await cardOf(page, card.code).waitFor({ state: 'detached' });
    await page.goto(`/t/${card.code}`);
    await page.getByText('Aberto em duplicidade.').first().waitFor();
  });

  test('by menu, in the manual order: a place in the column', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const codes = await codesIn(page, NEW);
    const menu = await openMenu(page, codes[3]);
    await menu.getByRole('menuitem', { name: w.board.menu_top }).click();
    await page.waitForFunction(
      (code) => document.querySelector('section [data-ticket]')?.dataset.ticket.startsWith(code),
      codes[3].toLowerCase(),
    );
    assert.deepEqual(await codesIn(page, NEW), [codes[3], ...codes.filter((code) => code !== codes[3])]);
    await page.waitForTimeout(300);
    await page.reload();
    assert.deepEqual((await codesIn(page, NEW)).slice(0, 2), [codes[3], codes[0]], 'the desk keeps the place');
  });

  test('by panel: one click on a status, "Status atualizado!", and the card has changed its column', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await titleOf(page, card.code).click();
    const ticket = panel(page);
    await ticket.getByRole('heading', { name: card.title }).first().waitFor();
    assert.match(page.url(), new RegExp(`t=${card.code}`, 'i'), 'the address holds the panel');
    await ticket.getByRole('button', { name: ACTIVE, exact: true }).click();
    await toast(page, 'Status atualizado!').waitFor();
    await waitIn(page, card.code, ACTIVE);
    await page.reload();
    await panel(page).getByRole('heading', { name: card.title }).first().waitFor();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    await waitIn(page, card.code, ACTIVE);
  });

  test('by keyboard: space lifts, arrows carry, space drops, Escape puts back', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await waitSaid(page, 'assertive', pattern(w.board.said_lifted, { code: card.code, title: card.title, column: NEW }));
    await page.keyboard.press('ArrowRight');
    await waitSaid(page, 'assertive', new RegExp(`^${ACTIVE}`));
    await page.keyboard.press('Escape');
    await waitSaid(page, 'assertive', fill(w.board.said_cancelled, { code: card.code, column: NEW }));
    await waitIn(page, card.code, NEW);
    assert.equal(await hasFocus(page, card.code), true);
    const asked = [];
    page.on('request', (request) => request.url().includes('/api/execute') && asked.push(request));
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    assert.equal(asked.length, 0, 'the desk is asked on the drop');
    await page.keyboard.press('Space');
    await waitIn(page, card.code, ACTIVE);
    await waitSaid(page, 'assertive', pattern(w.board.said_dropped, { code: card.code, from: NEW, to: ACTIVE }));
    await waitFocus(page, card.code);
    assert.equal(asked.length, 1);
    await page.waitForTimeout(300);
    await page.reload();
    await waitIn(page, card.code, ACTIVE);
  });

  test('the first lift by keyboard explains its keys, once; a mouse is never explained', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { novice: true });
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await pickUp(page, card.code);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    assert.equal(await page.getByRole('dialog').count(), 0, 'not by mouse');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    const dialog = page.getByRole('dialog', { name: w.board.keys_title });
    await dialog.getByRole('button', { name: w.board.keys_ok }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), w.board.keys_ok);
    for (const line of [w.board.keys_columns, w.board.keys_drop, w.board.keys_menu]) assert.ok((await dialog.innerText()).includes(line));
    // What is typed there carries nothing.
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator('.column.over').getAttribute('aria-labelledby'), await column(page, NEW).getAttribute('aria-labelledby'));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    await waitSaid(page, 'assertive', pattern(w.board.said_lifted, { code: card.code, title: card.title, column: NEW }));
    // The card is still in the air.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await waitIn(page, card.code, ACTIVE);
    await waitFocus(page, card.code);
    await page.keyboard.press('Space');
    await waitSaid(page, 'assertive', pattern(w.board.said_lifted, { code: card.code }));
    assert.equal(await page.getByRole('dialog').count(), 0, 'once');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.locator('html[data-works]').waitFor({ state: 'attached' });
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await waitSaid(page, 'assertive', pattern(w.board.said_lifted, { code: card.code }));
    assert.equal(await page.getByRole('dialog').count(), 0, 'for good');
    await page.keyboard.press('Escape');
  });

  test('Escape closes what explains the keys, and a second one puts the card back', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { novice: true });
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    const dialog = page.getByRole('dialog', { name: w.board.keys_title });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    assert.equal(await page.locator('.board.lifting').count(), 1);
    await page.keyboard.press('Escape');
    await waitSaid(page, 'assertive', fill(w.board.said_cancelled, { code: card.code, column: NEW }));
    assert.equal(await page.locator('.board.lifting').count(), 0);
  });

  test('by keyboard: a refusal is said before the drop, and nothing is asked', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Bruno\'s', colleagues);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await waitSaid(page, 'assertive', fill(w.board.said_refused, { column: DONE, reason: w.ticket_words.refused_not_responsible }));
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await waitIn(page, card.code, ACTIVE);
    assert.equal(await hasFocus(page, card.code), true);
  });

  test('by keyboard, in the manual order: the line shows the place, and the card comes to lie there', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const card = find(await boardOf(page, { order: 'manual' }), 'an unassigned new one', unassigned);
    const there = await codesIn(page, ACTIVE);
    await cardOf(page, card.code).focus();
    for (const key of ['Space', 'ArrowRight', 'Control+ArrowUp', 'ArrowDown']) await page.keyboard.press(key);
    const line = column(page, ACTIVE).locator('li.line');
    assert.equal(await line.locator('[data-ticket]').getAttribute('data-code'), there[1], 'above the second card');
    assert.equal(await page.locator('li.line').count(), 1, 'in that column alone');
    await page.keyboard.press('Space');
    await waitIn(page, card.code, ACTIVE);
    await page.waitForTimeout(300);
    await page.reload();
    assert.deepEqual((await codesIn(page, ACTIVE)).slice(0, 3), [there[0], card.code, there[1]]);
  });

  test('Ctrl+Z takes back the newest change: in the panel, and on the ticket\'s own page', async (t) => {
    const page = await here.visit(t, 'agente');
    const [moved, other] = cardsOf(await boardOf(page)).filter(mine);
    await moveByMenu(page, moved.code, DONE);
    await toast(page, fill(w.board.toast_moved, { code: moved.code, status: DONE })).waitFor();
    await titleOf(page, other.code).click();
    await panel(page).getByRole('button', { name: DONE, exact: true }).click();
    await toast(page, 'Status atualizado!').waitFor();
    await waitIn(page, other.code, DONE);
    await page.keyboard.press('Control+z');
    await waitIn(page, other.code, ACTIVE);
    await waitIn(page, moved.code, DONE);
    await openTicket(page, other.code);
    await panel(page).getByRole('button', { name: DONE, exact: true }).click();
    await toast(page, 'Status atualizado!').waitFor();
    await page.keyboard.press('Control+z');
    await statusOf(page, ACTIVE);
  });

  test('arrows walk the cards; M opens the menu of moves; one tab stop', async (t) => {
    const page = await here.visit(t, 'agente');
    const codes = await codesIn(page, NEW);
    await cardOf(page, codes[0]).focus();
    await page.keyboard.press('ArrowDown');
    await waitFocus(page, codes[1]);
    await page.keyboard.press('ArrowRight');
    const [there] = [await codesIn(page, ACTIVE)];
    await page.waitForFunction(
      (codes) => codes.some((code) => document.activeElement?.closest('[data-ticket]')?.dataset.ticket.startsWith(code.toLowerCase())),
      there,
    );
    const stops = await page.locator('[data-ticket][tabindex="0"]').count();
    assert.equal(stops, 1, 'one card holds the tab stop');
    await page.keyboard.press('m');
    await moveDialog(page);
    await page.keyboard.press('Escape');
  });

  test('Tab stops at what can be used, and nowhere else', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?densidade=ampla');
    const stops = [];
    for (let n = 0; n < 80; n += 1) {
      await page.keyboard.press('Tab');
      // A browser makes a stop of what scrolls and holds none: it has no name, and does nothing.
      stops.push(await page.evaluate(() => {
        const on = document.activeElement;
        return on.matches('a[href], button, input, select, textarea, summary, [tabindex="0"], body') ? 'used' : on.outerHTML.slice(0, 80);
      }));
    }
    assert.deepEqual(stops.filter((stop) => stop !== 'used'), []);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.cards')].some((list) => list.scrollHeight > list.clientHeight)), true);
  });
});
