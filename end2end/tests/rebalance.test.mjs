// The manual order's keys grow where cards are put at the same place over and over; then the desk spaces the cards around it anew.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute } from '../support/ask.mjs';
import { codesIn } from '../support/board.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const NEW = words().ticket_words.status_new;
/** Room is halved by each turn, and a place has 32 digits: far fewer turns than these. */
const TURNS = 600;

describe('a column that is rebalanced', () => {
  const here = stage();

  test('lies on an open page as the desk says, also under a card that comes later', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const other = await here.visit(t, 'agente2', '/quadro?ordem=manual');
    const lying = async () => cardsOf(await boardOf(other, { order: 'manual' })).filter((card) => card.column === 1);
    const put = async (card, after) => {
      const anchor = { after: after.facts.id, before: null };
      const seen = Number.MAX_SAFE_INTEGER;
      const { status } = await execute(other, { change: [card.facts.id, { move: { status: 1, anchor, seen, confirm: true, reason: null } }] });
      assert.equal(status, 200);
    };
    const made = await lying();
    assert.ok(made.length > 5, `${made.length} new tickets`);
    // The demo's places are rebalanced already: with another order each of them will be another one.
    await put(made.at(-1), made[0]);
    const begin = await lying();
    // Beside the three: farther cards keep their places.
    const still = begin[3];
    const place = async () => (await lying()).find((card) => card.code === still.code).facts.place;

    // The outermost of three, from either side in turn, between the other two: room is halved each time.
    const three = begin.slice(0, 3);
    let turns = 0;
    while (turns < TURNS && (turns % 10 !== 0 || (await place()) === still.facts.place)) {
      const at = turns % 2;
      [three[at], three[at + 1]] = [three[at + 1], three[at]];
      await put(three[1], three[0]);
      turns += 1;
    }
    t.diagnostic(`rebalanced after at most ${turns} moves`);
    assert.notEqual(await place(), still.facts.place, 'a card that nobody moved has another place');
    // Below each of the cards that were not moved: their new places decide where it comes to lie.
    for (const above of begin.slice(3)) {
      await put(three[0], above);
      const codes = (await lying()).map((card) => card.code);
      // A column in use keeps its order for a while; nobody uses this one.
      await page.waitForFunction(
        (codes) => {
          const cards = [...document.querySelectorAll('section[data-column="1"] [data-ticket]')];
          const shown = cards.map((card) => card.dataset.code);
          return shown.slice(0, codes.length).join() === codes.join();
        },
        codes.slice(0, 8),
        { timeout: 5_000 },
      ).catch(async () => assert.fail(`below ${above.code}: ${await codesIn(page, NEW)} instead of ${codes}`));
    }
  });
});
