// Nothing is lost with the connection: what was done waits, survives a reload, goes in order, and is answered in words.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, boardOf, cardsOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf, lineOf, moveByMenu, openMoveDialog, pill, toast, waitAssignee, waitIn, waitSaid } from '../support/board.mjs';
import { NAMES, PASSWORD, comeIn, emailOf, hydrated, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { commentBox, messages, openTicket, replyBox, send, writeInternally } from '../support/ticket.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const o = w.outbox;
const { status_new: NEW, status_active: ACTIVE, status_waiting_third_party: WAITING } = w.ticket_words;

/** What a browser writes to its console when tests cut its network, or let its requests be refused. */
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/];
/** Until a page that was cut off has noticed. */
const NOTICED = 15_000;

const unassigned = (card) => !card.assignee && card.facts.category === 'new' && card.facts.priority !== 'urgent';
const anas = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';

const queued = (count) => fill(count === 1 ? o.queued_one : o.queued_other, { count });
const moved = (code, name) => fill(o.moved, { code, name });
const replied = (code) => fill(o.reply, { code });
const commented = (code) => fill(o.comment, { code });

/** A page whose way to the desk can be cut, while pages are still served: so it can be reloaded. */
async function cuttable(here, t) {
  const page = await here.page(t, { expect: CUT });
  const way = { cut: false };
  const sockets = new Set();
  await page.context().routeWebSocket(/\/feed/, (socket) => {
    if (way.cut) return void socket.close({ code: 1011 });
    socket.connectToServer();
    sockets.add(socket);
  });
  const pass = (route) => (way.cut ? route.abort() : route.continue());
  await page.context().route('**/api/**', pass);
  await page.context().route('**/feed/page**', pass);
  way.end = async () => {
    way.cut = true;
    for (const socket of sockets) await socket.close({ code: 1011 }).catch(() => undefined);
    sockets.clear();
  };
  way.mend = () => {
    way.cut = false;
  };
  return { page, way };
}

const waitQueued = (page, count) => pill(page).filter({ hasText: queued(count) }).waitFor({ timeout: NOTICED });
const waitEmpty = (page) =>
  page.waitForFunction((mark) => !document.querySelector('[data-link]')?.textContent.includes(mark), ' — ', { timeout: NOTICED });

/** Writes an internal comment, and does not wait for it to be out. */
async function writeComment(page, text) {
  await writeInternally(page);
  await commentBox(page).fill(text);
  await page.locator('form:has(#comment-text) button[type=submit]').click();
}

/** Writes to the client, and does not wait for it to be out. */
async function writeReply(page, text) {
  await (await replyBox(page)).fill(text);
  await send(page);
}

const team = async (page, code) => (await ticketOf(page, code)).body.team.content;

