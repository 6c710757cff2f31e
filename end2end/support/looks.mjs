// Pictures of screens, and whether people with other senses and tools can use them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { screenshot } from './browser.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until fonts are there and nothing moves any more: what is measured is what stays. */
export async function still(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const moving = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map((one) => one.finished));
  });
}

/** Saves a picture under test-results/. */
export async function shot(page, name, options = {}) {
  await still(page);
  return screenshot(page, name, options);
}

/** Fails on any violation that axe finds. */
export async function axe(page, where) {
  await still(page);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary?.split('\n').slice(1).join(' ').trim()}`),
  );
  assert.deepEqual(told, [], `axe in ${where}`);
}

/** Fails where the page as a whole can be scrolled sideways. */
export async function noSidewaysScroll(page, where) {
  const { inside, window } = await page.evaluate(() => ({
    inside: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(inside <= window, `${where} is ${inside} px wide in a window of ${window} px`);
}

/** A picture and a check of the same state, in light and in dark. */
export async function looks(page, name, { schemes = ['light', 'dark'] } = {}) {
  const wrong = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await shot(page, `${name}-${colorScheme}`);
    // Both pictures are taken before either theme's faults are told.
    await axe(page, `${name} ${colorScheme}`).catch((error) => wrong.push(error.message));
  }
  assert.deepEqual(wrong, []);
}
