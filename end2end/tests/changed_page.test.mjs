// A page that others change: a browser's translation, an extension's nodes, before the start and during work.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf, moveByMenu, pill, waitIn } from '../support/board.mjs';
import { comeIn, emailOf, hydrated, signIn, PASSWORD } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, replyBox, reply } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE } = w.ticket_words;

const unassigned = (card) => !card.assignee && card.facts.category === 'new' && card.facts.priority !== 'urgent';

/** What a browser's translation does to texts: each is put into <font> elements, where it may be. `all`: everywhere. */
const translate = (all) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest('script, style, textarea') || !(all || parent.translate)) continue;
    const outer = document.createElement('font');
    const inner = document.createElement('font');
    inner.textContent = text.data.toUpperCase();
    outer.append(inner);
    text.replaceWith(outer);
  }
};

/** What extensions put around and inside of a page. */
const extend = () => {
  const mark = (where, how) => {
    const node = document.createElement('div');
    node.className = 'foreign';
    where?.[how](node);
  };
  mark(document.documentElement, 'append');
  mark(document.body, 'prepend');
  mark(document.body, 'append');
  const app = document.getElementById('app');
  mark(app, 'prepend');
  mark(app, 'append');
  for (const place of document.querySelectorAll('form, main, header, [data-ticket], section, label')) {
    mark(place, 'prepend');
    mark(place, 'append');
  }
};

/** Changes each page between its parsing and its start. */
async function before(page, change, argument) {
  // As a text: the page's own policy forbids to make code of one.
  await page.addInitScript({
    content: `document.addEventListener('readystatechange', () => {
      // Module scripts run after this.
      if (document.readyState === 'interactive') (${change})(${JSON.stringify(argument)});
    });`,
  });
}

