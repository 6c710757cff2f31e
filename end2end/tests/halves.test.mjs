// The browser has two programs, the team's and the portal's: each side loads its own, and what the other holds is
// asked of the server.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASSWORD, emailOf, hydrated, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const w = words();

/** The programs that the present document has loaded. */
const programs = (page) =>
  page.evaluate(() => {
    const files = performance.getEntriesByType('resource').map((entry) => entry.name);
    return [...new Set(files.map((file) => /\/chama-(\w+)\.\w+\.wasm$/.exec(file)?.[1]).filter(Boolean))];
  });

/** Follows a link inside of the page, as the router sees it. */
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

describe('the two programs', () => {
  const here = stage();

  for (const [who, own, other] of [
    ['agente', 'team', '/chamados'],
    ['cliente', 'portal', '/quadro'],
  ]) {
    test(`${who} loads the program of the ${own}, and ${other} is not there for them`, async (t) => {
      const page = await here.page(t, { expect: [/404/] });
      await signIn(page, who);
      await hydrated(page);
      assert.deepEqual(await programs(page), [own]);
      await follow(page, other);
      await loaded(page, other);
      await hydrated(page);
      await page.getByRole('heading', { name: w.common.not_found_title }).waitFor();
      assert.deepEqual(await programs(page), [own]);
      await page.goBack();
      await hydrated(page);
    });
  }

  test('who signs in as somebody of the other side gets the program of that side', async (t) => {
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
    assert.deepEqual(await programs(page), ['portal']);
  });
});
