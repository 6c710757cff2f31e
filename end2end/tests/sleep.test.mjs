// A line that dies without a word: it is noticed within 10 s while somebody looks, and who comes back sees what is now
// within 2 s.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, execute, find } from '../support/ask.mjs';
import { cardOf, waitIn } from '../support/board.mjs';
import { openPage } from '../support/browser.mjs';
import { line } from '../support/line.mjs';
import { comeIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE } = w.ticket_words;

/** What a browser writes to its console when its line dies. */
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/];
/** While somebody looks, a silent line is noticed within this time. The clock looks once a second. */
const NOTICED = 11_000;
/** Who comes back sees what is now within this time. */
const FRESH = 2_000;

const unassigned = (card) => !card.assignee && card.facts.category === 'new' && card.facts.priority !== 'urgent';
const link = (page, state) => page.locator(`[data-link="${state}"]`).waitFor({ timeout: NOTICED });

describe('a line that has died', () => {
  const here = stage();

  /** An agent's board behind a line of its own, and a colleague's, which lives. */
  async function boards(t, prepare = async () => {}) {
    const way = await line(t, here.desk);
    const page = await openPage(t, here.browser, way.url);
    for (const pattern of CUT) page.expectComplaint(pattern);
    await prepare(page);
    await comeIn(page, 'agente');
    await link(page, 'live');
    const colleague = await here.visit(t, 'gerente');
    return { way, page, colleague };
  }

  /** The colleague gives a card to the next column, and the page does not hear of it. */
  async function moveUnheard(page, colleague) {
    const board = await boardOf(colleague);
    const card = find(board, 'an unassigned new one', unassigned);
    const status = board.rules.statuses.find((status) => status.category === 'active').id;
    const { status: code, body } = await execute(colleague, {
      change: [card.facts.id, { move: { status, anchor: null, seen: card.facts.seq, confirm: false, reason: null } }],
    });
    assert.equal(code, 200, JSON.stringify(body));
    await waitIn(colleague, card.code, ACTIVE);
    await page.waitForTimeout(300);
    return card;
  }

  test('is noticed while somebody looks, and mended by itself', async (t) => {
    const { way, page, colleague } = await boards(t);
    way.die();
    const card = await moveUnheard(page, colleague);
    const since = Date.now();
    await link(page, 'reconnecting');
    t.diagnostic(`noticed after ${Date.now() - since} ms`);
    way.mend();
    await waitIn(page, card.code, ACTIVE, NOTICED);
    await link(page, 'live');
  });

  for (const [event, wake] of [
    ['the window has the focus again', () => window.dispatchEvent(new Event('focus'))],
    ['the page is shown again', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['the browser is back from another page', () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))],
    ['the network is another one', () => window.dispatchEvent(new Event('online'))],
  ]) {
    test(`shows what is now within 2 s when ${event}`, async (t) => {
      const { way, page, colleague } = await boards(t);
      way.die();
      const card = await moveUnheard(page, colleague);
      way.mend();
      // It had a word a moment ago, and is not yet asked by itself.
      await page.waitForTimeout(1_000);
      assert.equal(await cardOf(page, card.code).isVisible(), true);
      const since = Date.now();
      await page.evaluate(wake);
      await waitIn(page, card.code, ACTIVE, FRESH);
      t.diagnostic(`fresh after ${Date.now() - since} ms`);
    });
  }

  test('is noticed where a proxy lets no sockets through', async (t) => {
    const { way, page } = await boards(t, (page) =>
      page.addInitScript(() => {
        globalThis.WebSocket = class extends EventTarget {
          constructor() {
            super();
            setTimeout(() => this.onclose?.(new CloseEvent('close', { code: 1006 })));
          }
          close() {}
          send() {}
        };
      }),
    );
    way.die();
    const since = Date.now();
    await link(page, 'reconnecting');
    t.diagnostic(`noticed after ${Date.now() - since} ms`);
  });
});
