// Two browsers that move the same cards at the same time: in the end both show what the desk has.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, codeOf } from '../support/ask.mjs';
import { cardOf, codesIn, column } from '../support/board.mjs';
import { chance } from '../support/chance.mjs';
import { carryTo, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const w = words();
const COLUMNS = [w.ticket_words.status_new, w.ticket_words.status_active, w.ticket_words.status_done];
/** So high that every card of the demo is mounted: nothing of a column is left to guess. */
const TALL = { width: 1440, height: 9_000 };
/** What a move that came second is answered (409), and one that is not allowed any more (422). */
const SECOND = [/409/, /422/];
/** Moves of each of the two. */
const MOVES = 35;

const orders = (page) => Promise.all(COLUMNS.map((name) => codesIn(page, name)));

/** One move of a card that is on the screen now, by a way that people have. */
async function moveSomething(page, dice) {
  const columns = await orders(page);
  const all = columns.flat();
  // Every other time one of the few at the top, so that both reach for the same card.
  const code = dice.one(dice.below(2) ? columns.flatMap((codes) => codes.slice(0, 2)) : all);
  const way = dice.below(3);
  if (way === 2) {
    // By mouse, to just above or below another card.
    const other = dice.one(all.filter((one) => one !== code));
    const to = await middle(cardOf(page, other), dice.one([0.2, 0.8]));
    await pickUp(page, code);
    await carryTo(page, to);
    await page.mouse.up();
    await page.locator('html:not(.carrying)').waitFor();
    return;
  }
  await cardOf(page, code).focus();
  if (way === 0) {
    await page.keyboard.press(`Shift+Digit${1 + dice.below(3)}`);
    return;
  }
  const keys = [];
  const aside = dice.below(3) - 1;
  if (aside !== 0) keys.push(aside < 0 ? 'ArrowLeft' : 'ArrowRight');
  const down = dice.below(13) - 6;
  for (let step = 0; step < Math.abs(down); step += 1) keys.push(down < 0 ? 'ArrowUp' : 'ArrowDown');
  for (const key of ['Space', ...keys, 'Space']) await page.keyboard.press(key);
  // Where it may not be dropped it is still in the air.
  if (await page.locator('.board.lifting').count()) await page.keyboard.press('Escape');
}

/**
 * Waits until nothing is on the way and both boards have shown the same for a while. A column in use keeps its order for
 * a while, so that no card jumps from under a click: hand and focus leave it first.
 */
async function settled(pages) {
  for (const page of pages) {
    await page.mouse.move(2, 2);
    await page.evaluate(() => document.activeElement?.blur());
  }
  let before = '';
  for (let turn = 0, calm = 0; calm < 4 && turn < 50; turn += 1) {
    await pages[0].waitForTimeout(400);
    const saving = await Promise.all(pages.map((page) => page.locator('.saving').count()));
    const [one, other] = (await Promise.all(pages.map(orders))).map((order) => JSON.stringify(order));
    calm = one === other && one === before && saving.every((count) => count === 0) ? calm + 1 : 0;
    before = one;
  }
}

describe('two browsers on the same sixty cards', () => {
  // So many that either of two agents of one department sees sixty.
  const here = stage({ args: ['--tickets', '100'] });

  test('both end with the same order in every column, and so they are after a reload', async (t) => {
    const options = { viewport: TALL, expect: SECOND };
    const pages = await Promise.all(
      ['agente', 'agente2'].map((who) => here.visit(t, who, '/quadro?ordem=manual', options)),
    );
    const count = async (page) => (await orders(page)).flat().length;
    const board = await boardOf(pages[0], { order: 'manual' });
    const total = board.counts.columns.reduce((sum, column) => sum + column.cards, 0);
    assert.ok(total >= 60, `${total} cards`);
    for (const page of pages) {
      await page.waitForFunction((total) => document.querySelectorAll('[data-ticket]').length === total, total);
    }
    const start = await orders(pages[0]);
    assert.deepEqual(await orders(pages[1]), start);

    const answers = [];
    for (const page of pages) {
      page.on('response', (response) => response.url().includes('/api/execute') && answers.push(response.status()));
    }
    await Promise.all(
      pages.map(async (page, which) => {
        const dice = chance(20_261 + which);
        for (let turn = 0; turn < MOVES; turn += 1) await moveSomething(page, dice);
      }),
    );
    await settled(pages);
    const done = answers.filter((status) => status === 200).length;
    t.diagnostic(`${done} moves done, ${answers.length - done} came second`);
    assert.ok(done >= 40, `${done} moves of ${answers.length} were done`);

    const end = await orders(pages[0]);
    assert.notDeepEqual(end, start);
    assert.equal(new Set(end.flat()).size, total, 'each card once');
    for (const page of pages) {
      for (const name of COLUMNS) {
        const places = await column(page, name).locator('li[aria-posinset]').evaluateAll((lines) => lines.map((li) => Number(li.getAttribute('aria-posinset'))));
        assert.deepEqual(places, places.map((_, at) => at + 1), 'what is told of a place is what is seen');
      }
    }
    assert.deepEqual(await orders(pages[1]), end, 'both show the same');
    // And what they show is what the desk has: its first page of each column.
    const kept = cardsOf(await boardOf(pages[0], { order: 'manual' }));
    board.columns.forEach(({ id }, at) => {
      const codes = kept.filter((card) => card.column === id).map((card) => codeOf(card.facts.id));
      assert.deepEqual(end[at].slice(0, codes.length), codes, COLUMNS[at]);
    });
    for (const page of pages) {
      await page.reload();
      await page.locator('html[data-works]').waitFor({ state: 'attached' });
      await page.waitForFunction((total) => document.querySelectorAll('[data-ticket]').length === total, total);
      assert.deepEqual(await orders(page), end, 'after a reload');
      assert.equal(await count(page), total);
    }
  });
});
