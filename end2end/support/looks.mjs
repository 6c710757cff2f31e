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

/** Fails where the page as a whole, or what it holds between its bars, can be scrolled sideways. */
export async function noSidewaysScroll(page, where) {
  const sizes = await page.evaluate(() =>
    ['html', '#content', '.desk-panel'].flatMap((part) => {
      const box = document.querySelector(part);
      return box ? [{ part, inside: box.scrollWidth, window: box.clientWidth }] : [];
    }),
  );
  for (const { part, inside, window } of sizes) {
    assert.ok(inside <= window, `${where}: ${part} is ${inside} px wide in ${window} px`);
  }
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

/** Cards whose content is higher than they are, and titles that end in the middle of a line. */
export const cutCards = (page) =>
  page.locator('[data-ticket]').evaluateAll((cards) =>
    cards
      .filter((card) => {
        const title = card.querySelector('h3 a');
        const lines = title.clientHeight / parseFloat(getComputedStyle(title).lineHeight);
        return card.scrollHeight > card.clientHeight + 1 || Math.abs(lines - Math.round(lines)) > 0.1;
      })
      .map((card) => `${card.dataset.code} ${card.querySelector('h3').textContent}`),
  );

/**
 * Text that is cut off or lies over other text, as sentences; nothing is well. What ends in "…" is no cut, nor is what
 * lies outside of a list that scrolls.
 */
export async function spoiltText(page) {
  await still(page);
  return page.evaluate(() => {
    const wrong = new Set();
    const lines = [];
    const hides = (style) => /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`);
    const scrolls = (style) => /auto|scroll/.test(`${style.overflowX} ${style.overflowY}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const own = node.parentElement;
      if (!node.data.trim() || !own.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (own.closest('.visually-hidden, script, style, option, [inert], .probe')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = `"${node.data.trim().slice(0, 40)}" in ${own.tagName.toLowerCase()}.${own.className}`;
      let rects = [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
      let shortened = false;
      for (let box = own; box && rects.length; box = box.parentElement) {
        const style = getComputedStyle(box);
        // Said to screen readers alone.
        if (style.clipPath !== 'none') rects = [];
        shortened ||= style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
        const area = box.getBoundingClientRect();
        if (scrolls(style)) {
          rects = rects.filter((r) => r.top >= area.top - 1 && r.bottom <= area.bottom + 1 && r.left >= area.left - 1 && r.right <= area.right + 1);
        } else if (hides(style)) {
          rects = rects.filter((r) => r.bottom > area.top + 1 && r.top < area.bottom - 1 && r.right > area.left && r.left < area.right);
          for (const r of rects) {
            const above = Math.max(0, area.top - r.top) + Math.max(0, r.bottom - area.bottom);
            if (above > r.height / 4) wrong.add(`cut in its height: ${text}`);
            if (!shortened && (r.right > area.right + 2 || r.left < area.left - 2)) wrong.add(`cut in its width: ${text}`);
          }
          rects = rects.map((r) => new DOMRect(
            Math.max(r.left, area.left), Math.max(r.top, area.top),
            Math.min(r.right, area.right) - Math.max(r.left, area.left), Math.min(r.bottom, area.bottom) - Math.max(r.top, area.top),
          ));
        }
        // A layer of its own lies over the others on purpose.
        if (style.position === 'fixed' || box.tagName === 'DIALOG') break;
      }
      let layer = own;
      while (layer && !/fixed|sticky/.test(getComputedStyle(layer).position) && !layer.matches('dialog, .card-note')) {
        layer = layer.parentElement;
      }
      for (const rect of rects) lines.push({ rect, own, text, layer });
    }
    lines.forEach((one, at) => {
      for (const other of lines.slice(at + 1)) {
        if (one.own === other.own || one.layer !== other.layer) continue;
        const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        // Lines of text stand closer than the boxes of their letters are high.
        if (wide > 3 && high > Math.min(one.rect.height, other.rect.height) * 0.35) wrong.add(`${one.text} lies over ${other.text}`);
      }
    });
    return [...wrong];
  });
}
