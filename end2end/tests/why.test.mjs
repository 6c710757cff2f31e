// A drop that needs a reason: the card lies provisionally, a small form asks why, and Escape takes it back.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, find, ticketOf } from '../support/ask.mjs';
import { cardOf, waitFocus, waitIn } from '../support/board.mjs';
import { looks } from '../support/looks.mjs';
import { NAMES } from '../support/people.mjs';
import { drag } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE, status_done: DONE, status_cancelled: CANCELLED } = w.ticket_words;

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';

/** A house whose last column begins with "Cancelado", as this page is told it: none of the demo's columns asks why. */
async function cancelsByDrop(page) {
  await page.route('**/api/board', async (route) => {
    const response = await route.fetch();
    const board = await response.json();
    const { statuses } = board.rules;
    statuses.sort((a, b) => (b.category === 'cancelled') - (a.category === 'cancelled'));
    await route.fulfill({ response, json: board });
  });
  const [answer] = await Promise.all([
    page.waitForResponse('**/api/board'),
    page.getByRole('button', { name: new RegExp(`^${w.board.order}`) }).click().then(() =>
      page.getByRole('link', { name: w.board.order_oldest, exact: true }).click()),
  ]);
  await answer.finished();
  await page.waitForTimeout(200);
}

describe('a step that needs a reason', () => {
  const here = stage();

  test('the card lies there provisionally; Escape takes it back, a reason sends it', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    const asked = [];
    page.on('request', (request) => request.url().includes('/api/execute') && asked.push(request));
    await cancelsByDrop(page);
    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    await drag(page, card.code, DONE);
    const dialog = page.getByRole('dialog', { name: new RegExp(`${fill(w.board.menu_to_column, { column: CANCELLED })}.*${card.code}`) });
    await dialog.waitFor();
    await waitIn(page, card.code, DONE);
    assert.equal(await cardOf(page, card.code).evaluate((card) => card.classList.contains('provisional')), true);
    // The card is in sight, and the form beside it.
    const [of, form] = [await cardOf(page, card.code).boundingBox(), await dialog.boundingBox()];
    assert.ok(of.y >= 0 && of.y + of.height <= page.viewportSize().height, JSON.stringify(of));
    const between = Math.min(Math.abs(form.y - of.y - of.height), Math.abs(of.y - form.y - form.height));
    assert.ok(between < 8, JSON.stringify([of, form]));
    await looks(page, 'why');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await waitIn(page, card.code, ACTIVE);
    await waitFocus(page, card.code);
    assert.equal(asked.length, 0, 'nothing was asked of the desk');

    await drag(page, card.code, DONE);
    await dialog.waitFor();
    const field = dialog.getByRole('textbox', { name: w.board.reason });
    await field.fill('   ');
    await dialog.getByRole('button', { name: w.board.move_submit, exact: true }).click();
    await dialog.getByText(w.ticket_words.refused_empty_reason).waitFor();
    assert.equal(asked.length, 0);
    await field.fill('Repetido: veja o outro chamado.');
    await dialog.getByRole('button', { name: w.board.move_submit, exact: true }).click();
    await cardOf(page, card.code).waitFor({ state: 'detached' });
    assert.equal(asked.length, 1);
    const { body } = await ticketOf(page, card.code);
    assert.equal(body.team.content.card.facts.category, 'cancelled');
    assert.match(JSON.stringify(body), /Repetido: veja o outro chamado\./);
  });

  test('the bar of chosen cards asks once for all of them, and each is cancelled with that reason', async (t) => {
    const page = await here.visit(t, 'agente');
    const chosen = cardsOf(await boardOf(page)).filter(mine).slice(0, 2);
    await cancelsByDrop(page);
    for (const card of chosen) {
      await cardOf(page, card.code).focus();
      await page.keyboard.press('x');
    }
    const bar = page.getByRole('toolbar', { name: fill(w.board.chosen_other, { count: 2 }) });
    await bar.getByRole('button', { name: w.board.bulk_move }).click();
    await page.locator('#bulk-move').getByRole('button', { name: CANCELLED }).click();
    const dialog = page.getByRole('dialog', { name: new RegExp(fill(w.board.chosen_other, { count: 2 })) });
    await dialog.getByRole('textbox', { name: w.board.reason }).fill('Os dois são repetidos.');
    await dialog.getByRole('button', { name: w.board.move_submit, exact: true }).click();
    for (const card of chosen) {
      await cardOf(page, card.code).waitFor({ state: 'detached' });
      const { body } = await ticketOf(page, card.code);
      assert.equal(body.team.content.card.facts.category, 'cancelled');
      assert.match(JSON.stringify(body), /Os dois são repetidos\./);
    }
  });
});
