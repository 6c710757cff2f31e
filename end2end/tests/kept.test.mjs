// A visit without a network opens the board that was seen last, with its age; what is done there goes out later.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { boardOf, find } from '../support/ask.mjs';
import { cardOf, moveByMenu, pill, waitIn } from '../support/board.mjs';
import { screenshot } from '../support/browser.mjs';
import { startDesk } from '../support/desk.mjs';
import { PASSWORD, comeIn, emailOf, hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE } = w.ticket_words;

/** What a browser says while there is no desk. */
const GONE = [/WebSocket/, /net::ERR_/, /Failed to load resource/, /Failed to fetch/];

/** The address of the board that the browser has kept; nothing where there is none. */
const keptPage = (page) =>
  page.evaluate(async () => (await (await caches.open('seen')).keys()).map((request) => new URL(request.url).pathname + new URL(request.url).search)[0]);

async function waitKept(page, path) {
  for (let turns = 0; turns < 100; turns += 1) {
    if ((await keptPage(page)) === path) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.equal(await keptPage(page), path);
}

describe('a visit without a network', () => {
  // The desk goes and comes back, with what it knows.
  const data = mkdtempSync(path.join(tmpdir(), 'chama-e2e-'));
  const here = stage({ data });
  after(() => rmSync(data, { recursive: true, force: true }));

  test('opens the board that was seen last, says how old it is, and loses nothing that is done', async (t) => {
    const page = await here.page(t, { expect: GONE, serviceWorkers: 'allow' });
    await comeIn(page, 'agente', '/quadro?ordem=manual');
    const { code } = find(await boardOf(page, { order: 'manual' }), 'a new ticket', (card) => card.facts.category === 'new');
    // The very first visit is kept: the script that keeps pages came after it.
    await waitKept(page, '/quadro?ordem=manual');

    const { url } = here.desk;
    await here.desk.stop();
    // A new tab, and another address than the one that is kept.
    const tab = await page.context().newPage();
    await page.close();
    await tab.goto('/quadro');
    assert.equal(new URL(tab.url()).search, '?ordem=manual');
    await hydrated(tab);
    await cardOf(tab, code).waitFor();
    const banner = tab.locator('.banner.warn');
    await banner.waitFor({ timeout: 20_000 });
    const [before] = fill(w.shell.offline_kept, { time: '|' }).split('|');
    assert.ok((await banner.textContent()).includes(before), await banner.textContent());
    await screenshot(tab, 'kept-board');
    await moveByMenu(tab, code, ACTIVE);
    await pill(tab).filter({ hasText: '1' }).waitFor();

    here.desk = await startDesk({ listen: new URL(url).host, data, args: ['--keep'] });
    await tab.locator('[data-link=live]').waitFor({ timeout: 20_000 });
    await waitIn(tab, code, ACTIVE);
    await tab.reload();
    await hydrated(tab);
    await waitIn(tab, code, ACTIVE);
    assert.equal(await tab.locator('html[data-kept-at]').count(), 0, 'the desk has sent this one');
  });

  test('has the time of now, not that of the page', async (t) => {
    const page = await here.page(t, { expect: GONE, serviceWorkers: 'allow' });
    await comeIn(page, 'agente', '/quadro');
    await waitKept(page, '/quadro');
    const { url } = here.desk;
    await here.desk.stop();
    // Two hours later, by the computer's clock.
    const tab = await page.context().newPage();
    await tab.clock.install({ time: Date.now() + 2 * 3_600_000 });
    await page.close();
    await tab.goto('/quadro');
    await hydrated(tab);
    await tab.waitForFunction(() => {
      const ages = [...document.querySelectorAll('.card .age')].map((age) => age.textContent);
      return ages.length > 0 && ages.every((age) => /\d(h|d)/.test(age));
    });
    const banner = tab.locator('.banner.warn');
    await banner.waitFor({ timeout: 20_000 });
    const [, hour, minute] = /(\d\d):(\d\d)/.exec(await banner.textContent());
    const told = minutesIn(new Date()) - (Number(hour) * 60 + Number(minute));
    assert.ok(told >= 0 && told <= 2, await banner.textContent());
    here.desk = await startDesk({ listen: new URL(url).host, data, args: ['--keep'] });
  });

  test('has nothing of who was there before, where another signs in in place', async (t) => {
    const page = await here.page(t, { expect: GONE, serviceWorkers: 'allow' });
    await comeIn(page, 'agente', '/quadro');
    await waitKept(page, '/quadro');
    const form = { email: emailOf('agente2'), password: PASSWORD };
    await page.evaluate((form) => fetch('/entrar', { method: 'POST', body: new URLSearchParams(form) }), form);
    await waitKept(page, undefined);
  });

  test('has nothing that is older than a session', async (t) => {
    const page = await here.page(t, { expect: GONE, serviceWorkers: 'allow' });
    await comeIn(page, 'agente', '/quadro');
    await waitKept(page, '/quadro');
    await page.evaluate(async () => {
      const seen = await caches.open('seen');
      const [request] = await seen.keys();
      const answer = await seen.match(request);
      const headers = new Headers(answer.headers);
      headers.set('x-kept-at', Date.now() - 13 * 3_600_000);
      await seen.put(request, new Response(await answer.text(), { headers }));
    });
    const { url } = here.desk;
    await here.desk.stop();
    await assert.rejects(page.goto('/quadro'), /ERR_/);
    here.desk = await startDesk({ listen: new URL(url).host, data, args: ['--keep'] });
  });

  test('has nothing of who has signed out', async (t) => {
    const page = await here.page(t, { expect: GONE, serviceWorkers: 'allow' });
    await comeIn(page, 'agente', '/quadro');
    await waitKept(page, '/quadro');
    await page.locator('[popovertarget=person-menu]').click();
    await page.getByRole('button', { name: w.shell.sign_out }).click();
    await page.waitForURL((url) => url.pathname === '/entrar');
    await waitKept(page, undefined);
  });
});

/** Minutes since midnight in São Paulo, where the tests' browsers stand. */
function minutesIn(date) {
  const [hour, minute] = date.toLocaleTimeString('pt-BR', { timeZone: 'America/Sao_Paulo', hour: '2-digit', minute: '2-digit' }).split(':');
  return Number(hour) * 60 + Number(minute);
}
