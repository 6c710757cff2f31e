// What is taken back, and what is not: one's own last change as a whole, and never what another did since.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf, lineOf, toast, waitAssignee, waitFocus, waitIn, waitSaid } from '../support/board.mjs';
import { NAMES, hydrated } from '../support/people.mjs';
import { drag } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE } = w.ticket_words;

const free = (card) => !card.assignee && card.facts.category === 'new';
const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const facts = async (page, code) => (await ticketOf(page, code)).body.team.content.card.facts;

describe('taking back', () => {
  const here = stage();

  test('who moves a free ticket is told that it is theirs (R89); one Ctrl+Z takes back both', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'a free one', free);
    await drag(page, card.code, ACTIVE);
    await waitAssignee(page, card.code, NAMES.agente);
    const told = toast(page, fill(w.board.toast_moved, { code: card.code, status: ACTIVE }));
    assert.match(await told.innerText(), new RegExp(w.board.toast_linked));
    await page.keyboard.press('Control+z');
    await waitIn(page, card.code, NEW);
    await waitSaid(page, 'polite', /^Desfeito/);
    const { category, audience } = await facts(page, card.code);
    assert.deepEqual([category, audience.assignee], ['new', null]);
  });

  test('what a colleague changed since stays as they want it, and that is said', async (t) => {
    const page = await here.visit(t, 'agente');
    const boss = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', (card) => mine(card) && card.facts.priority !== 'urgent');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('u');
    await cardOf(page, card.code).getByText(w.ticket_words.priority_urgent).waitFor();
    await waitSaid(page, 'polite', new RegExp(card.code));
    await execute(boss, { change: [card.facts.id, { priority: 'low' }] });
    await cardOf(page, card.code).getByText(w.ticket_words.priority_low).waitFor();
    await page.keyboard.press('Control+z');
    await lineOf(page, card.code).getByText(fill(w.board.not_undone_by, { name: NAMES.gerente })).waitFor();
    assert.equal((await facts(page, card.code)).priority, 'low');
  });

  test('also from a ticket\'s page that was left: a colleague\'s later change stays, and one\'s own is taken back', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { expect: [/409/] });
    const boss = await here.visit(t, 'gerente');
    const [card, other] = cardsOf(await boardOf(page)).filter((card) => mine(card) && card.facts.priority !== 'high');
    for (const [{ code, facts: { id, priority } }, overtaken] of [[card, true], [other, false]]) {
      await page.goto(`/t/${code}`);
      await hydrated(page);
      const done = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/execute'));
      await page.locator('#priority').selectOption('high');
      assert.equal((await done).status(), 200);
      await page.getByRole('link', { name: w.ticket.to_board }).click();
      await page.locator('.board [data-ticket]').first().waitFor();
      const theirs = priority === 'urgent' ? 'low' : 'urgent';
      if (overtaken) await execute(boss, { change: [id, { priority: theirs }] });
      await page.getByRole('button', { name: w.common.undo }).click();
      const said = overtaken ? fill(w.board.not_undone_by, { name: NAMES.gerente }) : w.ticket.undone;
      await page.locator('.toasts').getByText(said).first().waitFor();
      assert.equal((await facts(page, code)).priority, overtaken ? theirs : priority);
    }
  });

  test('a card that goes leaves the focus to the one below it, and is chosen no more', async (t) => {
    const page = await here.visit(t, 'agente');
    const done = cardsOf(await boardOf(page)).filter((card) => card.facts.category === 'done');
    const [, card, next] = done;
    await cardOf(page, card.code).focus();
    await page.keyboard.press('x');
    await page.getByRole('toolbar').waitFor();
    await page.keyboard.press('e');
    await cardOf(page, card.code).waitFor({ state: 'detached' });
    await waitFocus(page, next.code);
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowUp');
    await waitFocus(page, done[0].code);
  });
});
