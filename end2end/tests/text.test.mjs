// People's text: found however it is typed, and kept in its place wherever it is shown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, codeOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf } from '../support/board.mjs';
import { shot, still } from '../support/looks.mjs';
import { ODD, openOdd } from '../support/odd.mjs';
import { hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket } from '../support/ticket.mjs';

/** What is written in several ways and is one word: the domain's own table. */
const ALIKE = JSON.parse(readFileSync(new URL('../../domain/tests/alike.json', import.meta.url), 'utf8'));

/** Characters that turn the direction of what stands around them, or are not seen at all. */
const TURNING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/;

/** A client who opens tickets, the agent who serves them, and the department where. */
async function both(here, t) {
  const agent = await here.visit(t, 'agente');
  const card = find(await boardOf(agent), 'any', (c) => c.assignee);
  const client = await here.visit(t, 'cliente');
  return { agent, client, department: card.facts.audience.department };
}

describe('however it is typed', () => {
  const here = stage();

  test('filter and palette find each word in each of its forms, in the browser and at the desk', async (t) => {
    const { agent, client, department } = await both(here, t);
    const ids = [];
    for (const ways of ALIKE) ids.push(await openOdd(client, department, ways[0]));
    await agent.goto('/quadro');
    await hydrated(agent);
    for (const [n, ways] of ALIKE.entries()) {
      for (const typed of ways.map((way) => way.trim())) {
        const found = cardsOf(await boardOf(agent, { text: typed })).map((card) => card.facts.id);
        assert.ok(found.includes(ids[n]), `the desk finds ${JSON.stringify(typed)}`);
      }
      // The browser's own answer, on what is loaded: before the desk is asked.
      const typed = ways.at(-1);
      await agent.locator('#board-filter').fill(codeOf(ids[n]));
      await cardOf(agent, codeOf(ids[n])).waitFor();
      await agent.keyboard.press('Control+k');
      await agent.locator('#palette-text').fill(typed);
      const line = agent.locator('#palette-list li').filter({ hasText: codeOf(ids[n]) });
      await line.first().waitFor({ timeout: 3_000 }).catch(() => assert.fail(`the palette finds ${JSON.stringify(typed)}`));
      await agent.keyboard.press('Escape');
      await agent.locator('#palette-text').waitFor({ state: 'detached' });
    }
    await agent.locator('#board-filter').fill('ＡＣ\u0327Ａ\u0303Ｏ');
    await cardOf(agent, codeOf(ids[0])).waitFor();
    await agent.waitForFunction(() => document.querySelectorAll('[data-ticket]').length < 5);
  });

  test('a view of a name that is written otherwise is replaced', async (t) => {
    const agent = await here.visit(t, 'agente');
    for (const name of ['Manhã', 'Manha\u0303', 'ＭＡＮＨÃ']) {
      const query = { filter: { view: 'late', department: null, text: '' }, order: 'sla' };
      await agent.evaluate(async ([name, query]) => {
        const body = JSON.stringify({ view: { name, query, shared: false } });
        await fetch('/api/save_view', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body });
      }, [name, query]);
    }
    const { views } = await boardOf(agent);
    assert.equal(views.filter((view) => view.own && view.query.filter.view === 'late').length, 1);
  });
});

