// A browser that complains: a test fails on any console error, page error or hydration warning.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Where a run leaves its pictures. */
export const RESULTS = fileURLToPath(new URL('../test-results/', import.meta.url));

/** Agents' screens, and a phone. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Root may not use Chromium's sandbox; behind a closed network it must not wait for its makers. */
const OPTIONS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Warnings that say that the page is not what the server wrote, or that Rust gave up. */
const SERIOUS = /hydrat|panicked|unreachable|reactive (tracking )?context/i;

/** Launches Chromium, with `more` switches. One a file is enough: each `openPage` has a context, and so a session, of its own. */
export async function launchBrowser(more = []) {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [...(root ? ['--no-sandbox'] : []), ...OPTIONS, ...more],
  });
}

/**
 * Opens a page for the length of test `t`, signed in as nobody. When the test ends, the page is closed, and the
 * test fails if the page complained of anything that `page.expectComplaint` did not announce.
 *
 * @param {import('node:test').TestContext} t
 * @param {import('playwright-core').Browser} browser
 * @param {string} base the desk's address, so that tests write `page.goto('/quadro')`
 * @param {import('playwright-core').BrowserContextOptions} [options] viewport, colorScheme, locale,
 *   javaScriptEnabled and the like; pt-BR in São Paulo on a desktop unless told. `novice`: somebody to whom the keys
 *   of a lifted card were not explained yet; `log`: what the desk has written, for who reads of a complaint
 */
export async function openPage(t, browser, base, { novice = false, log = () => [], ...options } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    viewport: DESKTOP,
    // What keeps boards for a visit without a network would answer instead of the desk, and of what a test puts in its way.
    serviceWorkers: 'block',
    ...options,
  });
  // What does not come within this time does not come: a test says so soon.
  context.setDefaultTimeout(10_000);
  if (!novice) {
    await context.addInitScript(() => {
      // A page without an address of its own keeps nothing.
      if (location.protocol.startsWith('http')) localStorage.setItem('chama.lift', 'known');
    });
  }
  const page = await context.newPage();
  const complaints = [];
  const expected = [];
  // A stack out of wasm fills the screen: its beginning says what happened.
  const complain = (text) => complaints.push(text.split('\n').slice(0, 4).join(' ').slice(0, 400));
  page.on('console', (message) => {
    const serious = message.type() === 'error' || SERIOUS.test(message.text());
    if (serious) complain(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complain(`page error: ${error.stack ?? error}`));
  page.on('crash', () => complaints.push('the page crashed'));

  /** A test that provokes a complaint (a cut, a refusal with its 4xx) says which, before it does so. */
  page.expectComplaint = (pattern) => expected.push(pattern);
  /** What nobody announced. */
  page.complaints = () => complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));

  t.after(async () => {
    const failed = page.complaints();
    if (failed.length > 0) await screenshot(page, `complaint-${t.name}`).catch(() => undefined);
    await context.close();
    const wrong = log().filter((line) => /WARN|ERROR/.test(line)).slice(-8);
    assert.deepEqual(failed, [], [`the page complained in "${t.name}"`, ...wrong].join('\n'));
  });
  return page;
}

/** Saves a picture under end2end/test-results/. Returns its path. */
export async function screenshot(page, name, options = {}) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.png`);
  await page.screenshot({ path: file, animations: 'disabled', ...options });
  return file;
}
