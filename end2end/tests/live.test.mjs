// Two browsers: what one does, the other shows within a second, once, whatever the network does.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, codeOf, execute, find } from '../support/ask.mjs';
import {
  cardOf, changedCards, column, lineOf, moveByMenu, openMoveDialog, pill, waitAssignee, waitIn, waitSaid, watchCards,
} from '../support/board.mjs';
import { NAMES, comeIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { messages, openTicket } from '../support/ticket.mjs';
import { fill, pattern, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE } = w.ticket_words;

/** "Every other browser follows in the same second." */
const LIVE = 1_000;
/** What a browser writes to its console when tests cut its network. */
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/];

const unassigned = (card) => !card.assignee && card.facts.category === 'new' && card.facts.priority !== 'urgent';

describe('two browsers', () => {
  const here = stage();
  const pair = (t, path, options) =>
    Promise.all([here.visit(t, 'agente', path, options), here.visit(t, 'agente2', path, options)]);

  test('a move by menu is in the other browser within a second, without a reload', async (t) => {
    const [mine, theirs] = await pair(t, '/quadro');
    const card = find(await boardOf(mine), 'an unassigned new one', unassigned);
    await moveByMenu(mine, card.code, ACTIVE);
    await waitIn(theirs, card.code, ACTIVE, LIVE);
    await waitAssignee(theirs, card.code, NAMES.agente, LIVE);
    await theirs.reload();
    await waitIn(theirs, card.code, ACTIVE);
    assert.equal(await cardOf(theirs, card.code).count(), 1, 'in one column only');
  });

  test('a client has one line, which stays', async (t) => {
    const page = await here.page(t);
    const lines = [];
    page.on('websocket', (socket) => lines.push(socket));
    await comeIn(page, 'cliente');
    await page.waitForTimeout(2_500);
    assert.equal(lines.length, 1, 'it is not opened over and over');
    assert.equal(lines[0].isClosed(), false);
  });

  test('a priority change draws exactly one card anew in the other browser', async (t) => {
    // By age, so that a changed deadline does not change places as well.
    const [mine, theirs] = await pair(t, '/quadro?ordem=antigos');
    const card = find(await boardOf(mine), 'one of low priority', (c) => unassigned(c) && c.facts.priority === 'low');
    await watchCards(theirs);
    const { status, body } = await execute(mine, { change: [card.facts.id, { priority: 'urgent' }] });
    assert.equal(status, 200, JSON.stringify(body));
    await cardOf(theirs, card.code).getByText(w.ticket_words.priority_urgent).waitFor({ timeout: LIVE });
    // The watcher hears of later drawing too: a moment for what must not come.
    await theirs.waitForTimeout(400);
    assert.deepEqual(await changedCards(theirs), [card.facts.id]);
  });

  test('an assignment is on the other browser\'s card within a second', async (t) => {
    const [mine, theirs] = await pair(t, '/quadro');
    const card = find(await boardOf(mine), 'an unassigned new one', unassigned);
    await openTicket(mine, card.code);
    await mine.getByRole('button', { name: w.ticket.link_me }).first().click();
    await waitAssignee(theirs, card.code, NAMES.agente, LIVE);
  });

  test('who moves a card that was moved meanwhile is told, and may move it anyway', async (t) => {
    const [mine, theirs] = await pair(t, '/quadro', { expect: [/409/] });
    const card = find(await boardOf(mine), 'one of Ana Paula\'s', (c) => c.assignee?.name === NAMES.agente && c.facts.category === 'active');
    // The dialog is open; meanwhile the other moves the card to another status of the same column.
    const waiting = (await boardOf(mine)).rules.statuses.find((s) => s.category === 'waiting_third_party');
    const dialog = await openMoveDialog(mine, card.code);
    const overtaken = async (route) => {
      // Their move overtakes mine on the way.
      const there = await execute(theirs, {
        change: [card.facts.id, { move: { status: waiting.id, anchor: null, seen: card.facts.seq, confirm: false, reason: null } }],
      });
      assert.equal(there.status, 200, JSON.stringify(there.body));
      await route.continue();
    };
    await mine.route('**/api/execute', overtaken, { times: 1 });
    await dialog.choose(NEW);
    await dialog.move();
    const line = lineOf(mine, card.code);
    const status = w.ticket_words.status_waiting_third_party;
    await line.getByText(pattern(w.board.note_stale, { name: NAMES.agente2, status })).waitFor();
    await waitSaid(mine, 'assertive', pattern(w.board.said_stale, { name: NAMES.agente2, code: card.code, status }));
    await waitIn(mine, card.code, ACTIVE);
    await line.getByRole('button', { name: w.board.note_anyway }).click();
    await waitIn(mine, card.code, NEW);
    await waitIn(theirs, card.code, NEW, 3_000);
  });

  test('a move that the desk refuses comes back, with the reason beside it', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { expect: [/422/] });
    const boss = await here.visit(t, 'gerente');
    const board = await boardOf(page);
    const card = find(board, 'one of Ana Paula\'s', (c) => c.assignee?.name === NAMES.agente && c.facts.category === 'active');
    const bruno = find(await boardOf(boss), 'one of Bruno\'s', (c) => c.assignee?.name === NAMES.agente2).facts.audience.assignee;
    const overtaken = async (route) => {
      // The manager gives it to another while the move is on its way.
      const there = await execute(boss, { change: [card.facts.id, { assign: bruno }] });
      assert.equal(there.status, 200, JSON.stringify(there.body));
      await route.continue();
    };
    await page.route('**/api/execute', overtaken, { times: 1 });
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Shift+Digit3');
    await lineOf(page, card.code).getByText(w.ticket_words.refused_not_responsible).waitFor();
    await waitSaid(page, 'assertive', pattern(w.board.said_failed, { code: card.code, reason: w.ticket_words.refused_not_responsible }));
    await waitIn(page, card.code, ACTIVE);
    await waitIn(boss, card.code, ACTIVE);
    await waitAssignee(page, card.code, NAMES.agente2, 3_000);
  });
});

