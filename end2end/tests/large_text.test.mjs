// Text of twice its size, as readers set it in their browser (WCAG 1.4.4): nothing is cut off, nothing lies over
// anything, and the board is carried, scrolled and measured as ever.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, find } from '../support/ask.mjs';
import { cardOf, codesIn, column, openMenu, openMoveDialog, waitIn } from '../support/board.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { cutCards, noSidewaysScroll, shot, spoiltText } from '../support/looks.mjs';
import { hydrated } from '../support/people.mjs';
import { carryTo, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE } = w.ticket_words;

const unassigned = (card) => !card.assignee && card.facts.category === 'new';

/** The browser's own setting "very large", and beyond. */
const LARGE = ['--blink-settings=defaultFontSize=32'];

async function reads(page, name) {
  await shot(page, `large-${name}`);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '32px');
  assert.deepEqual(await spoiltText(page), [], name);
  await noSidewaysScroll(page, name);
}

describe('text of twice its size', () => {
  const here = stage({ switches: LARGE });

  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`the board at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport });
      for (const density of ['padrao', 'compacta', 'ampla']) {
        await page.goto(`/quadro?densidade=${density}`);
        await hydrated(page);
        await reads(page, `board-${density}-${size}`);
        assert.deepEqual(await cutCards(page), [], density);
      }
    });

    test(`menu and dialogs at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport, novice: true });
      const card = find(await boardOf(page), 'an unassigned new one', unassigned);
      const menu = await openMenu(page, card.code);
      await reads(page, `menu-${size}`);
      const box = await menu.boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= viewport.height + 1, 'all of the menu is on the screen, or scrolls');
      await page.keyboard.press('Escape');
      await openMoveDialog(page, card.code);
      await reads(page, `move-${size}`);
      await page.keyboard.press('Escape');
      await cardOf(page, card.code).focus();
      await page.keyboard.press('Space');
      await page.getByRole('dialog').waitFor();
      await reads(page, `keys-${size}`);
    });

    test(`a ticket at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport });
      const card = find(await boardOf(page), 'an unassigned new one', unassigned);
      await openTicket(page, card.code);
      await reads(page, `ticket-${size}`);
      await page.goto(`/quadro?t=${card.code}`);
      await hydrated(page);
      await page.locator('#reply-text').waitFor({ state: 'attached' });
      await reads(page, `panel-${size}`);
    });

    test(`the client's pages at ${size}`, async (t) => {
      const page = await here.page(t, { viewport });
      await page.goto('/entrar');
      await hydrated(page);
      await reads(page, `sign-in-${size}`);
      const client = await here.visit(t, 'cliente', undefined, { viewport });
      await reads(client, `portal-${size}`);
      await client.locator('main a[href^="/t/"]').first().click();
      await client.locator('#reply-text').waitFor({ state: 'attached' });
      await reads(client, `portal-ticket-${size}`);
    });
  }
});

describe('text of twice its size on a long board', () => {
  const here = stage({ args: ['--tickets', '5000'], switches: LARGE });

  test('cards are measured: any place is reached, and lies where it must', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const total = (await boardOf(page)).counts.columns[0].cards;
    const list = column(page, NEW).locator('.cards');
    const high = (await cardOf(page, (await codesIn(page, NEW))[0]).boundingBox()).height;
    assert.ok(high > 200, `${high} px`);
    await page.waitForFunction(([total, high]) => {
      const list = document.querySelector('section .cards');
      return Math.abs(list.scrollHeight - total * (high + 8)) < 40;
    }, [total, high]);
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    await page.waitForFunction(([total]) => {
      const places = [...document.querySelectorAll('section:first-of-type li[aria-posinset]')].map((li) => Number(li.getAttribute('aria-posinset')));
      return places.filter((place) => Math.abs(place - total / 2) < 6).length > 3;
    }, [total]);
    const off = await list.evaluate((list, high) => {
      const top = list.querySelector('ol').getBoundingClientRect().top;
      const lies = (li) => li.getBoundingClientRect().top - top - (Number(li.getAttribute('aria-posinset')) - 1) * (high + 8);
      return [...list.querySelectorAll('li[aria-posinset]')].map(lies).map(Math.round);
    }, high);
    assert.ok(off.every((px) => Math.abs(px) < high), `${off}`);
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator(`section [aria-posinset="${total}"]`).first().waitFor();
  });

  test('in the SLA order dividers are measured, too', async (t) => {
    const page = await here.visit(t, 'agente');
    const total = (await boardOf(page)).counts.columns[1].cards;
    const list = column(page, ACTIVE).locator('.cards');
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    const last = column(page, ACTIVE).locator(`[aria-posinset="${total}"]`);
    await last.waitFor();
    await page.waitForTimeout(300);
    await list.evaluate((list) => list.scrollTo(0, 600));
    // What is drawn lies as it lay when all of it was drawn: scrolling within it moves nothing else.
    const tops = () => list.evaluate((list) => [...list.querySelectorAll('li[aria-posinset]')].map((li) => [li.getAttribute('aria-posinset'), Math.round(li.getBoundingClientRect().top + list.scrollTop)]));
    await page.waitForTimeout(300);
    const before = new Map(await tops());
    await list.evaluate((list) => list.scrollTo(0, 2_400));
    await page.waitForTimeout(300);
    const both = (await tops()).filter(([place]) => before.has(place));
    assert.ok(both.length > 2, `${both.length} cards`);
    for (const [place, top] of both) assert.ok(Math.abs(top - before.get(place)) <= 3, `${place}: ${before.get(place)} → ${top}`);
  });

  test('a card is carried to the place that the line shows', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const [card] = await codesIn(page, NEW);
    const there = await codesIn(page, ACTIVE);
    await pickUp(page, card);
    await carryTo(page, await middle(cardOf(page, there[1]), 0.1));
    const line = await page.locator('.drag-line').boundingBox();
    const [first, next] = [await cardOf(page, there[0]).boundingBox(), await cardOf(page, there[1]).boundingBox()];
    assert.ok(first.y + first.height - 2 <= line.y && line.y + line.height <= next.y + 2, 'between the first two');
    await shot(page, 'large-drag');
    await page.mouse.up();
    await waitIn(page, card, ACTIVE);
    await page.waitForTimeout(300);
    await page.reload();
    assert.deepEqual((await codesIn(page, ACTIVE)).slice(0, 3), [there[0], card, there[1]]);
  });
});
