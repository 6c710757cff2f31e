// The program comes in parts: each page downloads its own, what opens on it once it works, and what the other side
// shows is asked of the server. A part that cannot be had says so.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASSWORD, comeIn, emailOf, hydrated, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const w = words();

/** What the present document has loaded: its page's file, and parts that came later, beside what several share. */
const parts = (page) =>
  page.evaluate(() => {
    const files = performance.getEntriesByType('resource').map((entry) => entry.name);
    return [...new Set(files.map((file) => /\/chama-(?:split_)?([a-z-]+)\.\w+\.(?:pack|wasm)$/.exec(file)?.[1]).filter(Boolean))].sort();
  });

/** Follows a link inside of the page. */
const follow = (page, to) =>
  page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    document.querySelector('main').append(link);
    link.click();
  }, to);

/** The present document was asked of the server under this path. */
const loaded = (page, path) =>
  page.waitForFunction(
    (wanted) => new URL(performance.getEntriesByType('navigation')[0].name).pathname === wanted,
    path,
  );

/** Files of a part: by itself, or together with others that a board needs soon. */
const part = (name) => new RegExp(`/chama-(split_${name}|board-later)\\.\\w+\\.(pack|wasm)$`);

/** The page of somebody who is signed in, opened anew: with what its document asks for. */
async function untouched(here, t, who, path, rest) {
  const page = await here.visit(t, who, '/', rest);
  await page.goto('about:blank');
  await page.goto(path);
  await hydrated(page);
  return page;
}

describe('the parts of the program', () => {
  const here = stage();

  test('the board downloads its own, then what it is worked with and the panel: all are there without a network', async (t) => {
    const page = await untouched(here, t, 'agente', '/quadro', { expect: [/WebSocket/, /net::ERR_/, /Failed to load resource/] });
    await page.waitForFunction(() => performance.getEntriesByType('resource').filter((entry) => /board-later/.test(entry.name)).length === 1);
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => /\.(pack|wasm)$/.test(name)));
    assert.match(asked[0], /chama-board\.\w+\.pack$/);
    assert.deepEqual(await parts(page), ['board', 'board-later'], 'in two files');
    await page.context().setOffline(true);
    await page.keyboard.press('Control+k');
    await page.locator('#palette-text').waitFor();
  });

  test('a board whose address names a ticket has the panel from the beginning', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro');
    const code = await page.locator('[data-ticket] a, .card a').first().getAttribute('href');
    await page.goto(code.startsWith('/t/') ? `/quadro?t=${code.slice(3)}` : code);
    await hydrated(page);
    assert.ok((await parts(page)).includes('ticket'));
    await page.locator('.desk-panel .ticket').waitFor();
  });

  for (const [who, own, path, other] of [
    ['agente', 'board', '/quadro', '/chamados'],
    ['cliente', 'portal', '/chamados', '/quadro'],
  ]) {
    test(`${who} downloads ${own}, and ${other} is not there for them`, async (t) => {
      const page = await untouched(here, t, who, path, { expect: [/404/] });
      assert.equal((await parts(page)).filter((name) => name === 'board' || name === 'portal').join(), own);
      await follow(page, other);
      await loaded(page, other);
      await hydrated(page);
      await page.getByRole('heading', { name: w.common.not_found_title }).waitFor();
      assert.deepEqual(await parts(page), [], 'a page of nothing needs no part');
      await page.goBack();
      await hydrated(page);
    });
  }

  test('who signs in as somebody of the other side gets that side', async (t) => {
    // The agent's session ends under their board, and its socket knocks in vain.
    const page = await here.page(t, { expect: [/\/feed/, /401/, /403/] });
    await signIn(page, 'agente');
    await hydrated(page);
    const form = { email: emailOf('cliente'), password: PASSWORD, next: '/chamados' };
    const answer = await page.request.post('/entrar', { form, headers: { origin: here.desk.url } });
    assert.equal(answer.status(), 200);
    await follow(page, '/chamados');
    await loaded(page, '/chamados');
    await hydrated(page);
    await page.getByRole('heading', { name: w.portal.title, exact: true }).waitFor();
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /portal-later/.test(name)));
    assert.deepEqual(await parts(page), ['portal', 'portal-later']);
  });

  test('one can sign in before anything of the program is there', async (t) => {
    const page = await here.page(t, { expect: [/ERR_FAILED/, /could not be loaded/] });
    const asked = [];
    await page.route(/\/pkg\/.*\.(pack|wasm|js)$/, (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    await page.goto('/entrar', { waitUntil: 'commit' });
    await page.getByRole('button', { name: emailOf('agente') }).click();
    await page.locator('.board, .columns, main').first().waitFor();
    assert.equal(new URL(page.url()).pathname, '/quadro');
  });
});

