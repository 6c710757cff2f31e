// Cards carried by mouse and finger: where they may lie, where they may not, and what others do meanwhile.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, codeOf, execute, find } from '../support/ask.mjs';
import {
  cardOf, codesIn, column, hasFocus, lineOf, toast, undo, waitAssignee, waitFocus, waitIn, waitSaid,
} from '../support/board.mjs';
import { PHONE, screenshot } from '../support/browser.mjs';
import { NAMES } from '../support/people.mjs';
import { carryTo, carryToDock, drag, finger, inColumn, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { panel } from '../support/ticket.mjs';
import { fill, pattern, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE, status_done: DONE } = w.ticket_words;

const unassigned = (card) => !card.assignee && card.facts.category === 'new';
const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const colleagues = (card) => card.assignee?.name === NAMES.agente2 && card.facts.category === 'active';
const says = (page) => page.locator('.drag-says.shown');

/** What the desk is asked to do from now on. */
function asked(page) {
  const requests = [];
  page.on('request', (request) => request.url().includes('/api/execute') && requests.push(request));
  return requests;
}

describe('with the mouse', () => {
  const here = stage();

  test('to another column: a copy follows, the source pales, the place is told; one request, over a reload', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    const requests = asked(page);
    await pickUp(page, card.code);
    await carryTo(page, await inColumn(page, ACTIVE));
    assert.equal(await cardOf(page, card.code).evaluate((card) => getComputedStyle(card).opacity), '0.4');
    const copy = page.locator('.drag-card');
    const [box, pointer] = [await copy.boundingBox(), await inColumn(page, ACTIVE)];
    assert.ok(box.x < pointer.x && pointer.x < box.x + box.width, 'the copy is under the pointer');
    assert.match(await says(page).innerText(), new RegExp(`${w.board.order_sla.replace(/[()]/g, '\\$&')}.*\\d+`));
    assert.equal(await column(page, ACTIVE).evaluate((c) => c.classList.contains('over')), true);
    await screenshot(page, 'drag-over');
    await page.mouse.up();
    await waitIn(page, card.code, ACTIVE);
    await waitSaid(page, 'assertive', pattern(w.board.said_dropped, { code: card.code, from: NEW, to: ACTIVE }));
    await waitFocus(page, card.code);
    assert.equal(await copy.count(), 0);
    assert.equal(await page.locator('.column.over, .refuses, .carried, html.carrying').count(), 0, 'nothing of the drag is left');
    assert.equal(requests.length, 1);
    assert.equal(await panel(page).count(), 0, 'the drop is no click');
    await page.waitForTimeout(300);
    await page.reload();
    await waitIn(page, card.code, ACTIVE);
  });

  test('a short way is a click: the panel opens', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    const at = await middle(cardOf(page, card.code), 0.8);
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 2, at.y + 2);
    await page.mouse.up();
    await panel(page).getByRole('heading', { name: card.title }).first().waitFor();
  });

  test('a refusal is told while the card hovers, and beside it after the drop; nothing is asked', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Bruno\'s', colleagues);
    const requests = asked(page);
    await pickUp(page, card.code);
    await carryTo(page, await inColumn(page, DONE));
    assert.equal(await says(page).innerText(), w.ticket_words.refused_not_responsible);
    assert.equal(await column(page, DONE).evaluate((c) => c.classList.contains('refuses')), true);
    await screenshot(page, 'drag-refused');
    await page.mouse.up();
    await waitIn(page, card.code, ACTIVE);
    await lineOf(page, card.code).getByText(w.ticket_words.refused_not_responsible).waitFor();
    assert.equal(requests.length, 0);
  });

  test('Escape, and a drop beside the columns, put the card back', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    const requests = asked(page);
    await pickUp(page, card.code);
    await carryTo(page, await inColumn(page, DONE));
    await page.keyboard.press('Escape');
    await waitSaid(page, 'assertive', fill(w.board.said_cancelled, { code: card.code, column: NEW }));
    await page.mouse.up();
    await pickUp(page, card.code);
    await carryTo(page, { x: 700, y: 20 });
    await page.mouse.up();
    await page.locator('.drag-layer').waitFor({ state: 'detached' });
    await waitIn(page, card.code, NEW);
    assert.equal(requests.length, 0);
    assert.equal(await panel(page).count(), 0);
  });

  test('in the manual order the line shows the place, and the card comes to lie there', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const card = find(await boardOf(page, { order: 'manual' }), 'an unassigned new one', unassigned);
    const there = await codesIn(page, ACTIVE);
    await pickUp(page, card.code);
    const second = await middle(cardOf(page, there[1]), 0.1);
    await carryTo(page, second);
    const line = await page.locator('.drag-line').boundingBox();
    const [first, next] = [await cardOf(page, there[0]).boundingBox(), await cardOf(page, there[1]).boundingBox()];
    assert.ok(first.y + first.height - 2 <= line.y && line.y + line.height <= next.y + 2, 'between the first two');
    await screenshot(page, 'drag-line');
    await page.mouse.up();
    await waitIn(page, card.code, ACTIVE);
    await page.waitForTimeout(300);
    await page.reload();
    assert.deepEqual((await codesIn(page, ACTIVE)).slice(0, 3), [there[0], card.code, there[1]]);
    // Its own place is no move.
    const requests = asked(page);
    await page.locator('html[data-works]').waitFor({ state: 'attached' });
    await pickUp(page, card.code);
    await carryTo(page, await middle(cardOf(page, card.code), 0.3));
    assert.equal(await page.locator('.drag-line').evaluate((line) => line.style.opacity), '0');
    await page.mouse.up();
    await page.waitForTimeout(200);
    assert.equal(requests.length, 0);
  });

  test('the dock makes a card mine, and urgent', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'an unassigned new one', (card) => unassigned(card) && card.facts.priority !== 'urgent');
    await pickUp(page, card.code);
    const item = (name) => page.locator('.dock [data-dock]').filter({ hasText: name });
    await item(w.board.dock_me).waitFor();
    await carryToDock(page, item(w.board.dock_me));
    await screenshot(page, 'drag-dock');
    await page.mouse.up();
    await waitAssignee(page, card.code, NAMES.agente);
    await waitIn(page, card.code, NEW);
    await pickUp(page, card.code);
    assert.equal(await item(w.board.dock_me).count(), 0, 'what it is already is not offered');
    await carryToDock(page, item(w.ticket_words.priority_urgent));
    await page.mouse.up();
    await cardOf(page, card.code).getByText(w.ticket_words.priority_urgent).waitFor();
  });

  test('undo brings it back', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await drag(page, card.code, DONE);
    await toast(page, fill(w.board.toast_moved, { code: card.code, status: DONE })).waitFor();
    await undo(page);
    await waitIn(page, card.code, ACTIVE);
  });

  test('what others do waits until the drop; who moves the carried card is named', async (t) => {
    const page = await here.visit(t, 'gerente');
    const other = await here.visit(t, 'admin');
    const [card, another] = cardsOf(await boardOf(page)).filter(mine);
    await pickUp(page, card.code);
    await carryTo(page, await inColumn(page, NEW));
    const move = (card, status) => execute(other, {
      change: [card.facts.id, { move: { status, anchor: null, seen: card.facts.seq, confirm: true, reason: null } }],
    });
    await move(another, 3);
    await page.getByText(w.board.waiting_one.replace('{count}', '1')).waitFor();
    await waitIn(page, another.code, ACTIVE);
    await move(card, 3);
    await page.locator('.drag-card[data-overtaken]').waitFor();
    await screenshot(page, 'drag-overtaken');
    await page.mouse.up();
    await waitIn(page, card.code, NEW);
    await waitIn(page, another.code, DONE);
    await page.waitForTimeout(300);
    await page.goto(`/quadro?q=${card.code}`);
    await waitIn(page, card.code, NEW);
  });
});

