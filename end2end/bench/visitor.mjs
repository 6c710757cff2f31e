// Somebody who is signed in at a desk, and opens pages there.
import { DESKTOP } from '../support/browser.mjs';
import { hydrated, signIn } from '../support/people.mjs';

/** Signs in. Each page that is opened later is one of the same session, with the files already at hand. */
export async function visitor(browser, base, who) {
  const context = await browser.newContext({
    baseURL: base,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    viewport: DESKTOP,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await signIn(page, who);
  await hydrated(page);
  await page.close();
  return { context, base };
}

/** Opens a page, hands it to `use`, and closes it. Answers what `use` answers. */
export async function onPage({ context }, path, use, prepare = async () => {}) {
  const page = await context.newPage();
  try {
    await prepare(page);
    await page.goto(path);
    await hydrated(page);
    await settled(page);
    return await use(page);
  } finally {
    await page.close();
  }
}

/** Waits until no node has come or gone for half a second. */
export async function settled(page) {
  await page.evaluate(
    () =>
      new Promise((done) => {
        let timer = setTimeout(done, 500);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, 500);
        }).observe(document, { subtree: true, childList: true });
      }),
  );
}
