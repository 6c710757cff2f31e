// A conversation opens where it goes on: at what is new, else at the newest, and stays there. Keys on a ticket's page.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, execute, find, ticketOf } from '../support/ask.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { titleOf } from '../support/board.mjs';
import { shot } from '../support/looks.mjs';
import { NAMES, hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';

const w = words();

const LONG = `${'Uma linha da conversa. '.repeat(12)}\n`.repeat(3);

/** Whether what a text stands in is seen whole, or as much of it as fits. */
const seen = (page, text) =>
  page.getByText(text, { exact: false }).last().evaluate((element) => {
    const box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + 5, Math.min(box.bottom, innerHeight) - 3);
    return box.top < innerHeight && box.bottom > 0 && element.contains(at);
  });

describe('a long conversation', () => {
  const here = stage();

  /** A ticket of the agent's with so many messages, of which the agent has read the first. */
  async function told(t, options = {}) {
    const agent = await here.visit(t, 'agente', undefined, options);
    const fits = (c) => c.contact === NAMES.cliente && c.facts.category === 'active';
    const card = find(await boardOf(agent), 'one of the client\'s', fits);
    const client = await here.visit(t, 'cliente');
    const say = (text) => execute(client, { change: [card.facts.id, { talk: { reply: { text, then: null } } }] });
    for (let n = 1; n <= 8; n += 1) await say(`${n}: ${LONG}`);
    await say('A última de antes.');
    return { agent, client, card, say };
  }

  for (const [name, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`page and panel open at the newest, with the ticket's head in sight, at ${name}`, async (t) => {
      const { agent, card } = await told(t, { viewport });
      const { body } = await ticketOf(agent, card.code);
      await agent.evaluate(async ([ticket, seq]) => {
        await fetch('/api/mark_read', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ ticket, seq }) });
      }, [card.facts.id, body.team.seq]);
      await openTicket(agent, card.code);
      await agent.waitForTimeout(500);
      assert.ok(await seen(agent, 'A última de antes.'), 'the newest is seen on the page');
      assert.ok(await seen(agent, card.title), 'and what it is about');
      await shot(agent, `newest-page-${name}`);
      await agent.goto(`/quadro?t=${card.code}`);
      await hydrated(agent);
      await agent.waitForTimeout(500);
      assert.ok(await seen(agent, 'A última de antes.'), 'the newest is seen in the panel');
      await shot(agent, `newest-panel-${name}`);
    });
  }

  test('what is new is where it begins; who has scrolled is not moved', async (t) => {
    const { agent, card, say } = await told(t);
    const { body } = await ticketOf(agent, card.code);
    const before = body.team.seq;
    await agent.evaluate(async ([ticket, seq]) => {
      await fetch('/api/mark_read', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ ticket, seq }) });
    }, [card.facts.id, before]);
    for (let n = 1; n <= 6; n += 1) await say(`Nova ${n}: ${LONG}`);
    await openTicket(agent, card.code);
    await agent.locator(`[data-new="${w.ticket.new_from_here}"]`).waitFor();
    await agent.waitForTimeout(500);
    assert.ok(await agent.locator('[data-new]').evaluate((row) => {
      const { top } = row.getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    }), 'the first new message stands at the top');
    await shot(agent, 'newest-unread');
    const talk = agent.locator('.talk');
    await talk.evaluate((talk) => talk.scrollBy(0, -300));
    const top = () => agent.locator('[data-new]').evaluate((row) => Math.round(row.getBoundingClientRect().top));
    await agent.waitForTimeout(200);
    const at = await top();
    await say('Mais uma, enquanto se lê.');
    await agent.getByText('Mais uma, enquanto se lê.').waitFor({ state: 'attached' });
    await agent.waitForTimeout(300);
    assert.ok(Math.abs((await top()) - at) <= 1, `moved from ${at} to ${await top()}`);
  });

  test('R, N, J, K, Escape, Ctrl+K and ? do on the page what their list says', async (t) => {
    const { agent, card } = await told(t);
    await openTicket(agent, card.code);
    const focus = () => agent.evaluate(() => document.activeElement.id || document.activeElement.tagName);
    await agent.keyboard.press('r');
    await agent.waitForFunction(() => document.activeElement?.id === 'reply-text');
    await agent.keyboard.press('Escape');
    assert.equal(await focus(), 'BODY', 'Escape leaves the field');
    await agent.keyboard.press('n');
    await agent.waitForFunction(() => document.activeElement?.id === 'comment-text');
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('j');
    const row = () => agent.evaluate(() => document.activeElement.innerText?.includes('A última de antes.'));
    assert.ok(await row(), 'J goes to the newest');
    await agent.keyboard.press('k');
    assert.equal(await focus(), 'LI');
    assert.ok(!(await row()), 'K goes on to the one before');
    await agent.keyboard.press('?');
    const help = agent.getByRole('dialog', { name: w.board.help_title });
    await help.waitFor();
    await help.getByText(w.ticket.keys_walk).waitFor();
    await shot(agent, 'ticket-keys');
    await agent.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await agent.keyboard.press('Escape');
    await agent.waitForURL('**/quadro');
    await agent.goBack();
    await hydrated(agent);
    await agent.keyboard.press('Control+k');
    await agent.waitForURL(`**/quadro?t=${card.code}#comandos`);
    await agent.locator('#palette-text').waitFor();
    await shot(agent, 'ticket-palette');
    await titleOf(agent, card.code).first().waitFor({ state: 'attached' });
  });
});