describe('what waits for the drop', () => {
  const here = stage();

  test('comes in all at once in its true order: some cards turned round, others new above them', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const other = await here.visit(t, 'gerente', '/quadro?ordem=manual');
    const board = await boardOf(other, { order: 'manual' });
    const [fresh, active] = board.columns.map((column) => column.cards.map((card) => card.facts));
    const put = async (facts, below) => {
      const anchor = { after: null, before: below.id };
      const { status, body } = await execute(other, {
        change: [facts.id, { move: { status: 2, anchor, seen: facts.seq, confirm: true, reason: null } }],
      });
      assert.equal(status, 200, JSON.stringify(body));
    };
    const [one, two, three, ...rest] = active;
    const [carried, first, second] = fresh;
    await pickUp(page, codeOf(carried.id));
    await carryTo(page, await inColumn(page, DONE));
    await put(two, one);
    await put(three, two);
    await put(second, three);
    await put(first, second);
    await column(page, ACTIVE).getByText(fill(w.board.waiting_other, { count: 4 })).waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await waitIn(page, codeOf(first.id), ACTIVE);
    await page.waitForTimeout(300);
    const order = [first, second, three, two, one, ...rest].map((facts) => codeOf(facts.id));
    const drawn = await codesIn(page, ACTIVE);
    assert.deepEqual(drawn, order.slice(0, drawn.length));
  });
});

