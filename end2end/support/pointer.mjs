// Mouse and finger, as a person uses them on the board.
import { cardOf, column } from './board.mjs';

/**
 * The middle of an element, or a part of the way down it. A card that somebody moves to another column is mounted anew: for
 * a moment it is nowhere.
 */
export async function middle(locator, down = 0.5) {
  for (let tries = 0; tries < 40; tries += 1) {
    const box = await locator.boundingBox();
    if (box) return { x: box.x + box.width / 2, y: box.y + box.height * down };
    await locator.page().waitForTimeout(50);
  }
  throw new Error(`${locator} is not to be seen`);
}

/** Takes a card up with the mouse and leaves it in the air. */
export async function pickUp(page, code) {
  const from = await middle(cardOf(page, code), 0.8);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 4, from.y + 8, { steps: 3 });
  await page.locator('html.carrying').waitFor();
}

/** Carries what is in the air to a place, with a few stops on the way. */
export async function carryTo(page, { x, y }) {
  await page.mouse.move(x, y, { steps: 8 });
  // Two frames: what is drawn then is what a person sees.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Carries what is in the air to an item of the dock, and rests there until it would be taken. */
export async function carryToDock(page, item) {
  await carryTo(page, await middle(item));
  await page.locator('.dock .over').waitFor();
}

/** A free place of a column: below its header. */
export async function inColumn(page, name) {
  const box = await column(page, name).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 300) };
}

/** Drags a card to a column with the mouse. */
export async function drag(page, code, name) {
  await pickUp(page, code);
  await carryTo(page, await inColumn(page, name));
  await page.mouse.up();
}

/** A finger: goes down, moves, waits and goes up, as the screen tells the browser. */
export async function finger(page) {
  const client = await page.context().newCDPSession(page);
  const send = (type, points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  return {
    down: (at) => send('touchStart', [at]),
    move: async (from, to, steps = 8) => {
      for (let step = 1; step <= steps; step += 1) {
        const share = step / steps;
        await send('touchMove', [{ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }]);
        await page.waitForTimeout(20);
      }
    },
    up: () => send('touchEnd', []),
  };
}