describe('in its place', () => {
  const here = stage();

  test('a title is one line without power over its neighbours', async (t) => {
    const { agent, client, department } = await both(here, t);
    const id = await openOdd(client, department, `Erro\r\nna\tnota \u2028 ${ODD.turned}\u0007`);
    const { body } = await ticketOf(agent, codeOf(id));
    assert.equal(body.team.content.card.title, 'Erro na nota notafdp.exe');
  });

  test('a message paints over no other, and its turning characters are named', async (t) => {
    const { agent, client, department } = await both(here, t);
    const id = await openOdd(client, department, 'Textos', 'Antes');
    const code = codeOf(id);
    await execute(client, { change: [id, { talk: { reply: { text: 'Vizinha de cima', then: null } } }] });
    await execute(client, { change: [id, { talk: { reply: { text: ODD.zalgo, then: null } } }] });
    await execute(client, { change: [id, { talk: { reply: { text: `${ODD.turned}\u0007`, then: null } } }] });
    await execute(client, { change: [id, { talk: { reply: { text: ODD.endless, then: null } } }] });
    await execute(client, { change: [id, { talk: { reply: { text: ODD.hebrew, then: null } } }] });
    for (const [page, name] of [[agent, 'team'], [client, 'client']]) {
      await openTicket(page, code);
      await page.getByText('nota[U+202E]fdp.exe[U+0007]').waitFor();
      // The neighbour looks the same with the pile of marks below it as without.
      const neighbour = page.locator('.said').filter({ hasText: 'Vizinha de cima' });
      await neighbour.scrollIntoViewIfNeeded();
      await still(page);
      const with_ = await neighbour.screenshot();
      await page.locator('.said-text').filter({ hasText: /^Ol/ }).evaluate((text) => { text.textContent = 'Olá'; });
      assert.ok(with_.equals(await neighbour.screenshot()), `${name}: the message above is painted over`);
      const wide = await page.evaluate(() => document.querySelector('.timeline').scrollWidth <= document.querySelector('.timeline').clientWidth);
      assert.ok(wide, `${name}: a word without an end breaks`);
      await shot(page, `odd-text-${name}`);
    }
  });

  test('right to left stays whole: in a message, on a card, in the palette, in sentences', async (t) => {
    const { agent, client, department } = await both(here, t);
    const id = await openOdd(client, department, ODD.hebrew, ODD.hebrew);
    const code = codeOf(id);
    await openTicket(agent, code);
    // In a text from right to left what is written first stands rightmost: letter, bracket, number, as written.
    const order = (selector) => agent.locator(selector).first().evaluate((element) => {
      const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
      const left = (at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().left;
      };
      const text = node.data;
      return [0, text.indexOf('('), text.indexOf(')'), text.length - 1].map(left);
    });
    const falls = (all) => all.every((left, n) => n === 0 || left < all[n - 1]);
    for (const selector of ['#ticket-title', '.said-text']) {
      assert.ok(falls(await order(selector)), `${selector}: ${await order(selector)}`);
    }
    await agent.goto('/quadro');
    await hydrated(agent);
    await agent.locator('#board-filter').fill(code);
    const card = cardOf(agent, code);
    await card.waitFor();
    assert.ok(falls(await order(`[data-code="${code}"] .card-title a`)));
    // In sentences it is set apart.
    const label = await card.locator('.card-more').getAttribute('aria-label');
    assert.ok(label.includes(`\u2068${ODD.hebrew}\u2069`), label);
    await agent.keyboard.press('Control+k');
    await agent.locator('#palette-text').fill('שלום');
    const line = await agent.locator('#palette-list li').filter({ hasText: code }).first().innerText();
    assert.ok(line.includes(`\u2068${ODD.hebrew}\u2069`), line);
    await shot(agent, 'odd-text-palette');
    await agent.keyboard.press('Escape');
  });

  test('no text of the page turns directions, whatever was stored', async (t) => {
    const { agent, client, department } = await both(here, t);
    for (const [name, text] of Object.entries(ODD)) await openOdd(client, department, text.slice(0, 150), `${name}\n${text}`);
    await agent.goto('/quadro');
    await hydrated(agent);
    const bad = await agent.evaluate((source) => {
      const turning = new RegExp(source);
      const found = [];
      for (const element of document.querySelectorAll('body *')) {
        for (const { name, value } of element.attributes) if (turning.test(value)) found.push(`${name}=${value}`);
      }
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (parentElement.tagName !== 'SCRIPT' && turning.test(data.replaceAll('\n', ' '))) found.push(data);
      }
      return found;
    }, TURNING.source);
    assert.deepEqual(bad, []);
    await shot(agent, 'odd-text-board');
    await client.goto('/chamados');
    await hydrated(client);
    const wide = await client.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(wide, 'the list of a client is not wider than its window');
    await shot(client, 'odd-text-portal');
  });
});