describe('a card that is carried for long', () => {
  const here = stage();

  test('after ten seconds what others did comes in, but for the column under the card', async (t) => {
    const page = await here.visit(t, 'gerente');
    const other = await here.visit(t, 'admin');
    const [card, first, second] = cardsOf(await boardOf(page)).filter(mine);
    const fresh = find(await boardOf(page), 'an unassigned new one', unassigned);
    const act = async (command) => {
      const { status, body } = await execute(other, command);
      assert.equal(status, 200, JSON.stringify(body));
    };
    const move = (one, status) => act({
      change: [one.facts.id, { move: { status, anchor: null, seen: one.facts.seq, confirm: false, reason: null } }],
    });
    const held = (name) => column(page, name).locator('.waiting');
    await pickUp(page, card.code);
    await carryTo(page, await inColumn(page, NEW));
    const began = Date.now();
    await move(first, 3);
    await move(second, 1);
    await act({ change: [fresh.facts.id, { talk: { comment: 'Enquanto o outro segura um cartão.' } }] });
    await held(DONE).getByText(fill(w.board.waiting_one, { count: 1 })).waitFor();
    await screenshot(page, 'drag-held');
    await held(NEW).getByText(fill(w.board.waiting_other, { count: 2 })).waitFor();
    await waitIn(page, first.code, ACTIVE);
    const order = await codesIn(page, NEW);
    await waitIn(page, first.code, DONE, 15_000);
    assert.ok(Date.now() - began > 9_000, 'not before');
    await held(DONE).waitFor({ state: 'detached' });
    // What would move under the card waits on: it goes into that column, or lies there.
    await waitIn(page, second.code, ACTIVE);
    assert.deepEqual(await codesIn(page, NEW), order);
    await held(NEW).getByText(fill(w.board.waiting_other, { count: 2 })).waitFor();
    assert.equal(await page.locator('.drag-card').count(), 1, 'the card is still carried');
    // The pointer goes on, and so does what lies under it.
    await carryTo(page, await inColumn(page, DONE));
    await page.mouse.up();
    await waitIn(page, card.code, DONE);
    await waitIn(page, second.code, NEW);
    assert.equal(await page.locator('.waiting').count(), 0);
  });
});

