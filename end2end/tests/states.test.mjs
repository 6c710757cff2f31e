// What a screen shows while it waits, when there is nothing, and when it could not be read: each with a next step.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, find } from '../support/ask.mjs';
import { cardOf, titleOf } from '../support/board.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { looks, noSidewaysScroll, shot } from '../support/looks.mjs';
import { NAMES } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, panel, replyBox } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';

const w = words();

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';

/** The desk's answer when its database is away. */
const away = (route) => route.fulfill({ status: 503, contentType: 'application/json', body: '"unavailable"' });

/** Holds answers back until `go` is called. */
async function hold(page, address) {
  let go;
  const held = new Promise((resolve) => { go = resolve; });
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return go;
}

for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
  describe(`states at ${size}`, () => {
    const here = stage();

    test('a client\'s list that could not be read is tried again', async (t) => {
      const page = await here.visit(t, 'cliente', undefined, { viewport, expect: [/503/] });
      await page.route('**/api/my_tickets', away);
      await page.getByRole('link', { name: w.portal.tab_finished }).click();
      await page.getByText(w.common.busy_text).waitFor();
      await looks(page, `portal-failed-${size}`);
      await page.unroute('**/api/my_tickets');
      await page.getByRole('button', { name: w.common.retry }).click();
      await page.locator('.portal-row').first().waitFor();
    });

    test('a client\'s list with nothing in it leads to the other half', async (t) => {
      const page = await here.visit(t, 'cliente', undefined, { viewport });
      await page.route('**/api/my_tickets', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), tickets: [], next: null } });
      });
      await page.getByRole('link', { name: w.portal.tab_finished }).click();
      await page.getByRole('heading', { name: w.portal.empty_finished_title }).waitFor();
      await looks(page, `portal-empty-${size}`);
      await page.getByRole('link', { name: w.portal.see_open }).click();
      await page.getByRole('heading', { name: w.portal.empty_open_title }).waitFor();
    });

    test('a ticket that could not be read is tried again', async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport, expect: [/503/] });
      const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
      await page.route('**/api/ticket', away);
      await cardOf(page, card.code).scrollIntoViewIfNeeded();
      await titleOf(page, card.code).click();
      await page.getByText(w.common.busy_text).waitFor();
      await looks(page, `ticket-failed-${size}`);
      await page.unroute('**/api/ticket');
      await page.getByRole('button', { name: w.common.retry }).click();
      await panel(page).waitFor();
      await replyBox(page);
    });

    test('a board that could not be read again keeps what it shows, and is tried again', async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport, expect: [/503/] });
      await page.route('**/api/board', away);
      await page.getByRole('link', { name: new RegExp(`^${w.board.view_mine}`) }).click();
      await page.getByText(w.board.error_again).waitFor();
      await page.locator('[data-ticket]').first().waitFor();
      await looks(page, `board-failed-${size}`);
      await page.unroute('**/api/board');
      await page.getByRole('button', { name: w.common.retry }).click();
      await page.getByText(w.board.error_again).waitFor({ state: 'detached' });
      await page.locator('[data-ticket]').first().waitFor();
    });
  });
}

describe('a long column', () => {
  const here = stage({ args: ['--tickets', '400'] });

  test('shows outlines of cards while a page of it is on the way, and tries again when it did not come', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { expect: [/503/] });
    const list = page.locator('.cards').first();
    const go = await hold(page, '**/api/column');
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator('.gap').first().waitFor();
    await shot(page, 'board-waiting');
    go();
    await list.locator('[data-ticket]').last().waitFor();
    await page.unroute('**/api/column');
    await page.route('**/api/column', away);
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    await page.getByText(w.board.more_failed).waitFor();
    await looks(page, 'board-column-failed');
    await page.unroute('**/api/column');
    await page.getByRole('button', { name: w.common.retry }).click();
    await page.getByText(w.board.more_failed).waitFor({ state: 'detached' });
  });
});

describe('a ticket on a phone', () => {
  const here = stage();

  test('the boxes are one line until somebody writes, and stay open while something is written', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { viewport: PHONE, hasTouch: true, isMobile: true });
    await openTicket(page, find(await boardOf(page), 'one of Ana Paula\'s', mine).code);
    const boxes = page.locator('.boxes');
    const height = async () => (await boxes.boundingBox()).height;
    assert.ok((await height()) <= 64, `${await height()} px`);
    const modes = await page.locator('.modes button').evaluateAll((all) => all.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      return Math.min(width, height);
    }));
    assert.ok(modes.every((size) => size >= 44), `targets of ${modes} px`);
    await looks(page, 'ticket-collapsed-390');
    await page.locator('#reply-text').tap();
    await page.getByRole('button', { name: w.ticket.public_button }).waitFor();
    await looks(page, 'ticket-writing-390');
    await page.locator('#reply-text').fill('Um momento.');
    await page.locator('#ticket-title').tap();
    assert.ok(await page.getByRole('button', { name: w.ticket.public_button }).isVisible(), 'what is written can be sent');
    await page.locator('#reply-text').fill('');
    await page.locator('#reply-text').blur();
    assert.ok((await height()) <= 64);
    await page.locator('.to-internal').tap();
    await page.getByRole('button', { name: w.ticket.internal_button }).waitFor();
    await noSidewaysScroll(page, 'the ticket');
  });
});
