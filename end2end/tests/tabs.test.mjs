// The tabs of one browser: what is done in one is done in all.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute, find } from '../support/ask.mjs';
import { cardOf, moveByMenu, waitIn } from '../support/board.mjs';
import { NAMES, hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, replyBox, send } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE } = w.ticket_words;

/** What a browser writes to its console when tests cut its network, or its session has ended. */
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/, /\/feed/, /401/, /403/];

const said = (page) => page.locator('ol .said-text');
const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const unassigned = (card) => !card.assignee && card.facts.category === 'new' && card.facts.priority !== 'urgent';

describe('two tabs', () => {
  const here = stage();

  /** Another tab of the same browser. */
  async function tab(page, path) {
    const other = await page.context().newPage();
    await other.goto(path);
    await hydrated(other);
    return other;
  }

  test('share a draft while it is typed, and what one has sent the other no longer offers', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    await openTicket(page, card.code);
    const other = await tab(page, `/t/${card.code}`);
    await (await replyBox(page)).pressSequentially('Já estou vendo.');
    const there = await replyBox(other);
    await other.waitForFunction(() => document.querySelector('#reply-text').value === 'Já estou vendo.');
    // Typing goes on in the other one.
    await there.press('End');
    await there.pressSequentially(' Um momento.');
    await page.waitForFunction(() => document.querySelector('#reply-text').value === 'Já estou vendo. Um momento.');
    await send(page);
    await said(other).filter({ hasText: 'Já estou vendo. Um momento.' }).first().waitFor();
    await other.waitForFunction(() => document.querySelector('#reply-text').value === '');
    await other.reload();
    await hydrated(other);
    assert.equal(await (await replyBox(other)).inputValue(), '', 'it is not brought back either');
  });

  test('what is read in one is read in the other', async (t) => {
    const page = await here.visit(t, 'agente');
    const client = await here.visit(t, 'cliente');
    const theirs = find(await boardOf(page), 'João’s', (c) => c.contact === NAMES.cliente && c.facts.category !== 'new');
    const { status, body } = await execute(client, { change: [theirs.facts.id, { talk: { reply: { text: 'Alguma notícia?', then: null } } }] });
    assert.equal(status, 200, JSON.stringify(body));
    await cardOf(page, theirs.code).locator('.dot').waitFor();
    const other = await tab(page, `/t/${theirs.code}`);
    await said(other).filter({ hasText: 'Alguma notícia?' }).first().waitFor();
    await cardOf(page, theirs.code).locator('.dot').waitFor({ state: 'detached' });
  });

  test('theme and language are those of all', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await tab(page, '/quadro');
    await page.bringToFront();
    await page.locator('.person').click();
    await page.getByRole('button', { name: w.shell.theme_dark, exact: true }).click();
    await other.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
    await hydrated(other);
    await page.locator('.person').click();
    await page.getByRole('button', { name: w.common.language_en, exact: true }).click();
    await other.locator('html[lang="en"]').waitFor({ state: 'attached' });
  });

  test('who signs out in one is signed out in the other, at once, and in again', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { expect: CUT });
    const other = await tab(page, '/quadro');
    page.expectComplaint(/401/);
    await page.bringToFront();
    await page.locator('.person').click();
    await page.getByRole('button', { name: w.shell.sign_out }).click();
    await page.waitForURL((url) => url.pathname === '/entrar');
    const again = other.getByRole('button', { name: w.common.sign_in_again }).or(other.getByText(w.common.signed_out)).first();
    await again.waitFor({ timeout: 3_000 });
    await page.getByRole('button', { name: 'agente@demo.chama' }).click();
    await page.waitForURL((url) => url.pathname === '/quadro');
    await again.waitFor({ state: 'detached', timeout: 5_000 });
  });

  test('what a closed tab had not sent yet the other sends', async (t) => {
    const page = await here.visit(t, 'agente');
    const leaving = await tab(page, '/quadro');
    await leaving.route('**/api/**', (route) => route.abort());
    const card = find(await boardOf(page), 'an unassigned new one', unassigned);
    await moveByMenu(leaving, card.code, ACTIVE);
    await leaving.waitForTimeout(300);
    await leaving.close({ runBeforeUnload: true });
    await waitIn(page, card.code, ACTIVE);
    assert.equal(cardsOf(await boardOf(page)).find((c) => c.code === card.code).facts.category, 'active');
  });
});