describe('a long column', () => {
  const here = stage({ args: ['--tickets', '5000'] });

  test('only a screenful is mounted; any place is reached, and its card may be carried', async (t) => {
    const page = await here.visit(t, 'agente');
    const total = (await boardOf(page)).counts.columns[0].cards;
    assert.ok(total > 500, `${total} cards`);
    const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok((await nodes()) < 4_000, `${await nodes()} nodes`);
    const first = (await codesIn(page, NEW))[0];
    const list = column(page, NEW).locator('.cards');
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    const last = page.locator(`section [aria-posinset="${total}"]`).first();
    await last.waitFor();
    assert.equal(await last.getAttribute('aria-setsize'), String(total));
    assert.ok((await nodes()) < 4_000, `${await nodes()} nodes at the end`);
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    const half = await page.waitForFunction((total) => {
      const places = [...document.querySelectorAll('section:first-of-type li[aria-posinset]')].map((li) => Number(li.getAttribute('aria-posinset')));
      const middle = places.filter((place) => Math.abs(place - total / 2) < 12);
      return middle.length > 5 && middle;
    }, total);
    assert.equal(new Set(await half.jsonValue()).size, (await half.jsonValue()).length, 'each place once');
    const inside = await page.waitForFunction(() => {
      const list = document.querySelector('section .cards');
      const box = list.getBoundingClientRect();
      const inside = (card) => card.getBoundingClientRect().top > box.top && card.getBoundingClientRect().bottom < box.bottom;
      const codes = [...list.querySelectorAll('[data-ticket]')].filter(inside).map((card) => card.dataset.code);
      return codes.length > 2 && codes;
    });
    const seen = await inside.jsonValue();
    await drag(page, seen[1], ACTIVE);
    await waitSaid(page, 'assertive', new RegExp(seen[1]));
    await list.evaluate((list) => list.scrollTo(0, 0));
    await cardOf(page, first).waitFor();
  });

  test('cards that others move away are followed by the next ones, without a scroll', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=antigos');
    const boss = await here.visit(t, 'gerente');
    const list = column(page, NEW).locator('.cards');
    const ids = await list.locator('[data-ticket]').evaluateAll((cards) => cards.map((card) => card.dataset.ticket));
    const { columns: [{ cards }] } = await boardOf(boss, { order: 'oldest' });
    assert.ok(cards.length >= 20 && ids.includes(cards[0].facts.id));
    for (const { facts } of cards) {
      await execute(boss, { change: [facts.id, { move: { status: 2, anchor: null, seen: facts.seq, confirm: true, reason: null } }] });
    }
    for (const { facts } of cards) await list.locator(`[data-ticket="${facts.id}"]`).waitFor({ state: 'detached' });
    await page.waitForFunction(() => {
      const list = document.querySelector('section .cards');
      const bottom = list.getBoundingClientRect().bottom;
      const seen = [...list.querySelectorAll('[data-ticket]')].map((card) => card.getBoundingClientRect());
      return list.scrollTop === 0 && seen.length > 5 && Math.max(...seen.map((box) => box.bottom)) >= bottom;
    });
  });

  test('the wheel brings page after page, each card once', async (t) => {
    const page = await here.visit(t, 'agente');
    const box = await column(page, NEW).locator('.cards').boundingBox();
    await page.mouse.move(box.x + 40, box.y + 200);
    const seen = new Map();
    for (let turn = 0; turn < 30; turn += 1) {
      await page.mouse.wheel(0, 600);
      await page.waitForTimeout(60);
      const places = await column(page, NEW).locator('li[aria-posinset]').evaluateAll((lines) =>
        lines.map((li) => [Number(li.getAttribute('aria-posinset')), li.querySelector('[data-ticket]').dataset.ticket]));
      for (const [place, ticket] of places) {
        assert.equal(seen.get(place) ?? ticket, ticket, `place ${place} is one card's`);
        seen.set(place, ticket);
      }
    }
    await page.waitForFunction(() => [...document.querySelectorAll('section:first-of-type li[aria-posinset]')].some((li) => Number(li.getAttribute('aria-posinset')) > 80));
    assert.ok(seen.size > 60, `${seen.size} cards came`);
    assert.equal(new Set(seen.values()).size, seen.size);
  });

  test('Home and End walk to the ends of the column, loaded or not', async (t) => {
    const page = await here.visit(t, 'agente');
    const total = (await boardOf(page)).counts.columns[0].cards;
    const [first] = await codesIn(page, NEW);
    await cardOf(page, first).focus();
    await page.keyboard.press('End');
    await page.waitForFunction((total) => document.activeElement?.closest('li')?.getAttribute('aria-posinset') === String(total), total);
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.activeElement?.closest('li')?.getAttribute('aria-posinset') === '1');
    assert.equal(await hasFocus(page, first), true);
  });

  test('a card in the air scrolls the column by itself, to a place off screen', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const [first] = await codesIn(page, NEW);
    const list = column(page, NEW).locator('.cards');
    const box = await list.boundingBox();
    await pickUp(page, first);
    await carryTo(page, { x: box.x + box.width / 2, y: box.y + box.height - 6 });
    await page.waitForFunction(() => document.querySelector('section .cards').scrollTop > 2_500, null, { timeout: 15_000 });
    await carryTo(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
    const above = await page.evaluate(() => {
      const line = document.querySelector('.drag-line').getBoundingClientRect();
      const cards = [...document.querySelectorAll('section:first-of-type [data-ticket]')];
      return cards.filter((card) => card.getBoundingClientRect().bottom <= line.top + 8).at(-1)?.dataset.code;
    });
    await page.mouse.up();
    await waitSaid(page, 'assertive', new RegExp(first));
    await page.waitForTimeout(500);
    await page.reload();
    await page.locator('html[data-works]').waitFor({ state: 'attached' });
    // The desk has it below the card that was above the line.
    await column(page, NEW).locator('.cards').evaluate((list) => list.scrollTo(0, 2_600));
    await cardOf(page, above).waitFor();
    const codes = await codesIn(page, NEW);
    assert.equal(codes[codes.indexOf(above) + 1], first);
  });

  test('a change above what is seen does not shift it', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=antigos');
    const other = await here.visit(t, 'agente2');
    const list = column(page, NEW).locator('.cards');
    const cards = (await boardOf(other, { order: 'oldest' })).columns[0].cards;
    await list.evaluate((list) => list.scrollTo(0, 1_500));
    await page.waitForTimeout(300);
    const places = () => list.evaluate((list) => {
      const top = list.getBoundingClientRect().top;
      const seen = [...list.querySelectorAll('[data-ticket]')].filter((card) => card.getBoundingClientRect().top > top);
      return seen.slice(0, 3).map((card) => [card.dataset.ticket, Math.round(card.getBoundingClientRect().top)]);
    });
    const before = await places();
    const gone = cards[1];
    await execute(other, { change: [gone.facts.id, { move: { status: 2, anchor: null, seen: gone.facts.seq, confirm: false, reason: null } }] });
    await waitIn(page, codeOf(gone.facts.id), ACTIVE).catch(() => undefined);
    await page.waitForTimeout(800);
    assert.deepEqual(await places(), before);
  });
});