describe('a part that cannot be had', () => {
  const here = stage();
  const expect = [/ERR_FAILED/, /Failed to fetch/, /ERR_INTERNET_DISCONNECTED/, /TypeError/];

  test('says so where it should stand, and comes when it is tried again', async (t) => {
    const page = await here.page(t, { expect });
    await page.route(part('ticket'), (route) => route.abort());
    await comeIn(page, 'agente', '/quadro');
    await page.locator('.card-title a').first().click();
    await page.locator('.desk-panel').getByText(w.common.part_missing).waitFor();
    await page.unroute(part('ticket'));
    await page.locator('.desk-panel').getByRole('button', { name: w.common.retry }).click();
    await page.locator('.desk-panel .ticket').waitFor();
  });

  test('leaves a board that can be read, and what it is worked with comes when it is tried again', async (t) => {
    const page = await here.page(t, { expect });
    await page.route(part('actions'), (route) => route.abort());
    await comeIn(page, 'agente', '/quadro');
    const missing = page.locator('.desk-board').getByText(w.common.part_missing);
    await missing.waitFor();
    assert.ok((await page.locator('.card-title a').count()) > 5, 'the cards are there to be read');
    // What a card asks for by its own button waits for it.
    await page.locator('.card-more').first().click();
    await page.unroute(part('actions'));
    await page.locator('.desk-board').getByRole('button', { name: w.common.retry }).click();
    await page.getByRole('menu').waitFor();
    await missing.waitFor({ state: 'detached' });
  });

  test('hears and sends nothing until it is there, and loses nothing of what was said', async (t) => {
    const page = await here.page(t, { expect });
    await page.route(part('line'), (route) => route.abort());
    await comeIn(page, 'agente', '/quadro');
    const missing = page.locator('#app > .banner').getByText(w.common.part_missing);
    await missing.waitFor();
    const card = page.locator('[data-ticket]').first();
    const code = await card.getAttribute('data-code');
    await card.focus();
    await page.keyboard.press('u');
    await page.unroute(part('line'));
    const sent = page.waitForResponse((answer) => answer.request().method() === 'POST' && /execute/.test(answer.url()));
    await page.locator('#app > .banner').getByRole('button', { name: w.common.retry }).click();
    assert.equal((await sent).status(), 200, code);
    await missing.waitFor({ state: 'detached' });
  });

  test('leaves a page of its own as the server has made it: its forms work', async (t) => {
    const page = await here.page(t, { expect });
    await signIn(page, 'agente');
    await hydrated(page);
    const href = await page.locator('.card-title a').first().getAttribute('href');
    const code = /[0-9A-Z]{8}/.exec(href)[0];
    await page.route(part('ticket'), (route) => route.abort());
    await page.goto(`/t/${code}`);
    await page.locator('#comment-text, #reply-text').first().waitFor();
    await page.locator('#reply-text').fill('Sem o programa.');
    await page.locator('form:has(#reply-text) button[type=submit]').first().click();
    await page.locator('.timeline').getByText('Sem o programa.').first().waitFor();
  });
});
