// Many cards at once, cards put off and put away, colleagues at a card, and a board that stands still.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute, find } from '../support/ask.mjs';
import { cardOf, codesIn, column, columnMenu, openMenu, toast, waitAssignee, waitFocus, waitIn, waitSaid } from '../support/board.mjs';
import { screenshot } from '../support/browser.mjs';
import { NAMES } from '../support/people.mjs';
import { carryTo, inColumn, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket } from '../support/ticket.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE, status_done: DONE } = w.ticket_words;

const unassigned = (card) => !card.assignee && card.facts.category === 'new';
const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const colleagues = (card) => card.assignee?.name === NAMES.agente2 && card.facts.category === 'active';
const bar = (page) => page.getByRole('toolbar');

/** Chooses a card by the keyboard. */
async function choose(page, code) {
  await cardOf(page, code).focus();
  await page.keyboard.press('x');
}

describe('several cards', () => {
  const here = stage();

  test('are chosen by X, box and Shift, and moved together; what fails is listed with its reason', async (t) => {
    const page = await here.visit(t, 'agente');
    const board = await boardOf(page);
    const own = cardsOf(board).filter(mine)[0];
    const other = find(board, 'one of Bruno\'s', colleagues);
    await choose(page, own.code);
    await cardOf(page, other.code).hover();
    await cardOf(page, other.code).getByRole('checkbox').click();
    await bar(page).getByText(w.board.chosen_other.replace('{count}', '2')).waitFor();
    assert.equal(await cardOf(page, other.code).getByRole('checkbox').getAttribute('aria-checked'), 'true');
    await screenshot(page, 'bulk');
    await bar(page).getByRole('button', { name: w.board.bulk_move }).click();
    await page.locator('#bulk-move').getByRole('button', { name: DONE, exact: true }).click();
    await waitIn(page, own.code, DONE);
    await waitIn(page, other.code, ACTIVE);
    const failed = page.locator('.bulk-failed');
    await failed.getByText(other.code).waitFor();
    await failed.getByText(w.ticket_words.refused_not_responsible).waitFor();
    await waitSaid(page, 'assertive', fill(w.board.said_bulk_failed, { n: '1', m: '1' }));
    await screenshot(page, 'bulk-failed');
    await failed.getByRole('button', { name: w.board.note_ok }).click();
    await failed.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await waitIn(page, own.code, ACTIVE);
  });

  test('are carried together with the mouse, and undone together', async (t) => {
    const page = await here.visit(t, 'agente');
    const [first, second] = cardsOf(await boardOf(page)).filter(unassigned);
    await choose(page, first.code);
    await choose(page, second.code);
    await pickUp(page, first.code);
    await carryTo(page, await inColumn(page, ACTIVE));
    assert.equal(await page.locator('.drag-card').getAttribute('data-count'), '2');
    await screenshot(page, 'drag-two');
    await page.mouse.up();
    await waitIn(page, first.code, ACTIVE);
    await waitIn(page, second.code, ACTIVE);
    const note = toast(page, fill(w.board.said_bulk, { n: '2' }));
    await note.getByRole('button', { name: new RegExp(`^${w.common.undo}`) }).click();
    await waitIn(page, first.code, NEW);
    await waitIn(page, second.code, NEW);
    await page.keyboard.press('Escape');
    await bar(page).waitFor({ state: 'detached' });
  });

  test('get a priority and a responsible in one go', async (t) => {
    const page = await here.visit(t, 'gerente');
    const chosen = cardsOf(await boardOf(page)).filter((card) => unassigned(card) && card.facts.priority !== 'high').slice(0, 3);
    for (const card of chosen) await choose(page, card.code);
    await bar(page).getByRole('button', { name: w.board.bulk_priority }).click();
    await page.locator('#bulk-priority').getByRole('button', { name: w.ticket_words.priority_high }).click();
    for (const card of chosen) await cardOf(page, card.code).getByText(w.ticket_words.priority_high, { exact: true }).waitFor();
    await bar(page).getByRole('button', { name: w.board.bulk_assign }).click();
    await page.locator('#bulk-assign').getByRole('button', { name: new RegExp(NAMES.agente2) }).click();
    for (const card of chosen) await waitAssignee(page, card.code, NAMES.agente2);
  });
});