describe('the feed is cut and resumed', () => {
  const here = stage();

  test('offline: the pill says so, and afterwards nothing is missed and nothing comes twice', async (t) => {
    const [mine, theirs] = await Promise.all([
      here.visit(t, 'agente', '/quadro'),
      here.visit(t, 'agente2', '/quadro', { expect: CUT }),
    ]);
    const board = await boardOf(mine);
    const card = find(board, 'an unassigned new one', unassigned);
    const conversation = await theirs.context().newPage();
    await openTicket(conversation, card.code);
    const before = await messages(conversation);
    await pill(theirs).filter({ hasText: w.shell.live }).waitFor();

    await theirs.context().setOffline(true);
    await pill(theirs).filter({ hasText: w.shell.offline }).waitFor({ timeout: 4_000 });
    await moveByMenu(mine, card.code, ACTIVE);
    for (const text of ['Primeira durante o corte.', 'Segunda durante o corte.', 'Terceira durante o corte.']) {
      const { status } = await execute(mine, { change: [card.facts.id, { talk: { reply: { text, then: null } } }] });
      assert.equal(status, 200);
    }
    assert.equal(await column(theirs, NEW).locator(`[data-ticket="${card.facts.id}"]`).count(), 1, 'not known yet');

    await theirs.context().setOffline(false);
    await waitIn(theirs, card.code, ACTIVE, 4_000);
    // What changed meanwhile is counted by tickets: it comes as their present state.
    await pill(theirs).filter({ hasText: fill(w.shell.caught_up_one, { count: 1 }) }).waitFor({ timeout: 4_000 });
    assert.equal(await cardOf(theirs, card.code).count(), 1);
    await conversation.getByText('Terceira durante o corte.').waitFor({ timeout: 4_000 });
    assert.deepEqual((await messages(conversation)).slice(before.length), [
      'Primeira durante o corte.', 'Segunda durante o corte.', 'Terceira durante o corte.',
    ]);
    await conversation.close();
  });

  test('a socket that dies without a word comes back by itself and goes on where it was', async (t) => {
    const page = await here.page(t, { expect: CUT });
    const sockets = [];
    let blocked = false;
    await page.routeWebSocket(/\/feed/, (socket) => {
      if (blocked) return void socket.close({ code: 1011 });
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.route('**/feed/page**', (route) => (blocked ? route.abort() : route.continue()));
    await comeIn(page, 'agente2');
    await pill(page).filter({ hasText: w.shell.live }).waitFor();
    const mine = await here.visit(t, 'agente');
    const card = find(await boardOf(mine), 'an unassigned new one', unassigned);

    blocked = true;
    for (const socket of sockets) await socket.close({ code: 1011 });
    // After some tries, which may follow one another quickly, it says that there is no connection.
    const said = new RegExp(`${pattern(w.shell.reconnecting).source}|${pattern(w.shell.offline).source}`);
    await pill(page).filter({ hasText: said }).waitFor({ timeout: 10_000 });
    await moveByMenu(mine, card.code, ACTIVE);
    blocked = false;
    await waitIn(page, card.code, ACTIVE, 20_000);
    await pill(page).filter({ hasText: fill(w.shell.caught_up_one, { count: 1 }) }).waitFor();
    await pill(page).filter({ hasText: w.shell.live }).waitFor();
    assert.equal(await cardOf(page, card.code).count(), 1);
  });

  test('where a proxy blocks websockets the long poll delivers', async (t) => {
    const page = await here.page(t, { expect: CUT });
    await page.routeWebSocket(/\/feed/, (socket) => socket.close({ code: 1011 }));
    const polled = page.waitForRequest('**/feed/page?since=*', { timeout: 15_000 });
    await comeIn(page, 'agente2');
    await polled;
    const mine = await here.visit(t, 'agente');
    const cards = (await boardOf(mine)).columns[0].cards.filter(unassigned);
    for (const { facts } of cards.slice(0, 2)) {
      const code = codeOf(facts.id);
      await moveByMenu(mine, code, ACTIVE);
      await waitIn(page, code, ACTIVE, 3_000);
      assert.equal(await cardOf(page, code).count(), 1);
    }
  });
});
