// A column's limit, set where it is seen by who leads the department.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute } from '../support/ask.mjs';
import { cardOf, column, lineOf, toast, waitIn } from '../support/board.mjs';
import { looks } from '../support/looks.mjs';
import { hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE } = w.ticket_words;

describe('the limit of a column', () => {
  const here = stage();
  const form = (page) => column(page, ACTIVE).locator('.menu-form');
  const wip = (page) => column(page, ACTIVE).locator('.wip');

  async function set(page, cards) {
    await form(page).getByRole('textbox').fill(cards);
    await form(page).getByRole('button', { name: w.board.limit_set }).click();
  }

  test('is set in its menu, is another’s at once, refuses, and is taken away', async (t) => {
    const boss = await here.visit(t, 'gerente', '/quadro/suporte');
    const agent = await here.visit(t, 'agente');
    const board = await boardOf(agent);
    const inside = cardsOf(board).filter((card) => card.facts.column === 2).length;
    await column(boss, ACTIVE).locator('.column-more').click();
    await set(boss, 'oito');
    await form(boss).getByText(w.board.limit_bad).waitFor();
    await looks(boss, 'column-limit');
    await form(boss).getByLabel(w.board.limit_hard).check();
    await set(boss, String(inside));
    await toast(boss, fill(w.board.limit_kept, { column: ACTIVE, limit: inside })).waitFor();
    for (const page of [boss, agent]) await wip(page).getByText(`${inside}/${inside}`).waitFor();
    // By the keys, too, the full column takes no other card.
    const card = cardsOf(board).find((card) => card.facts.category === 'new');
    await cardOf(agent, card.code).focus();
    await agent.keyboard.press('Shift+Digit2');
    await lineOf(agent, card.code).getByText(fill(w.ticket_words.refused_wip_limit, { limit: inside })).waitFor();
    // The rules came with a board that was read anew: its cards are alive.
    await execute(boss, { change: [card.facts.id, { priority: card.facts.priority === 'high' ? 'low' : 'high' }] });
    const word = card.facts.priority === 'high' ? w.ticket_words.priority_low : w.ticket_words.priority_high;
    await cardOf(agent, card.code).getByText(word, { exact: true }).waitFor();
    await boss.reload();
    await hydrated(boss);
    await column(boss, ACTIVE).locator('.column-more').click();
    assert.equal(await form(boss).getByRole('textbox').inputValue(), String(inside));
    // What is being typed outlives a colleague's limit of the same moment.
    await form(boss).getByRole('textbox').fill('4');
    const other = await here.visit(t, 'gerente', '/quadro/suporte');
    await column(other, ACTIVE).locator('.column-more').click();
    await set(other, '99');
    await wip(boss).getByText(`${inside}/99`).waitFor();
    assert.equal(await form(boss).getByRole('textbox').inputValue(), '4');
    await set(boss, '');
    await toast(boss, fill(w.board.limit_gone, { column: ACTIVE })).waitFor();
    await wip(agent).waitFor({ state: 'detached' });
    await cardOf(agent, card.code).focus();
    await agent.keyboard.press('Shift+Digit2');
    await waitIn(agent, card.code, ACTIVE);
  });

  test('is not an agent’s to set', async (t) => {
    const page = await here.visit(t, 'agente2');
    await column(page, NEW).locator('.column-more').click();
    await column(page, NEW).locator('.column-list').getByText(w.board.fold).waitFor();
    assert.equal(await column(page, NEW).locator('.menu-form').count(), 0);
  });
});
