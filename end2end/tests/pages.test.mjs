// Going from page to page keeps the document: what is connected, what waits and how the board was left.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, execute, find } from '../support/ask.mjs';
import { cardOf, titleOf, waitIn, waitSaid } from '../support/board.mjs';
import { looks } from '../support/looks.mjs';
import { comeIn, hydrated } from '../support/people.mjs';
import { pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { panel, replyBox } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';

const w = words();

/** Marks the document: another one would not have it. */
const mark = (page) => page.evaluate(() => { globalThis.marked = true; });
const isMarked = (page) => page.evaluate(() => globalThis.marked === true);
const pathOf = (page) => new URL(page.url()).pathname + new URL(page.url()).search;
const tall = (page) =>
  page.evaluate(() => [...document.querySelectorAll('.cards')].map((list) => list.scrollTop));

describe('from page to page', () => {
  const here = stage();

  test('the board is there as it was left: order, scroll, panel, draft; and it has heard what happened', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual&densidade=ampla');
    const other = await here.visit(t, 'gerente');
    await mark(page);
    const card = find(await boardOf(page, { order: 'manual' }), 'an own one', (one) => one.facts.category === 'active' && one.assignee);
    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    await page.locator('.cards').first().evaluate((list) => { list.scrollTop = 150; });
    const before = await tall(page);
    assert.equal(before[0], 150);

    await titleOf(page, card.code).click();
    await (await replyBox(page)).fill('Já estou vendo.');
    const left = pathOf(page);
    await page.getByRole('link', { name: w.ticket.expand }).click();
    await page.locator('.ticket-page').waitFor();
    assert.equal(pathOf(page), `/t/${card.code}`);
    assert.ok(await isMarked(page), 'the document is the same');
    assert.equal(await page.locator('.board').count(), 0, 'one page is in the document');
    assert.equal(await (await replyBox(page)).inputValue(), 'Já estou vendo.');
    assert.match(await page.title(), new RegExp(card.code));
    await waitSaid(page, 'polite', new RegExp(card.code));

    // Somebody else changes it: the page in front and the board behind hear it by the one line.
    const priority = card.facts.priority === 'high' ? 'low' : 'high';
    const { status } = await execute(other, { change: [card.facts.id, { priority }] });
    assert.equal(status, 200);
    await page.waitForFunction((priority) => document.querySelector('#priority')?.value === priority, priority);
    await (await replyBox(page)).fill('Já estou vendo isso.');

    await page.goBack();
    await page.locator('.board').waitFor();
    assert.equal(pathOf(page), left);
    assert.ok(await isMarked(page));
    assert.deepEqual(await tall(page), before);
    await panel(page).waitFor();
    assert.equal(await (await replyBox(page)).inputValue(), 'Já estou vendo isso.');
    assert.equal(await page.locator('.ticket-page').count(), 0);
    await cardOf(page, card.code).locator(`.priority.${priority}`).first().waitFor({ state: 'attached' });

    await page.goForward();
    await page.locator('.ticket-page').waitFor();
    assert.ok(await isMarked(page));
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    await page.locator('.board').waitFor();
    assert.equal(pathOf(page), '/quadro?ordem=manual&densidade=ampla', 'with the order that it had, and without the panel');
    assert.ok(await isMarked(page));
    assert.deepEqual(await tall(page), before);
    // What one does there is done as ever.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
  });

  test('letters on a ticket\'s page do nothing to the board behind it', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'a new one', (one) => one.facts.category === 'new' && !one.assignee);
    await cardOf(page, card.code).focus();
    await titleOf(page, card.code).click();
    await page.getByRole('link', { name: w.ticket.expand }).click();
    await page.locator('.ticket-page').waitFor();
    await page.keyboard.press('u');
    await page.keyboard.press('x');
    await page.keyboard.press('e');
    await page.goBack();
    await page.locator('.board').waitFor();
    const now = find(await boardOf(page), 'the same', (one) => one.code === card.code);
    assert.equal(now.facts.priority, card.facts.priority);
    assert.equal(await page.locator('.bulk:visible').count(), 0);
  });

  test('a card in the hand is put back where the board is left', async (t) => {
    const page = await here.visit(t, 'agente');
    const { code } = find(await boardOf(page), 'a new one', (one) => one.facts.category === 'new');
    await page.goto(`/t/${code}`);
    await hydrated(page);
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    await page.locator('[data-link=live]').waitFor();
    await pickUp(page, code);
    await page.goBack();
    await page.locator('.ticket-page').waitFor();
    assert.equal(await page.locator('html.carrying').count(), 0, 'by pointer');
    await page.mouse.up();
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    await cardOf(page, code).focus();
    assert.equal(await page.locator('.board .carried').count(), 0);
    await page.keyboard.press('Space');
    await waitSaid(page, 'assertive', new RegExp(code));
    await page.goBack();
    await page.locator('.ticket-page').waitFor();
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    await cardOf(page, code).waitFor();
    assert.equal(await page.locator('.board.lifting, .board .lifted, .board .carried').count(), 0, 'by keys');
    await waitIn(page, code, w.ticket_words.status_new);
  });

  test('who begins at a ticket comes to the board, and back', async (t) => {
    const page = await here.visit(t, 'agente');
    const { code } = find(await boardOf(page), 'one', () => true);
    await page.goto(`/t/${code}`);
    await hydrated(page);
    await mark(page);
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    await page.locator('.board [data-ticket]').first().waitFor();
    assert.ok(await isMarked(page));
    assert.equal(pathOf(page), '/quadro');
    await page.locator('[data-link=live]').waitFor();
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.id === 'board-filter');
    await page.goBack();
    await page.locator('.ticket-page').waitFor();
    assert.ok(await isMarked(page));
  });

  test('what cannot be downloaded says so, and comes when it is tried again', async (t) => {
    const page = await here.visit(t, 'agente');
    const { code } = find(await boardOf(page), 'one', () => true);
    await page.goto(`/t/${code}`);
    await hydrated(page);
    await mark(page);
    page.expectComplaint(/Failed to load resource|net::ERR_|Failed to fetch/);
    await page.context().route('**/pkg/*.wasm', (route) => route.abort());
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    await page.getByText(w.common.part_missing).waitFor();
    await page.context().unroute('**/pkg/*.wasm');
    await page.getByRole('button', { name: w.common.retry }).click();
    await page.locator('.board [data-ticket]').first().waitFor();
    assert.ok(await isMarked(page));
  });

  test('a client\'s list and tickets, too: what was read is no news any more', async (t) => {
    const agent = await here.visit(t, 'agente');
    const page = await here.visit(t, 'cliente');
    await mark(page);
    const link = page.locator('.portal-subject a').first();
    const href = await link.getAttribute('href');
    const code = href.split('/').pop();
    const card = find(await boardOf(agent), 'the same', (one) => one.code === code.toUpperCase());
    await execute(agent, { change: [card.facts.id, { talk: { reply: { text: 'Tudo certo?', then: null } } }] });
    const row = page.locator('.portal-list > li').filter({ has: page.locator(`a[href="${href}"]`) });
    const news = row.getByText(w.portal.unread);
    await news.waitFor();
    await row.locator('.portal-subject a').click();
    await page.getByText('Tudo certo?').waitFor();
    assert.ok(await isMarked(page));
    assert.equal(await page.locator('.portal-list').count(), 0);
    await page.goBack();
    await page.locator('.portal-list').waitFor();
    assert.ok(await isMarked(page));
    await news.waitFor({ state: 'detached' });
  });

  test('a client\'s list comes back where it was; without a session a ticket leads to sign in', async (t) => {
    const page = await here.visit(t, 'cliente', undefined, { viewport: { width: 390, height: 500 } });
    await mark(page);
    await page.evaluate(() => scrollTo(0, 220));
    const link = page.locator('.portal-subject a').nth(3);
    // Without bringing it into view, which would scroll.
    await link.evaluate((a) => a.click());
    await page.locator('.portal-list').waitFor({ state: 'detached' });
    await page.goBack();
    await page.locator('.portal-list').waitFor();
    assert.equal(await page.evaluate(() => scrollY), 220);
    assert.ok(await isMarked(page));
    page.expectComplaint(/401/);
    await page.context().clearCookies();
    await link.click();
    const again = page.getByRole('link', { name: w.common.sign_in_again }).first();
    await again.waitFor();
    assert.match(await again.getAttribute('href'), /^\/entrar\?next=\/t\/./);
    await looks(page, 'signed-out-ticket-390');
  });

  test('who thinks better of it on the way stays where they are', async (t) => {
    const page = await here.visit(t, 'agente');
    const { code } = find(await boardOf(page), 'one', () => true);
    await page.goto(`/t/${code}`);
    await hydrated(page);
    let go;
    const held = new Promise((done) => { go = done; });
    await page.context().route('**/pkg/*.wasm', async (route) => { await held; await route.continue(); });
    await page.getByRole('link', { name: w.ticket.to_board }).click();
    // Another way is gone meanwhile: the first one leads nowhere.
    await page.evaluate(() => { history.pushState(null, '', '?x=1'); history.back(); });
    await page.waitForFunction(() => !location.search);
    go();
    await page.waitForTimeout(1_000);
    assert.equal(pathOf(page), `/t/${code}`);
    await page.locator('.ticket-page').waitFor();
  });

  test('another board, a middle click and a page of forms are documents of their own', async (t) => {
    const page = await here.page(t);
    // A tab that a click opens asks in the browser's own language, not in the one of the test: here it is one's choice.
    await page.context().addCookies([{ name: 'chama_lang', value: 'pt-BR', url: here.desk.url }]);
    await comeIn(page, 'admin', '/quadro');
    await mark(page);
    const { code } = find(await boardOf(page), 'one', () => true);
    await titleOf(page, code).click();
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: w.ticket.expand }).click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await tab.locator('.ticket-page').waitFor();
    assert.ok(await isMarked(page));
    assert.notEqual(await isMarked(tab), true);
    await page.locator('.switch').click();
    await page.locator('#places a').nth(1).click();
    await page.waitForURL(/\/quadro\/./);
    await hydrated(page);
    assert.notEqual(await isMarked(page), true);
  });
});
