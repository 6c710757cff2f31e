// What a test file stands on: a desk of its own and one browser, for as long as the file runs.
import { after, before } from 'node:test';
import { launchBrowser, openPage } from './browser.mjs';
import { startDesk } from './desk.mjs';
import { comeIn } from './people.mjs';

/**
 * Starts desk and browser before the tests of the present `describe`, and ends them after it. `switches`: the browser's
 * own; the other options are the desk's.
 */
export function stage({ switches = [], ...options } = {}) {
  const own = {
    /** @type {Awaited<ReturnType<typeof startDesk>>} */
    desk: null,
    browser: null,
    /** A page of its own session, signed in as nobody. `expect`: complaints that the test provokes. */
    async page(t, { expect = [], ...rest } = {}) {
      const page = await openPage(t, own.browser, own.desk.url, { log: () => own.desk.log, ...rest });
      for (const pattern of expect) page.expectComplaint(pattern);
      return page;
    },
    /** A page where `who` is signed in and which works. */
    async visit(t, who, path, rest) {
      return comeIn(await own.page(t, rest), who, path);
    },
  };
  before(async () => {
    [own.desk, own.browser] = await Promise.all([startDesk(options), launchBrowser(switches)]);
  });
  after(async () => {
    await own.browser?.close();
    await own.desk?.stop();
  });
  return own;
}
