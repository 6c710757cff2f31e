// Everything by its name: Ctrl+K, and the letters that may be switched off.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute, find } from '../support/ask.mjs';
import {
  cardOf,
  column,
  moveDialog,
  said,
  toast,
  waitAssignee,
  waitFocus,
  waitIn,
  waitSaid,
} from '../support/board.mjs';
import { looks } from '../support/looks.mjs';
import { NAMES, comeIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { panel } from '../support/ticket.mjs';
import { fill, pattern, words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE, status_done: DONE } = w.ticket_words;

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const palette = (page) => page.getByRole('dialog', { name: w.board.palette });
const lines = (page) => palette(page).getByRole('option');

/** Opens the palette and types. */
async function type(page, text) {
  await page.keyboard.press('Control+k');
  await palette(page).waitFor();
  await page.keyboard.type(text);
}

describe('the palette', () => {
  const here = stage();

  test('moves the card in focus by words in any order, without accents; Escape gives the focus back', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await cardOf(page, card.code).focus();
    await type(page, '');
    assert.ok((await lines(page).count()) > 5);
    await looks(page, 'palette');
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    // The field in the top bar does the same.
    await page.getByRole('button', { name: w.board.palette_field }).click();
    await palette(page).waitFor();
    await page.keyboard.press('Escape');
    await waitFocus(page, card.code);
    await type(page, 'RESOLVIDO mover');
    assert.match(await lines(page).first().innerText(), new RegExp(DONE));
    await page.keyboard.press('Enter');
    await waitIn(page, card.code, DONE);
    await toast(page, fill(w.board.toast_moved, { code: card.code, status: DONE })).waitFor();
    // What was done is listed as long as it can be taken back, also when its note is gone.
    await type(page, `desfazer ${card.code}`);
    await page.keyboard.press('Enter');
    await waitIn(page, card.code, ACTIVE);
    await waitFocus(page, card.code);
    await type(page, `desfazer ${card.code}`);
    assert.equal(await lines(page).filter({ hasText: /^Desfazer/ }).count(), 0);
    await page.keyboard.press('Escape');
  });

  test('assigns by "atribuir ana", as its field promises; the focus stays on the card', async (t) => {
    const page = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'a free one', (card) => !card.assignee && card.facts.category === 'new');
    await cardOf(page, card.code).focus();
    await type(page, `atribuir ${NAMES.agente.split(' ')[0].toLowerCase()}`);
    assert.match(await lines(page).first().innerText(), new RegExp(NAMES.agente));
    await page.keyboard.press('Enter');
    await waitAssignee(page, card.code, NAMES.agente);
    await waitFocus(page, card.code);
  });

  test('finds a ticket by code and by its words, and filters the board', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await type(page, card.code.toLowerCase());
    await page.keyboard.press('Enter');
    await panel(page).getByRole('heading', { name: card.title }).first().waitFor();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'detached' });
    await type(page, 'promocao');
    await lines(page).filter({ hasText: 'Promoção' }).first().waitFor();
    await page.keyboard.press('ArrowUp');
    const last = (await lines(page).count()) - 1;
    for (let step = 0; step < last; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'promocao');
  });

  test('switches the letters off, over a reload, and on again (WCAG 2.1.4)', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await type(page, w.board.palette_letters_off);
    await page.keyboard.press('Enter');
    await palette(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('html[data-works]').waitFor({ state: 'attached' });
    await cardOf(page, card.code).focus();
    await page.keyboard.press('m');
    await page.keyboard.press('x');
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.equal(await page.getByRole('toolbar').count(), 0);
    await type(page, w.board.palette_letters_on);
    await page.keyboard.press('Enter');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('m');
    await moveDialog(page);
    await page.keyboard.press('Escape');
    assert.ok(await column(page, ACTIVE).isVisible());
  });

  test('has others’ changes told to a screen reader together, for who asks for it', async (t) => {
    const page = await here.page(t);
    // Half a minute is a second here.
    await page.addInitScript(() => {
      const wait = globalThis.setTimeout;
      globalThis.setTimeout = (run, ms, ...rest) => wait(run, ms === 30_000 ? 1_000 : ms, ...rest);
    });
    await comeIn(page, 'agente');
    const boss = await here.visit(t, 'gerente');
    const [one, other] = cardsOf(await boardOf(boss)).filter((card) => card.facts.priority === 'low');
    const change = async (priority) => {
      for (const card of [one, other]) await execute(boss, { change: [card.facts.id, { priority }] });
      await cardOf(page, other.code).getByText(w.ticket_words[`priority_${priority}`]).waitFor();
      await page.waitForTimeout(1_500);
    };
    await change('medium');
    assert.doesNotMatch(await said(page, 'polite'), pattern(w.board.said_digest_other));
    await type(page, w.board.palette_digest_on);
    await page.keyboard.press('Enter');
    // The same ticket twice is one ticket.
    await execute(boss, { change: [one.facts.id, { priority: 'urgent' }] });
    await change('high');
    await waitSaid(page, 'polite', pattern(w.board.said_digest_other, { count: 2 }));
  });
});