describe('with a finger', () => {
  const here = stage();
  const phone = { viewport: PHONE, hasTouch: true, isMobile: true };

  test('a finger that moves scrolls; one that holds carries, and the side of the screen turns the page', async (t) => {
    const page = await here.visit(t, 'agente', undefined, phone);
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    const list = column(page, NEW).locator('.cards');
    const hand = await finger(page);
    let at = await middle(cardOf(page, card.code), 0.5);
    const before = await list.evaluate((list) => list.scrollTop);
    await hand.down(at);
    await hand.move(at, { x: at.x, y: at.y - 160 });
    await hand.up();
    await page.waitForTimeout(400);
    assert.notEqual(await list.evaluate((list) => list.scrollTop), before, 'it scrolled');
    assert.equal(await page.locator('.drag-layer').count(), 0);
    await waitIn(page, card.code, NEW);

    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    await page.waitForTimeout(400);
    at = await middle(cardOf(page, card.code), 0.5);
    await hand.down(at);
    await page.locator('html.carrying').waitFor();
    const side = { x: PHONE.width - 12, y: 420 };
    await hand.move(at, side);
    await page.waitForFunction(() => document.querySelector('.board').scrollLeft > 200);
    await screenshot(page, 'drag-phone');
    await hand.move(side, { x: PHONE.width / 2, y: 420 });
    await page.waitForTimeout(100);
    await hand.up();
    await waitIn(page, card.code, ACTIVE);
    assert.equal(await panel(page).count(), 0);
  });

  test('a second finger puts the card back', async (t) => {
    const page = await here.visit(t, 'agente', undefined, phone);
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    const at = await middle(cardOf(page, card.code), 0.5);
    const client = await page.context().newCDPSession(page);
    const touch = (type, points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    await touch('touchStart', [{ ...at, id: 0 }]);
    await page.locator('html.carrying').waitFor();
    await touch('touchStart', [{ ...at, id: 0 }, { x: at.x, y: at.y + 120, id: 1 }]);
    await page.locator('html:not(.carrying)').waitFor();
    await touch('touchEnd', []);
    await waitIn(page, card.code, NEW);
  });
});

describe('who wants less motion', () => {
  const here = stage();

  test('a card does not fly', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { reducedMotion: 'reduce' });
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await drag(page, card.code, DONE);
    await waitIn(page, card.code, DONE);
    const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.transitionProperty === 'transform').length);
    assert.equal(moving, 0);
  });
});