describe('out of the way', () => {
  const here = stage();

  test('a ticket is put off for an hour and woken by hand; nobody else sees why', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    let menu = await openMenu(page, card.code);
    await screenshot(page, 'menu-actions');
    await menu.getByRole('menuitem', { name: w.board.action_snooze_hour }).click();
    await cardOf(page, card.code).getByText(w.board.asleep, { exact: true }).waitFor();
    // It lies below those that are not put off: the filter finds it.
    await page.goto(`/quadro?q=${card.code}`);
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    await cardOf(page, card.code).getByText(w.board.asleep, { exact: true }).waitFor();
    menu = await openMenu(page, card.code);
    await menu.getByRole('menuitem', { name: w.board.action_wake }).click();
    await cardOf(page, card.code).getByText(w.board.asleep, { exact: true }).waitFor({ state: 'detached' });
  });

  test('Ctrl+Z before the desk has answered means the move on its way, not the one before it', async (t) => {
    const page = await here.visit(t, 'agente');
    const [before, card] = cardsOf(await boardOf(page)).filter(unassigned);
    const move = async ({ code }) => {
      await cardOf(page, code).focus();
      await page.keyboard.press('Shift+Digit2');
      await waitIn(page, code, ACTIVE);
    };
    const told = ({ code }) => toast(page, fill(w.board.toast_moved, { code, status: ACTIVE }));
    await move(before);
    await told(before).waitFor();
    let answer;
    const held = new Promise((go) => { answer = go; });
    await page.route('**/api/execute', async (route) => { await held; await route.continue(); }, { times: 1 });
    await move(card);
    await page.keyboard.press('Control+z');
    await toast(page, w.common.undo_waits).waitFor();
    answer();
    // Who became responsible by the move may not have come by the feed yet: the desk is asked all the same.
    await waitIn(page, card.code, NEW);
    await waitIn(page, before.code, ACTIVE);
    assert.equal(await told(card).count(), 0);
    await page.reload();
    await waitIn(page, card.code, NEW);
    await waitIn(page, before.code, ACTIVE);
  });

  test('a finished ticket goes to the archive (R22), and comes back by Ctrl+Z', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await here.visit(t, 'agente2');
    const card = find(await boardOf(page), 'a resolved one', (card) => card.facts.category === 'done');
    await cardOf(page, card.code).focus();
    await page.keyboard.press('e');
    await cardOf(page, card.code).waitFor({ state: 'detached' });
    await cardOf(other, card.code).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await waitIn(page, card.code, DONE);
    await waitIn(other, card.code, DONE);
    // An open one is refused, in words.
    const open = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    const menu = await openMenu(page, open.code);
    assert.equal(await menu.getByRole('menuitem', { name: w.board.action_archive }).count(), 0);
  });
});

describe('colleagues', () => {
  const here = stage();

  test('who looks at a card, writes in it or carries it is seen on it, and a client learns nothing', async (t) => {
    const [page, other, client] = [await here.visit(t, 'agente'), await here.visit(t, 'agente2'), await here.visit(t, 'cliente')];
    const told = [];
    client.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => told.push(String(payload))));
    await client.reload();
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await pickUp(page, card.code);
    const at = cardOf(other, card.code);
    await at.locator('[data-doing="dragging"]').waitFor();
    assert.equal(await at.evaluate((card) => card.classList.contains('elsewhere')), true);
    await screenshot(other, 'presence-dragging');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await at.locator('.present').waitFor({ state: 'detached' });
    await openTicket(page, card.code);
    await at.locator('[data-doing="viewing"]').waitFor();
    await page.locator('#reply-text').pressSequentially('Bom dia');
    await at.locator('[data-doing="typing"]').waitFor();
    assert.match(await at.locator('.present').getAttribute('title'), new RegExp(NAMES.agente));
    assert.equal(told.some((text) => text.includes('presence')), false);
  });
});

/** Folds a column by its menu. */
async function fold(page, name) {
  await columnMenu(page, name, w.board.fold);
  await page.waitForFunction(() => document.querySelector('.column.rail')?.getBoundingClientRect().width < 60);
}

