// The letters of the board, what they open, and what was done: kept as long as the tab.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf, columnMenu, lineOf, titleOf, toast, waitAssignee, waitFocus, waitIn } from '../support/board.mjs';
import { looks } from '../support/looks.mjs';
import { NAMES, hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { commentBox, panel, replyBox, statusOf } from '../support/ticket.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE, status_done: DONE } = w.ticket_words;

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const palette = (page) => page.getByRole('dialog', { name: w.board.palette });
const shows = (page, card) => panel(page).getByRole('heading', { name: card.title }).first().waitFor();
const focused = (page, id) => page.waitForFunction((id) => document.activeElement?.id === id, id);

describe('a letter', () => {
  const here = stage();

  test('P peeks while the focus stays on the board; the panel follows where one stands still, and closes by P', async (t) => {
    const page = await here.visit(t, 'agente');
    const [card, next] = cardsOf(await boardOf(page)).filter((card) => card.facts.category === 'active');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('p');
    await shows(page, card);
    await waitFocus(page, card.code);
    await page.keyboard.press('j');
    await shows(page, next);
    await waitFocus(page, next.code);
    await page.keyboard.press('p');
    await panel(page).waitFor({ state: 'detached' });
    await waitFocus(page, next.code);
  });

  test('who opens one ticket after another faster than the desk answers sees the last one', async (t) => {
    const page = await here.visit(t, 'agente');
    const cards = cardsOf(await boardOf(page)).filter((card) => card.facts.category === 'active');
    // Every other answer is late.
    let late = false;
    await page.route('**/api/ticket', async (route) => {
      late = !late;
      if (late) await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    for (const card of cards.slice(0, 5)) {
      await titleOf(page, card.code).click();
      await page.waitForTimeout(120);
    }
    await shows(page, cards[4]);
    await page.waitForTimeout(600);
    await shows(page, cards[4]);
    await cardOf(page, cards[0].code).focus();
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press('j');
      await page.waitForTimeout(260);
    }
    await shows(page, cards[4]);
  });

  test('R answers and N comments, with the focus in the box', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('r');
    await focused(page, 'reply-text');
    assert.equal(await (await replyBox(page)).inputValue(), '');
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    await page.keyboard.press('n');
    await focused(page, 'comment-text');
    // The commands are about the ticket: they open from a field, too, and the field has the focus again.
    await page.keyboard.type('meio');
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await page.keyboard.press('Escape');
    await focused(page, 'comment-text');
    assert.equal(await commentBox(page).inputValue(), 'meio');
  });

  test('A assigns by name, and "?" lists them all', async (t) => {
    const page = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'a free one', (card) => !card.assignee && card.facts.category === 'new');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('a');
    await palette(page).waitFor();
    await page.keyboard.type(NAMES.agente.split(' ')[0]);
    await page.keyboard.press('Enter');
    await waitAssignee(page, card.code, NAMES.agente);
    await waitFocus(page, card.code);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: w.board.help_title });
    await help.getByText(w.board.help_peek).waitFor();
    await looks(page, 'keys');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
  });
});

describe('a key that is pressed before the program is there', () => {
  const here = stage();

  /** Opens the page, whose program comes only after the key is pressed. */
  async function early(page, path, key) {
    let come;
    const pressed = new Promise((resolve) => { come = resolve; });
    await page.route('**/*.pack', async (route) => {
      await pressed;
      await route.continue();
    });
    await page.goto(path, { waitUntil: 'commit' });
    await page.locator('.card-title a').first().waitFor();
    assert.equal(await page.locator('html[data-hydrated]').count(), 0, 'the program is not there yet');
    await page.keyboard.press(key);
    come();
  }

  test('Escape closes the panel', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    await early(page, `/quadro?t=${card.code}`, 'Escape');
    await panel(page).waitFor({ state: 'detached' });
    await hydrated(page);
    await waitFocus(page, card.code);
  });

  test('Ctrl+K opens the commands, once', async (t) => {
    const page = await here.visit(t, 'agente');
    await early(page, '/quadro', 'Control+k');
    await palette(page).waitFor();
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    await page.waitForTimeout(200);
    assert.equal(await palette(page).count(), 0);
  });

  test('what is typed into a field stays there', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    let come;
    const typed = new Promise((resolve) => { come = resolve; });
    await page.route('**/*.pack', async (route) => {
      await typed;
      await route.continue();
    });
    await page.goto(`/t/${card.code}`, { waitUntil: 'commit' });
    await page.locator('#reply-text').pressSequentially('r/n');
    assert.equal(await page.locator('html[data-hydrated]').count(), 0, 'the program is not there yet');
    come();
    await hydrated(page);
    await page.waitForTimeout(100);
    assert.equal(await page.locator('#reply-text').inputValue(), 'r/n');
  });
});

