// What a frame costs while a card is carried over the board.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { codesIn, column } from '../support/board.mjs';
import { pickUp } from '../support/pointer.mjs';
import { words } from '../support/words.mjs';
import { CATEGORIES, framesBetween } from './trace.mjs';
import { onPage } from './visitor.mjs';

const w = words();
const COLUMNS = [w.ticket_words.status_new, w.ticket_words.status_active, w.ticket_words.status_done];
/** Movements of the pointer. */
const MOVES = 200;
/** There and back over all columns, so many times. */
const TURNS = 3;

/** Carries a card over all columns in the manual order, where a line shows each place, and puts it back. */
export async function dragged(place, browser) {
  return onPage(place, '/quadro?ordem=manual', async (page) => {
    const area = await middleOfLists(page);
    const [code] = await codesIn(page, COLUMNS[0]);
    await browser.startTracing(page, { categories: CATEGORIES });
    await pickUp(page, code);
    // The first turn loads what hovering needs; the dock is drawn and measured by then.
    await carry(page, area, MOVES / 10);
    await page.evaluate(() => performance.mark('drag-begin'));
    await carry(page, area, MOVES);
    await page.evaluate(() => performance.mark('drag-end'));
    await page.keyboard.press('Escape');
    await page.mouse.up();
    const trace = await browser.stopTracing();
    if (process.env.BENCH_TRACES) writeFileSync(`${process.env.BENCH_TRACES}-${place.tickets}.json`, trace);
    const frames = framesBetween(JSON.parse(trace.toString()).traceEvents, 'drag-begin', 'drag-end');
    assert.ok(frames.length > MOVES / 4, `${frames.length} frames of ${MOVES} movements`);
    const names = ['script', 'render', 'styles', 'styled', 'layouts', 'laid'];
    return Object.fromEntries(names.map((name) => [name, frames.map((frame) => frame[name])]));
  });
}

/** From the first column to the last, at heights where nothing scrolls by itself (a quarter from each edge does). */
async function middleOfLists(page) {
  const boxes = await Promise.all(COLUMNS.map((name) => column(page, name).locator('.cards').boundingBox()));
  const [first, last] = [boxes[0], boxes.at(-1)];
  return {
    left: first.x + first.width / 4,
    right: last.x + (last.width * 3) / 4,
    middle: first.y + first.height / 2,
    height: Math.min(...boxes.map((box) => box.height)) / 5,
  };
}

/** Waves over the columns. */
async function carry(page, { left, right, middle, height }, moves) {
  for (let at = 1; at <= moves; at += 1) {
    const round = (at / moves) * TURNS * 2 * Math.PI;
    const x = left + ((right - left) * (1 - Math.cos(round))) / 2;
    await page.mouse.move(x, middle + height * Math.sin(round * 3));
  }
}