describe('a folded column', () => {
  const here = stage();

  test('keeps its counts, takes cards, and stays folded over a reload', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    const done = column(page, DONE);
    await fold(page, DONE);
    await pickUp(page, card.code);
    const rail = await done.boundingBox();
    await carryTo(page, { x: rail.x + rail.width / 2, y: rail.y + 200 });
    assert.equal(await done.evaluate((column) => column.classList.contains('over')), true);
    await screenshot(page, 'rail');
    await page.mouse.up();
    await toast(page, fill(w.board.toast_moved, { code: card.code, status: DONE })).waitFor();
    await page.reload();
    await page.locator('.column.rail').waitFor();
    await page.locator('.column.rail').getByRole('button', { name: new RegExp(w.board.unfold) }).click();
    await waitIn(page, card.code, DONE);
  });

  test('opens for a card that stays over it, takes it between its own, and folds back where nothing was dropped', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const cards = cardsOf(await boardOf(page, { order: 'manual' }));
    const rail = page.locator('.column.rail');
    const at = async (name) => {
      const box = await column(page, name).boundingBox();
      return { x: box.x + box.width / 2, y: box.y + 300 };
    };
    await fold(page, ACTIVE);
    const card = cards.find(unassigned);
    // Over it for a moment, and on: it stays folded.
    await pickUp(page, card.code);
    await carryTo(page, await at(ACTIVE));
    await page.waitForTimeout(200);
    await carryTo(page, await at(DONE));
    await page.waitForTimeout(700);
    assert.equal(await rail.count(), 1);
    // For longer: it opens, and its cards can be aimed at.
    await carryTo(page, await at(ACTIVE));
    await rail.waitFor({ state: 'detached' });
    await column(page, ACTIVE).locator('[data-ticket]').nth(1).waitFor();
    const there = await codesIn(page, ACTIVE);
    await screenshot(page, 'rail-opened');
    // Escape: as before, and the browser has not forgotten that it is folded.
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await rail.waitFor();
    await waitIn(page, card.code, NEW);
    await page.reload();
    await rail.waitFor();
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    // A drop elsewhere folds it back, too.
    await pickUp(page, card.code);
    await carryTo(page, await at(ACTIVE));
    await rail.waitFor({ state: 'detached' });
    await carryTo(page, { x: 700, y: 20 });
    await page.mouse.up();
    await rail.waitFor();
    // A drop between its cards lies there, and the column stays open.
    await pickUp(page, card.code);
    await carryTo(page, await at(ACTIVE));
    await rail.waitFor({ state: 'detached' });
    await cardOf(page, there[1]).waitFor();
    await page.waitForTimeout(100);
    await carryTo(page, await middle(cardOf(page, there[1]), 0.1));
    const line = await page.locator('.drag-line').boundingBox();
    const [above, below] = [await cardOf(page, there[0]).boundingBox(), await cardOf(page, there[1]).boundingBox()];
    assert.ok(above.y + above.height - 2 <= line.y && line.y + line.height <= below.y + 2, 'the line is between the two');
    await page.mouse.up();
    await waitIn(page, card.code, ACTIVE);
    await page.waitForTimeout(400);
    assert.equal(await rail.count(), 0);
    assert.deepEqual((await codesIn(page, ACTIVE)).slice(0, 3), [there[0], card.code, there[1]]);
    await page.reload();
    await waitIn(page, card.code, ACTIVE);
    assert.equal(await rail.count(), 0);
  });
});

describe('a board that stands still', () => {
  const here = stage();

  test('what others do waits, is counted, and comes in when it goes on', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await here.visit(t, 'gerente');
    const [first, second] = cardsOf(await boardOf(page)).filter(mine);
    await page.getByRole('button', { name: w.board.pause }).click();
    for (const card of [first, second]) {
      await execute(other, { change: [card.facts.id, { move: { status: 3, anchor: null, seen: card.facts.seq, confirm: false, reason: null } }] });
    }
    const resume = page.getByRole('button', { name: w.board.resume.replace('{count}', '2') });
    await resume.waitFor();
    await waitIn(page, first.code, ACTIVE);
    // Who stands still works on: one's own change is shown.
    // No change of a deadline: its warning would be the desk's, and wait as a third.
    const own = find(await boardOf(page), 'an unassigned new one', unassigned);
    await cardOf(page, own.code).focus();
    await page.keyboard.press('i');
    await waitAssignee(page, own.code, NAMES.agente);
    await screenshot(page, 'paused');
    // By now a deadline of the demo's may have passed, and wait as well.
    await page.locator('.chip.pause.on').click();
    await waitIn(page, first.code, DONE);
    await waitIn(page, second.code, DONE);
    assert.equal(await column(page, DONE).locator('.waiting').count(), 0);
    await cardOf(page, first.code).focus();
    await waitFocus(page, first.code);
  });

  test('going on with a card in the hand lets nothing move under it: what waited comes in with the drop', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await here.visit(t, 'gerente');
    const board = await boardOf(page);
    const own = find(board, 'an unassigned new one', unassigned);
    const card = find(board, 'one of Bruno’s', colleagues);
    const pause = page.locator('.chip.pause');
    await pause.click();
    await execute(other, { change: [card.facts.id, { move: { status: 3, anchor: null, seen: card.facts.seq, confirm: false, reason: null } }] });
    await page.locator('.chip.pause.on', { hasText: /1/ }).waitFor();
    await pickUp(page, own.code);
    await carryTo(page, await inColumn(page, ACTIVE));
    await pause.focus();
    await page.keyboard.press('Enter');
    await page.locator('.chip.pause:not(.on)').waitFor();
    await page.waitForTimeout(300);
    assert.equal(await column(page, ACTIVE).locator(`[data-ticket="${card.facts.id}"]`).count(), 1, 'it lies under the hand');
    await page.mouse.up();
    await waitIn(page, own.code, ACTIVE);
    await waitIn(page, card.code, DONE);
  });
});