describe('without a connection', () => {
  const here = stage();

  test('a move, a comment and a reply wait, survive reloads, go in order and are answered in words', async (t) => {
    const { page, way } = await cuttable(here, t);
    await comeIn(page, 'agente');
    const board = await boardOf(page);
    const [one, other] = [find(board, 'an unassigned new one', unassigned), find(board, "one of Ana Paula's", anas)];
    await way.end();
    await moveByMenu(page, one.code, ACTIVE);
    await waitQueued(page, 1);
    await lineOf(page, one.code).getByText(o.waiting, { exact: true }).waitFor();
    await openTicket(page, other.code);
    await writeComment(page, 'Anotado no túnel.');
    await waitQueued(page, 2);
    await writeReply(page, 'Escrito no túnel.');
    await waitQueued(page, 3);
    await page.getByRole('button', { name: o.waiting }).first().waitFor();
    await pill(page).filter({ hasText: `${w.shell.offline} — ${queued(3)}` }).waitFor({ timeout: NOTICED });
    await waitSaid(page, 'polite', fill(o.said_other, { count: 3 }));
    await page.getByText(fill(o.said_other, { count: 3 })).first().waitFor();

    // The drafts are there until the desk has answered.
    await page.reload();
    await hydrated(page);
    await waitQueued(page, 3);
    assert.equal(await (await replyBox(page)).inputValue(), 'Escrito no túnel.');
    const there = await here.visit(t, 'agente2');
    assert.equal((await team(there, one.code)).card.facts.category, 'new', 'nothing has arrived');

    way.mend();
    const said = toast(page, `${moved(one.code, ACTIVE)}; ${commented(other.code)}; ${replied(other.code)}`);
    await said.waitFor({ timeout: 35_000 });
    await waitEmpty(page);
    await page.waitForFunction(() => document.querySelector('#reply-text')?.value === '');
    assert.equal(await commentBox(page).inputValue(), '');
    assert.equal((await team(there, one.code)).card.facts.category, 'active');
    // The feed comes back by its own clock.
    await page.locator('.said-text').getByText('Escrito no túnel.').waitFor({ timeout: 35_000 });
    const written = (await messages(page)).filter((text) => text.includes('no túnel'));
    assert.deepEqual(written, ['Anotado no túnel.', 'Escrito no túnel.']);
    // Once is once: a later visit finds nothing to send.
    await page.reload();
    await hydrated(page);
    await page.waitForTimeout(1_500);
    assert.deepEqual((await messages(page)).filter((text) => text.includes('no túnel')), written);
    assert.equal(await page.locator('.toast').count(), 0);
  });

  test('assigning, priority and archiving wait like moves, are shown over a reload, and arrive', async (t) => {
    const { page, way } = await cuttable(here, t);
    await comeIn(page, 'agente');
    const board = await boardOf(page);
    const free = find(board, 'an unassigned new one', unassigned);
    const calm = find(board, 'one of Ana Paula’s', (card) => anas(card) && card.facts.priority !== 'urgent');
    const other = find(board, 'one that she has resolved', (c) => c.assignee?.name === NAMES.agente && c.facts.category === 'done');
    await way.end();
    const press = async (card, key) => {
      await cardOf(page, card.code).focus();
      await page.keyboard.press(key);
    };
    await press(free, 'i');
    await press(calm, 'u');
    await press(other, 'e');
    await waitQueued(page, 3);
    const seen = async () => {
      await waitAssignee(page, free.code, NAMES.agente);
      await cardOf(page, calm.code).getByText(w.ticket_words.priority_urgent).waitFor();
      await cardOf(page, other.code).waitFor({ state: 'detached' });
    };
    await seen();
    await page.reload();
    await hydrated(page);
    await waitQueued(page, 3);
    await seen();
    const there = await here.visit(t, 'agente2');
    assert.equal((await team(there, free.code)).card.assignee, null, 'nothing has arrived');
    way.mend();
    await waitEmpty(page);
    assert.equal((await team(there, free.code)).card.assignee?.name, NAMES.agente);
    assert.equal((await team(there, calm.code)).card.facts.priority, 'urgent');
    assert.equal((await team(there, other.code)).card.facts.archived, true);
    await seen();
  });

  test('what is refused says why, and its text comes back', async (t) => {
    const { page, way } = await cuttable(here, t);
    await comeIn(page, 'agente');
    const board = await boardOf(page);
    const mine = cardsOf(board).filter(anas);
    const [first, second] = mine;
    const lost = find(board, 'an unassigned new one', unassigned);
    await way.end();
    await openTicket(page, first.code);
    await writeReply(page, 'Tarde demais.');
    await waitQueued(page, 1);
    await openTicket(page, second.code);
    await writeReply(page, 'Ainda a tempo.');
    await waitQueued(page, 2);
    await page.goto('/quadro');
    await hydrated(page);
    await moveByMenu(page, lost.code, ACTIVE);
    await waitQueued(page, 3);
    // Meanwhile one is cancelled, and another is moved by a colleague.
    const boss = await here.visit(t, 'gerente');
    const status = (category) => board.rules.statuses.find((s) => s.category === category).id;
    const move = async (who, card, to) => {
      const { facts } = (await team(who, card.code)).card;
      const wish = { status: to, anchor: null, seen: facts.seq, confirm: false, reason: 'Duplicado.' };
      const { status: code, body } = await execute(who, { change: [card.facts.id, { move: wish }] });
      assert.equal(code, 200, JSON.stringify(body));
    };
    await move(boss, first, status('cancelled'));
    await move(boss, lost, status('waiting_third_party'));
    await openTicket(page, first.code);
    await waitQueued(page, 3);
    way.mend();
    await toast(page, replied(second.code)).waitFor({ timeout: 35_000 });
    const no = toast(page, replied(first.code));
    await no.filter({ hasText: w.ticket_words.refused_cancelled }).filter({ hasText: o.text_kept }).waitFor();
    await no.filter({ hasText: moved(lost.code, ACTIVE) }).filter({ hasText: WAITING }).waitFor();
    assert.equal(await page.evaluate((id) => {
      const key = Object.keys(localStorage).find((key) => key.includes(id) && key.endsWith('public'));
      return localStorage.getItem(key);
    }, first.facts.id), 'Tarde demais.');
    await waitEmpty(page);
    // It stays until it was read.
    await page.waitForTimeout(9_000);
    await no.waitFor();
  });

  test('after a reload the board shows the move that waits; two moves of one card do not meet each other', async (t) => {
    const { page, way } = await cuttable(here, t);
    await comeIn(page, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await way.end();
    await moveByMenu(page, card.code, ACTIVE);
    await waitQueued(page, 1);
    const dialog = await openMoveDialog(page, card.code);
    await dialog.dialog.getByText(w.board.move_other).click();
    await dialog.choose(WAITING);
    await dialog.move();
    await waitQueued(page, 2);
    await page.reload();
    await hydrated(page);
    await waitQueued(page, 2);
    await waitIn(page, card.code, ACTIVE);
    assert.equal(await cardOf(page, card.code).count(), 1);
    way.mend();
    await waitEmpty(page);
    const there = await here.visit(t, 'agente2');
    assert.equal((await team(there, card.code)).card.facts.category, 'waiting_third_party');
    await waitIn(page, card.code, ACTIVE);
    assert.equal(await lineOf(page, card.code).getByRole('button', { name: w.board.note_anyway }).count(), 0);
  });

  test('when only the network goes, what was done goes out as soon as it is back', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { expect: CUT });
    const there = await here.visit(t, 'agente2', '/quadro');
    const cards = cardsOf(await boardOf(page)).filter(unassigned).slice(0, 2);
    await pill(page).filter({ hasText: w.shell.live }).waitFor();
    await page.context().setOffline(true);
    await pill(page).filter({ hasText: w.shell.offline }).waitFor();
    for (const { code } of cards) await moveByMenu(page, code, ACTIVE);
    await waitQueued(page, 2);
    await page.context().setOffline(false);
    for (const { code } of cards) await waitIn(there, code, ACTIVE, 4_000);
    await waitEmpty(page);
    for (const { code } of cards) await waitIn(page, code, ACTIVE);
  });

  test('an answer that is lost on the way: the same wish goes again, counts once and is answered the same', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { expect: CUT });
    const there = await here.visit(t, 'agente2', '/quadro');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    const told = async () => (await team(there, card.code)).entries;
    const before = (await told()).length;
    const sent = [];
    await page.route('**/api/execute', async (route) => {
      const answer = await route.fetch();
      sent.push({ wish: route.request().postData(), status: answer.status(), answer: await answer.text() });
      // The desk has done it; the browser never hears so.
      if (sent.length === 1) return route.abort();
      return route.fulfill({ response: answer });
    });
    await moveByMenu(page, card.code, ACTIVE);
    await toast(page, fill(w.board.toast_moved, { code: card.code, status: ACTIVE })).waitFor({ timeout: NOTICED });
    await waitEmpty(page);
    assert.equal(sent.length, 2);
    const [first, second] = sent;
    assert.equal(first.status, 200);
    assert.deepEqual(second, first, 'the same wish under the same name, and the same answer');
    // Once more by hand, long after it was answered.
    await page.unroute('**/api/execute');
    const third = await ask(page, 'execute', JSON.parse(first.wish));
    assert.deepEqual(third, { status: 200, body: JSON.parse(first.answer) });
    const entries = (await told()).slice(before);
    assert.equal(entries.filter((entry) => JSON.stringify(entry).includes('"moved"')).length, 1, JSON.stringify(entries));
    await waitIn(page, card.code, ACTIVE);
    await waitIn(there, card.code, ACTIVE);
    for (const each of [page, there]) assert.equal(await cardOf(each, card.code).count(), 1);
    // The same name with another content is another wish, and is refused.
    const wish = JSON.parse(first.wish);
    wish.command.change[1].move.status = 1;
    page.expectComplaint(/409|422|400/);
    const { status } = await ask(page, 'execute', wish);
    assert.ok(status >= 400, `${status}`);
    await waitIn(there, card.code, ACTIVE);
  });

  test('another sign-in in the same browser sends nothing of the first; the first one\'s own does', async (t) => {
    const { page, way } = await cuttable(here, t);
    await comeIn(page, 'agente');
    const card = find(await boardOf(page), "one of Ana Paula's", anas);
    await way.end();
    await openTicket(page, card.code);
    await writeComment(page, 'De Ana Paula, e de mais ninguém.');
    await waitQueued(page, 1);
    // The forms of the page are no part of what is cut.
    await page.locator('form[action="/sair"]').evaluate((form) => form.submit());
    await page.waitForURL('**/entrar**');
    way.mend();
    await comeIn(page, 'agente2', `/t/${card.code}`);
    await page.waitForTimeout(2_500);
    await pill(page).filter({ hasText: w.shell.live }).waitFor();
    const wrote = async () =>
      (await team(page, card.code)).entries.filter((entry) => JSON.stringify(entry).includes('mais ninguém'));
    assert.deepEqual(await wrote(), []);
    await page.locator('form[action="/sair"]').evaluate((form) => form.submit());
    await page.waitForURL('**/entrar**');
    await comeIn(page, 'agente', '/quadro');
    await toast(page, commented(card.code)).waitFor({ timeout: NOTICED });
    const entries = await wrote();
    assert.deepEqual(entries.map((entry) => entry.actor), [NAMES.agente]);
  });

  test('a page of one person never speaks for another who has signed in meanwhile', async (t) => {
    const page = await here.page(t, { expect: CUT });
    await comeIn(page, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    const other = await page.context().newPage();
    await other.goto('/quadro');
    await hydrated(other);
    await other.locator('form[action="/sair"]').evaluate((form) => form.submit());
    await other.waitForURL('**/entrar**');
    await signIn(other, 'agente2');
    await hydrated(other);
    await moveByMenu(page, card.code, ACTIVE);
    await waitQueued(page, 1);
    assert.equal((await team(other, card.code)).card.facts.category, 'new');
    // The person of the page signs in again, in place.
    const again = page.getByRole('region', { name: w.shell.again_title });
    await again.getByLabel(w.shell.again_email).fill(emailOf('agente'));
    await again.getByLabel(w.shell.again_password).fill(PASSWORD);
    await again.getByRole('button', { name: w.shell.again_submit }).click();
    await waitEmpty(page);
    const { card: now } = await team(page, card.code);
    assert.equal(now.facts.category, 'active');
    assert.equal(now.assignee?.name, NAMES.agente);
    await other.close();
  });
});