describe('a page that others change', () => {
  const here = stage();

  /** The board does what it is asked. */
  async function works(page) {
    await hydrated(page);
    await pill(page).filter({ hasText: w.shell.live }).waitFor();
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await moveByMenu(page, card.code, ACTIVE);
    await waitIn(page, card.code, ACTIVE);
  }

  test('a page that nobody has changed is taken over as it is, whatever people have written', async (t) => {
    const page = await here.page(t);
    await before(page, () => {
      // Of a column what is seen stays.
      globalThis.sent = [...document.querySelectorAll('#app, #app > *, header, h1, form, .said, li:nth-child(-n + 3) > [data-ticket]')];
    });
    let fetched = 0;
    page.on('request', (request) => (fetched += request.url().endsWith('/anew.js')));
    const isKept = async (what) => {
      await hydrated(page);
      const kept = await page.evaluate(() => globalThis.sent.length > 4 && globalThis.sent.every((node) => node.isConnected));
      assert.ok(kept, `${what}: the nodes that the server sent`);
      assert.equal(fetched, 0, `${what}: it is not asked for anew`);
    };
    await page.goto('/entrar');
    await isKept('/entrar');
    await comeIn(page, 'agente');
    await isKept('the board');
    const card = find(await boardOf(page), 'one', (c) => c.facts.category === 'active');
    const nasty = '</div></body><font>&lt;b&gt; <!-- "x\' 0000000000\n\nשלום <script>1</script>';
    for (const text of [nasty, '\n<', '<!--']) await execute(page, { change: [card.facts.id, { talk: { comment: text } }] });
    await execute(page, { change: [card.facts.id, { talk: { reply: { text: nasty, then: null } } }] });
    for (const path of [`/t/${card.code}`, `/quadro?ticket=${card.code}`, '/quadro?raias=prioridade', '/nada']) {
      if (path === '/nada') page.expectComplaint(/404/);
      await page.goto(path);
      await isKept(path);
    }
    await page.context().clearCookies();
    await comeIn(page, 'cliente');
    await isKept('the list');
    await page.goto(await page.locator('.portal-subject a').first().getAttribute('href'));
    await isKept('a ticket of the portal');
  });

  test('around the application there may be whatever others want', async (t) => {
    const page = await here.page(t);
    await before(page, () => {
      for (const how of ['prepend', 'append']) document.body[how](document.createElement('extension-root'));
      document.documentElement.append(document.createElement('div'));
    });
    let fetched = 0;
    page.on('request', (request) => (fetched += request.url().endsWith('/anew.js')));
    await comeIn(page, 'agente');
    await works(page);
    assert.equal(fetched, 0, 'it is taken over as it is');
  });

  for (const [what, change, argument] of [
    ['a translation that keeps to what it is offered', translate, false],
    ['a translation of everything', translate, true],
    ["an extension's nodes", extend, undefined],
  ]) {
    test(`before the start: ${what}`, async (t) => {
      const page = await here.page(t);
      await before(page, change, argument);
      await page.goto('/entrar');
      await hydrated(page);
      await page.getByLabel(w.sign_in.email).fill(emailOf('agente'));
      await page.getByLabel(w.sign_in.password, { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: w.sign_in.submit, exact: true }).click();
      await page.waitForURL('**/quadro');
      await works(page);
      const card = find(await boardOf(page), 'one', (c) => c.facts.category === 'active');
      await openTicket(page, card.code);
      await reply(page, 'Escrito numa página alterada.');
    });
  }

  test('what was typed before it is drawn anew stays', async (t) => {
    const page = await here.page(t);
    await before(page, () => {
      document.getElementById('email').value = 'quem@exemplo.com';
      document.getElementById('email').focus();
      document.querySelector('h1').innerHTML = '<font>Sign in</font>';
    });
    await page.goto('/entrar');
    await hydrated(page);
    assert.equal(await page.locator('#email').inputValue(), 'quem@exemplo.com');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'email');
    assert.equal(await page.locator('font').count(), 0, 'drawn anew');
  });

  test('a translation during work leaves the facts alone and offers what people wrote', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro');
    const colleague = await here.visit(t, 'gerente', '/quadro');
    const card = find(await boardOf(page), 'an unassigned new one', (c) => unassigned(c) && c.facts.priority === 'low');
    const counts = () => page.locator('.column-count').allInnerTexts();
    const [before] = [await counts()];
    await page.evaluate(translate, false);
    await page.evaluate(extend);
    const mine = cardOf(page, card.code);
    assert.ok((await mine.locator('[data-part=title] font').count()) > 0, 'a title is offered');
    for (const part of ['[data-part=code]', '[data-sla]', '.badge', '.card-whose']) {
      assert.equal(await mine.locator(`${part} font`).count(), 0, part);
    }
    // Facts go on changing.
    const { status } = await execute(colleague, { change: [card.facts.id, { priority: 'urgent' }] });
    assert.equal(status, 200);
    await mine.getByText(w.ticket_words.priority_urgent).first().waitFor({ timeout: 2_000 });
    await moveByMenu(page, card.code, ACTIVE);
    await waitIn(page, card.code, ACTIVE);
    await page.waitForFunction((before) => {
      const now = [...document.querySelectorAll('.column-count')].map((count) => count.innerText);
      return now.join() !== before.join();
    }, before);
    // A message that comes is there, and so is what is typed meanwhile.
    await openTicket(page, card.code);
    await page.evaluate(translate, false);
    await page.evaluate(extend);
    const seen = (await ticketOf(colleague, card.code)).body.team.content.card.facts;
    await execute(colleague, { change: [seen.id, { talk: { comment: 'Um comentário de fora.' } }] });
    await page.locator('.said-text').getByText('Um comentário de fora.').waitFor({ timeout: 2_000 });
    assert.ok((await page.locator('.said-text font').count()) > 0, 'messages are offered');
    await reply(page, 'E uma resposta.');
    await page.locator('.said-text').getByText('E uma resposta.').waitFor();
  });

  test('the portal as well', async (t) => {
    const page = await here.page(t);
    await before(page, translate, true);
    await signIn(page, 'cliente');
    await hydrated(page);
    await page.locator('.portal-subject a').first().click();
    await hydrated(page);
    await reply(page, 'De uma página traduzida.');
    await page.locator('.said-text').getByText('De uma página traduzida.').waitFor();
  });
});
