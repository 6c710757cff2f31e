// Typing through an input method: while a text is composed (Japanese, Korean, a dead key), its keys choose, confirm and
// cancel there, and nothing of ours acts. Driven by Chromium's own protocol, as an input method does it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, find, ticketOf } from '../support/ask.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket } from '../support/ticket.mjs';

const CODES = { Enter: 13, Escape: 27, ArrowDown: 40, ArrowUp: 38, k: 75, z: 90, r: 82, ' ': 32 };

/** The keyboard of somebody who writes by an input method. */
async function inputMethod(page) {
  const session = await page.context().newCDPSession(page);
  const press = (key, windowsVirtualKeyCode, modifiers) =>
    session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode, modifiers });
  return {
    /** Writes so much of a word, unconfirmed. */
    compose: (text) =>
      session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    /** Confirms it. */
    confirm: (text) => session.send('Input.insertText', { text }),
    /** A key in the midst of it. Control: 2. */
    key: (key, modifiers = 0) => press(key, CODES[key], modifiers),
    /** A key that the method has taken, as Safari reports the one that ends a composition: no longer composing. */
    taken: (key, modifiers = 0) => press(key, 229, modifiers),
  };
}

/** What is typed so is seen in the field, and is still a composition. */
async function composes(page, field, method, text = 'にほ') {
  await page.locator(field).click();
  await page.evaluate((field) => {
    const input = document.querySelector(field);
    input.addEventListener('compositionstart', () => { globalThis.composing = true; });
    input.addEventListener('compositionend', () => { globalThis.composing = false; });
  }, field);
  await method.compose(text);
  await page.waitForFunction(([field, text]) => globalThis.composing && document.querySelector(field).value.endsWith(text), [field, text]);
}

/** Time in which something wrong would have happened. */
const quiet = (page) => page.waitForTimeout(400);

describe('while a text is composed', () => {
  const here = stage();

  test('no key sends what is half written, in neither box', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of the agent\'s', (c) => c.assignee && c.facts.category === 'active');
    await openTicket(page, card.code);
    const count = async () => (await ticketOf(page, card.code)).body.team.content.entries.length;
    const before = await count();
    const method = await inputMethod(page);
    for (const [box, button] of [['#reply-text', '.to-public'], ['#comment-text', '.to-internal']]) {
      await page.locator(button).click();
      await composes(page, box, method);
      await method.key('Enter', 2);
      await method.key('Escape');
      await method.key('k', 2);
      await quiet(page);
      assert.equal(await page.locator(box).inputValue(), 'にほ');
      await method.confirm('日本');
      // Safari: the composition is over, and its last key comes after.
      await method.taken('Enter', 2);
      await quiet(page);
      assert.equal(await page.locator(box).inputValue(), '日本');
      assert.equal(await page.locator('dialog[open]').count(), 0);
    }
    assert.equal(await count(), before, 'nothing was sent');
    await page.locator('#comment-text').press('Control+Enter');
    await page.waitForFunction(() => document.querySelector('#comment-text').value === '');
    assert.equal(await count(), before + 1, 'what is whole is sent');
  });

  test('the palette stays where it is', async (t) => {
    const page = await here.visit(t, 'agente');
    await page.keyboard.press('Control+k');
    await page.locator('#palette-text').waitFor();
    const method = await inputMethod(page);
    const url = page.url();
    await composes(page, '#palette-text', method, 'ne');
    const active = () => page.locator('#palette-text').getAttribute('aria-activedescendant');
    const before = await active();
    await method.key('ArrowDown');
    await method.key('Enter');
    await method.taken('Enter');
    await quiet(page);
    assert.equal(await active(), before);
    assert.ok(await page.locator('#palette-text').isVisible());
    assert.equal(page.url(), url);
  });

  test('filter, name of a view and limit take no key', async (t) => {
    const page = await here.visit(t, 'gerente', '/quadro/suporte');
    const method = await inputMethod(page);
    await composes(page, '#board-filter', method);
    await method.key('Enter');
    await method.key('k', 2);
    // The browser's own undo takes a raw key; ours would take this one. (Its Escape empties a search, in its own name.)
    await method.taken('z', 2);
    await quiet(page);
    assert.equal(await page.locator('#board-filter').inputValue(), 'にほ');
    assert.equal(await page.locator('dialog[open]').count(), 0);
    await method.confirm('');
    await page.locator('#board-filter').fill('');

    await page.locator('button[popovertarget=views-menu]').click();
    const views = await page.locator('.view-line').count();
    await composes(page, '#views-menu .menu-form input[type=text]', method);
    for (const key of ['Enter', 'ArrowDown', 'r']) await method.key(key);
    await method.taken('Enter');
    await quiet(page);
    assert.equal(await page.locator('.view-line').count(), views, 'no view was saved');
    await method.confirm('');
    await page.keyboard.press('Escape');

    await page.locator('.column-more').first().click();
    const limit = '.column-list:popover-open input[inputmode=numeric]';
    const kept = await page.locator(limit).inputValue();
    await composes(page, limit, method, '１');
    await method.key('Enter');
    await method.taken('Enter');
    await quiet(page);
    assert.ok((await page.locator(limit).inputValue()).startsWith(kept));
    assert.ok(await page.locator(limit).isVisible(), 'the menu is still open');
    assert.equal(await page.locator('.toast').count(), 0);
  });

  test('signing in waits for the whole address', async (t) => {
    const page = await here.page(t);
    await page.goto('/entrar');
    await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
    const method = await inputMethod(page);
    await page.evaluate(() => document.addEventListener('submit', () => { globalThis.sent = true; }));
    for (const field of ['#email', '#password']) {
      await composes(page, field, method);
      await method.key('Enter');
      await method.taken('Enter');
      await quiet(page);
      assert.equal(await page.evaluate(() => globalThis.sent ?? false), false, field);
      await method.confirm('');
    }
    assert.equal(new URL(page.url()).pathname, '/entrar');
  });
});

describe('once it is confirmed', () => {
  const here = stage();

  test('a full-width number is a limit', async (t) => {
    const page = await here.visit(t, 'gerente', '/quadro/suporte');
    await page.locator('.column-more').first().click();
    const limit = page.locator('.column-list:popover-open input[inputmode=numeric]');
    await limit.fill('１２');
    await limit.press('Enter');
    await page.locator('.wip').filter({ hasText: '/12' }).first().waitFor();
  });
});
