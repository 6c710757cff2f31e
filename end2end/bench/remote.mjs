// How much of the page another person's edit changes.
import assert from 'node:assert/strict';
import { boardOf, find } from '../support/ask.mjs';
import { column } from '../support/board.mjs';
import { words } from '../support/words.mjs';
import { onPage } from './visitor.mjs';

const NEW = words().ticket_words.status_new;
/** Edits of one round. */
const EDITS = 3;
/** After this long, counts that the desk was asked for are there, too. */
const REST_MS = 1_500;

/** Somebody else gives a card that is seen another priority, in an order where that gives it no other place. */
export async function edited(place) {
  return onPage(place, '/quadro?ordem=antigos', async (page) => {
    const found = { cards: [], beside: [] };
    const board = await boardOf(page, { order: 'oldest' });
    const shown = column(page, NEW).locator('[data-ticket]');
    const seen = await shown.evaluateAll((cards) => cards.map((card) => card.dataset.ticket));
    for (let edit = 1; edit <= EDITS; edit += 1) {
      const { facts } = find(board, 'one of the first', (card) => card.facts.id === seen[edit]);
      await page.evaluate(watch, facts.id);
      await give(place.other, facts.id, facts.priority === 'high' ? 'low' : 'high');
      await page.waitForTimeout(REST_MS);
      const change = await page.evaluate(() => globalThis.noted());
      assert.ok(change.own, 'the edited card changes');
      found.cards.push(change.cards);
      found.beside.push(change.lines + change.heads + change.elsewhere);
      (place.notes.edits ??= []).push(change);
    }
    return found;
  });
}

/** Over the same address as a screen would, but without one. */
async function give({ context, base }, ticket, priority) {
  const answer = await context.request.post('/api/execute', {
    data: { op_id: crypto.randomUUID(), command: { change: [ticket, { priority }] } },
    headers: { accept: 'application/json', origin: base },
  });
  assert.equal(answer.status(), 200, `the edit is refused: ${await answer.text()}`);
}

/** Runs in the page: writes down which cards change inside, which only get another number, and what changes elsewhere. */
function watch(id) {
  const cards = new Set();
  const lines = new Set();
  const heads = new Set();
  const elsewhere = new Set();
  const note = (target) => {
    const element = target instanceof Element ? target : target.parentElement;
    const card = element?.closest('[data-ticket]');
    if (card) return cards.add(card.dataset.ticket);
    const line = element?.closest('.board li');
    if (line) return lines.add(line);
    const head = element?.closest('.column-head');
    if (head) return heads.add(element);
    return element && elsewhere.add(element);
  };
  const observer = new MutationObserver((list) => {
    for (const { target, addedNodes } of list) {
      note(target);
      // A card that is put in anew is drawn anew.
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        for (const one of [node, ...node.querySelectorAll('[data-ticket]')]) if (one.dataset.ticket) note(one);
      }
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  globalThis.noted = () => {
    observer.disconnect();
    return {
      own: cards.has(id),
      cards: cards.size,
      lines: lines.size,
      heads: heads.size,
      elsewhere: elsewhere.size,
    };
  };
}