describe('what was done', () => {
  const here = stage();

  test('is listed and taken back after a reload, whether the board or the panel did it', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', (card) => mine(card) && card.facts.priority !== 'urgent');
    const priority = async () => (await ticketOf(page, card.code)).body.team.content.card.facts.priority;
    const before = await priority();
    await cardOf(page, card.code).focus();
    await page.keyboard.press('u');
    await toast(page, card.code).waitFor();
    await page.keyboard.press('Enter');
    await shows(page, card);
    await panel(page).getByRole('button', { name: DONE }).first().click();
    await statusOf(page, DONE);
    await waitIn(page, card.code, DONE);
    await page.keyboard.press('Escape');
    await page.reload();
    await hydrated(page);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Control+z');
    await waitIn(page, card.code, ACTIVE);
    await page.keyboard.press('Control+z');
    await cardOf(page, card.code).getByText(w.ticket_words[`priority_${before}`]).waitFor();
    // What is shown comes before the desk's answer.
    for (let tries = 0; tries < 50 && (await priority()) !== before; tries += 1) await page.waitForTimeout(50);
    assert.equal(await priority(), before);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`desfazer ${card.code}`);
    assert.equal(await palette(page).getByRole('option').filter({ hasText: /^Desfazer/ }).count(), 0);
  });

  test('is shown at once, marked while it takes long, and put back with its reason where the desk does not do it', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { expect: [/Failed to load resource/] });
    const card = find(await boardOf(page), 'one of Ana Paula’s', (card) => mine(card) && card.facts.priority !== 'urgent');
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await page.route('**/api/execute', async (route) => {
      await held;
      await route.fulfill({ status: 500, body: '' });
    });
    await cardOf(page, card.code).focus();
    await page.keyboard.press('u');
    await cardOf(page, card.code).getByText(w.ticket_words.priority_urgent).waitFor({ timeout: 500 });
    await cardOf(page, card.code).locator('.saving').waitFor();
    release();
    await cardOf(page, card.code).getByText(w.ticket_words[`priority_${card.facts.priority}`]).waitFor();
    await lineOf(page, card.code).locator('.card-note').waitFor();
    await cardOf(page, card.code).locator('.saving').waitFor({ state: 'detached' });
  });
});

describe('the menu of a column', () => {
  const here = stage();

  test('chooses its cards, archives what is resolved, and orders the board', async (t) => {
    const page = await here.visit(t, 'agente');
    const done = cardsOf(await boardOf(page)).filter((card) => card.facts.category === 'done');
    await columnMenu(page, DONE, w.board.column_choose);
    await page.getByRole('toolbar', { name: fill(w.board.chosen_other, { count: done.length }) }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    await page.locator('.column-more').first().click();
    await looks(page, 'column-menu');
    await page.keyboard.press('Escape');
    await columnMenu(page, DONE, w.board.column_archive);
    for (const card of done) await cardOf(page, card.code).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    for (const card of done) await cardOf(page, card.code).waitFor();
    await columnMenu(page, DONE, w.board.order_oldest);
    await page.waitForURL((url) => url.searchParams.get('ordem') === 'antigos');
  });
});

describe('conditions in the filter', () => {
  const here = stage();

  test('say what the tickets are like, on the page at once and at the desk', async (t) => {
    const page = await here.visit(t, 'agente');
    const all = cardsOf(await boardOf(page));
    const wanted = all.filter((card) => mine(card) && card.facts.priority === 'high').map((card) => card.code);
    assert.ok(wanted.length > 0 && wanted.length < all.length);
    await page.locator('#board-filter').fill('status:andamento prioridade:alta atendente:eu');
    await page.waitForURL((url) => url.searchParams.has('q'));
    await page.waitForFunction((count) => document.querySelectorAll('[data-ticket]').length === count, wanted.length);
    const codes = await page.locator('[data-code]').evaluateAll((cards) => cards.map((card) => card.dataset.code));
    assert.deepEqual(codes.sort(), wanted.sort());
    const text = 'status:andamento prioridade:alta atendente:eu';
    assert.deepEqual(cardsOf(await boardOf(page, { text })).map((card) => card.code).sort(), wanted.sort());
    // Another's change takes a card out of the filter, in the same second.
    const boss = await here.visit(t, 'gerente');
    await execute(boss, { change: [all.find((card) => card.code === wanted[0]).facts.id, { priority: 'low' }] });
    await cardOf(page, wanted[0]).waitFor({ state: 'detached' });
  });
});
