// The heart of it: a ticket enters the warning, another breaches, in open pages, at their moment (R13, R14).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf } from '../support/ask.mjs';
import { cardOf, watchLooks } from '../support/board.mjs';
import { shot } from '../support/looks.mjs';
import { hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

/** Within so many milliseconds of its moment a page shows it. */
const PUNCTUAL_MS = 1_500;
/** And all pages within the same second. */
const TOGETHER_MS = 1_000;

describe('the flame', () => {
  const here = stage();

  test('one ticket warns and one breaches within two minutes, in both browsers at once', async (t) => {
    const pages = await Promise.all([here.visit(t, 'agente'), here.visit(t, 'agente2')]);
    const board = await boardOf(pages[0]);
    const within = (at) => at !== null && at > board.now && at <= board.now + 120_000;
    const running = cardsOf(board).filter((card) => card.facts.sla.state === 'running');
    const warns = running.filter((card) => within(card.facts.sla.warn_at));
    const breaches = running.filter((card) => within(card.facts.sla.due_at));
    assert.deepEqual([warns.length, breaches.length], [1, 1], 'exactly one of each');
    const moments = [
      { ...warns[0], look: 'soon', at: warns[0].facts.sla.warn_at },
      { ...breaches[0], look: 'late', at: breaches[0].facts.sla.due_at },
    ];

    for (const page of pages) {
      // A pointer inside of a column would keep it from being sorted anew.
      await page.mouse.move(2, 2);
      await watchLooks(page, moments.map((one) => one.facts.id));
    }
    await shot(pages[0], 'flame-1-before');

    for (const one of moments) {
      const seen = await Promise.all(
        pages.map((page) =>
          page
            .waitForFunction(
              ([id, look]) => globalThis.looks?.[id]?.[look],
              [one.facts.id, one.look],
              { timeout: 125_000, polling: 100 },
            )
            .then((handle) => handle.jsonValue()),
        ),
      );
      for (const at of seen) {
        assert.ok(at >= one.at - 50, `${one.title}: ${one.look} ${one.at - at} ms too early`);
        assert.ok(at - one.at <= PUNCTUAL_MS, `${one.title}: ${one.look} ${at - one.at} ms late`);
      }
      assert.ok(Math.abs(seen[0] - seen[1]) <= TOGETHER_MS, `the browsers are ${seen[0] - seen[1]} ms apart`);
      await shot(pages[0], `flame-2-${one.look}`);
    }

    const burning = breaches[0];
    for (const page of pages) {
      await assertBurns(page, burning.code);
      assert.equal(await page.evaluate(() => performance.getEntriesByType('navigation').length), 1);
    }
    // Nothing was reloaded to get there, and a reload shows the same.
    await pages[1].reload();
    await hydrated(pages[1]);
    await assertBurns(pages[1], burning.code);
    await shot(pages[1], 'flame-3-reloaded');
    const breached = cardsOf(await boardOf(pages[0], { view: 'late' })).map((card) => card.code);
    assert.ok(breached.includes(burning.code), 'the desk agrees');
  });
});

/** The card is red, shows the flame with the word, and lies under "Atrasados". */
async function assertBurns(page, code) {
  const card = cardOf(page, code);
  const chip = card.locator('[data-sla="late"]').first();
  await chip.waitFor();
  const [red, green, blue] = await chip.evaluate((element) =>
    getComputedStyle(element).backgroundColor.match(/\d+/g).map(Number),
  );
  assert.ok(red > 150 && green < 90 && blue < 90, `the chip is red: ${red} ${green} ${blue}`);
  const flame = await chip.locator('svg').boundingBox();
  assert.ok(flame && flame.width >= 10 && flame.height >= 10, 'the flame is drawn');
  assert.match(await chip.innerText(), /atrasado|\+/);
  const divider = await card.evaluate((element) => {
    const line = element.closest('li') ?? element;
    let before = line.previousElementSibling;
    while (before && before.querySelector('article, [data-ticket]')) before = before.previousElementSibling;
    return before?.textContent ?? '';
  });
  assert.match(divider, /Atrasados/);
}
