// Paper: all that the filter holds, without scrollers, in ink on white.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { boardOf, find } from '../support/ask.mjs';
import { RESULTS } from '../support/browser.mjs';
import { shot } from '../support/looks.mjs';
import { NAMES, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket } from '../support/ticket.mjs';

/** Prints the page, and says what was on it while it was printed. */
async function print(page, name) {
  await page.evaluate(() => {
    addEventListener('beforeprint', () => {
      // The page itself has heard of it first: its sheet stands by now.
      globalThis.sheet = document.querySelector('#sheet')?.cloneNode(true) ?? null;
    });
  });
  const pdf = await page.pdf({ format: 'A4', landscape: true });
  await mkdir(RESULTS, { recursive: true });
  await writeFile(path.join(RESULTS, `${name}.pdf`), pdf);
  return page.evaluate(() => globalThis.sheet && [...globalThis.sheet.querySelectorAll('tbody tr')].map((row) => row.textContent));
}

/** Which parts of the page could still be scrolled, and the darkest thing behind its text. */
const onPaper = (page) =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility());
    const scrollers = shown
      .filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1)
      .map((e) => e.className);
    const dark = shown
      .map((e) => getComputedStyle(e).backgroundColor.match(/\d+(\.\d+)?/g)?.map(Number) ?? [])
      .filter(([r, g, b, a = 1]) => a > 0.5 && (r + g + b) / 3 < 128).length;
    const ink = getComputedStyle(document.querySelector('main')).color;
    return { scrollers, dark, ink };
  });

describe('on paper', () => {
  const here = stage({ args: ['--tickets', '300'] });

  test('the board prints every card that its filter holds, and is itself again afterwards', async (t) => {
    const agent = await here.visit(t, 'admin', undefined, { colorScheme: 'dark' });
    const { counts, columns } = await boardOf(agent);
    const cards = counts.columns.reduce((sum, column) => sum + column.cards, 0);
    assert.ok(cards > 200 && columns.length > 0, `${cards} cards`);
    const rows = await print(agent, 'board');
    assert.equal(rows?.length, cards);
    assert.equal(await agent.locator('#sheet').count(), 0, 'the sheet is gone');
    await agent.locator('[data-ticket]').first().waitFor();
    // A filter prints what it holds.
    await agent.goto('/quadro?visao=urgentes');
    await agent.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    const urgent = await boardOf(agent, { view: 'urgent' });
    const few = urgent.counts.columns.reduce((sum, column) => sum + column.cards, 0);
    assert.equal((await print(agent, 'board-urgent'))?.length, few);
  });

  test('the sheet has an address that needs no script', async (t) => {
    const page = await here.page(t, { javaScriptEnabled: false });
    await signIn(page, 'agente');
    await page.locator('button.person').click();
    const [sheet] = await Promise.all([
      page.context().waitForEvent('page'),
      page.locator('.person-menu a[href^="/imprimir/quadro"]').click(),
    ]);
    await sheet.waitForLoadState();
    assert.ok((await sheet.locator('.sheet tbody tr').count()) > 50);
    assert.ok((await sheet.locator('.sheet tbody td').filter({ hasText: '[NF-e]' }).count()) > 0, 'tags are printed');
    await sheet.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { scrollers, dark, ink } = await onPaper(sheet);
    assert.deepEqual([scrollers, dark, ink], [[], 0, 'rgb(0, 0, 0)']);
    await shot(sheet, 'paper-board');
  });

  test('a ticket prints whole on both sides, and a client\'s list to its end', async (t) => {
    const agent = await here.visit(t, 'agente', undefined, { colorScheme: 'dark' });
    const card = find(await boardOf(agent), 'one of the client\'s', (c) => c.contact === NAMES.cliente && c.messages > 0);
    const client = await here.visit(t, 'cliente', undefined, { colorScheme: 'dark' });
    for (const [page, name] of [[agent, 'team'], [client, 'client']]) {
      await openTicket(page, card.code);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const { scrollers, dark, ink } = await onPaper(page);
      assert.deepEqual(scrollers, [], name);
      assert.equal(dark, 0, name);
      assert.equal(ink, 'rgb(0, 0, 0)', name);
      assert.equal(await page.locator('textarea:visible, .tabs:visible, .rail:visible, #tag-new:visible').count(), 0, name);
      // Of the status only what it is.
      const statuses = await page.locator('.segment:visible, .request-state .badge:visible').allInnerTexts();
      assert.equal(statuses.length, 1, `${name}: ${statuses}`);
      await shot(page, `paper-ticket-${name}`, { fullPage: true });
      await page.emulateMedia({ media: 'screen' });
    }
    await client.goto('/chamados?aba=finalizados');
    await client.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    const finished = await client.evaluate(async () => {
      const response = await fetch('/api/my_tickets', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ tab: 'finished', before: null }) });
      return (await response.json()).finished;
    });
    assert.equal((await print(client, 'list'))?.length ?? 0, finished);
  });
});
