// Tags: put on and taken off by key, palette, bulk bar and ticket; seen everywhere; changed for all by who leads.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, boardOf, cardsOf, execute, find, ticketOf } from '../support/ask.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { cardOf, openMenu, toast, undo, waitFocus, waitSaid } from '../support/board.mjs';
import { cutCards, looks, noSidewaysScroll, shot } from '../support/looks.mjs';
import { NAMES, comeIn, hydrated, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, tagInPanel } from '../support/ticket.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/];

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const palette = (page) => page.getByRole('dialog', { name: w.board.palette });
const lines = (page) => palette(page).getByRole('option');
/** The tags of a card, as it names them to who reads by ear. */
const tagsOf = (page, code) => cardOf(page, code).locator('.card-foot > .visually-hidden').filter({ hasText: w.tag.title });
const waitTag = (page, code, name) => tagsOf(page, code).filter({ hasText: name }).waitFor({ state: 'attached' });
const waitNoTag = (page, code, name) => tagsOf(page, code).filter({ hasText: name }).waitFor({ state: 'detached' });
const chip = (page, name) => page.locator('.facts .tag').getByText(name, { exact: true });

/** Puts a tag on the card in focus by key T. */
async function byKey(page, code, name) {
  await cardOf(page, code).focus();
  await page.keyboard.press('t');
  await palette(page).waitFor();
  await page.keyboard.type(name);
  await lines(page).filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await palette(page).waitFor({ state: 'detached' });
}

/** A tag of the account by its name. */
async function tagOf(page, name) {
  const { rules } = await boardOf(page);
  return rules.tags?.find((tag) => tag.name === name && !tag.into && !tag.gone);
}

describe('tags', () => {
  const here = stage();

  test('T puts one on, a second browser shows it, undo takes it off again; it is still there after a reload', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await byKey(page, card.code, 'Backup');
    await waitTag(page, card.code, 'Backup');
    await waitTag(other, card.code, 'Backup');
    await waitFocus(page, card.code);
    await toast(page, fill(w.tag.put, { name: 'Backup' })).waitFor();
    await waitSaid(page, 'polite', /Backup/);
    await undo(page);
    await waitNoTag(other, card.code, 'Backup');
    await byKey(page, card.code, 'Backup');
    await waitTag(other, card.code, 'Backup');
    await page.reload();
    await hydrated(page);
    await waitTag(page, card.code, 'Backup');
    // T takes off what is on.
    await byKey(page, card.code, fill(w.tag.take, { name: 'Backup' }));
    await waitNoTag(other, card.code, 'Backup');
    // Both are in the team's log.
    const { body } = await ticketOf(page, card.code);
    const told = body.team.content.entries.map((entry) => entry.body.tagged).filter((tag) => tag?.name === 'Backup');
    assert.deepEqual(told.map((tag) => tag.on), [true, false, true, false]);
  });

  test('a name that there is not yet makes a tag, in any writing; the filter finds it by its beginning', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await here.visit(t, 'agente2');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    for (const name of ['Ação Fiscal', '国税', 'חשבונית 7']) {
      await byKey(page, card.code, name);
      await waitTag(page, card.code, name);
      await waitTag(other, card.code, name);
    }
    await cutCards(page);
    await shot(page, 'tags-board');
    for (const typed of ['tag:acao-fiscal', 'tag:ação', 'tag:国']) {
      await other.locator('#board-filter').fill(typed);
      await other.waitForURL((url) => url.searchParams.get('q') === typed);
      await other.waitForFunction((count) => document.querySelectorAll('[data-ticket]').length === count, 1);
      assert.equal(await cardOf(other, card.code).count(), 1, typed);
    }
    assert.equal((await boardOf(page, { text: 'tag:acao' })).counts.columns.reduce((sum, c) => sum + c.cards, 0), 1);
  });

  test('the chosen cards get one together, and the menu of a card leads to it', async (t) => {
    const page = await here.visit(t, 'agente');
    const cards = cardsOf(await boardOf(page)).filter(mine).slice(0, 2);
    assert.equal(cards.length, 2);
    for (const { code } of cards) {
      await cardOf(page, code).focus();
      await page.keyboard.press('x');
    }
    await page.getByRole('toolbar').getByRole('button', { name: w.tag.title }).click();
    await shot(page, 'tags-bulk');
    await page.locator('#bulk-tags').getByText(fill(w.tag.put, { name: 'TEF' }), { exact: true }).click();
    for (const { code } of cards) await waitTag(page, code, 'TEF');
    // The list says by now what could be taken off.
    await page.getByRole('toolbar').getByRole('button', { name: w.tag.title }).click();
    await page.locator('#bulk-tags').getByText(fill(w.tag.take, { name: 'TEF' }), { exact: true }).click();
    for (const { code } of cards) await waitNoTag(page, code, 'TEF');
    await page.keyboard.press('Escape');
    const menu = await openMenu(page, cards[0].code);
    await menu.getByText(w.tag.dialog).click();
    await palette(page).waitFor();
    await page.keyboard.type('rede');
    await page.keyboard.press('Enter');
    await waitTag(page, cards[0].code, 'Rede');
  });

  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`among a ticket's facts one is typed, chosen and taken off at ${size}`, async (t) => {
      const page = await here.visit(t, 'agente', undefined, { viewport, expect: [/422/] });
      const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
      await openTicket(page, card.code);
      if (size === '390') await page.getByRole('button', { name: w.ticket.half_facts }).click();
      const field = page.locator('#tag-new');
      await field.fill(`Nota ${size}`);
      await field.press('Enter');
      await chip(page, `Nota ${size}`).waitFor();
      assert.equal(await field.inputValue(), '');
      await field.fill('nf-E');
      await page.getByRole('button', { name: w.tag.add_do, exact: true }).click();
      await chip(page, 'NF-e').waitFor();
      await page.reload();
      await hydrated(page);
      if (size === '390') await page.getByRole('button', { name: w.ticket.half_facts }).click();
      await chip(page, `Nota ${size}`).waitFor();
      await looks(page, `ticket-tags-${size}`);
      await noSidewaysScroll(page, 'the ticket');
      await page.getByRole('button', { name: fill(w.tag.take, { name: 'NF-e' }) }).click();
      await chip(page, 'NF-e').waitFor({ state: 'detached' });
      // Too long, and empty: a sentence, and what was typed stays.
      await field.fill('x'.repeat(31));
      await field.press('Enter');
      await page.getByText(fill(w.ticket_words.refused_too_long, { max: 30 })).waitFor();
      assert.equal(await field.inputValue(), 'x'.repeat(31));
      // A tag leads to the tickets that have it.
      await chip(page, `Nota ${size}`).click();
      await page.waitForURL(/quadro\?q=tag/);
      // The document stays, so the board's data comes after its address.
      await page.locator('[data-ticket]').first().waitFor();
      assert.equal(await page.locator('[data-ticket]').count(), 1);
    });
  }

  test('in the panel, T leads into the field; another\'s tag comes in while it is open', async (t) => {
    const page = await here.visit(t, 'agente');
    const other = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await tagInPanel(page, card, 'Impressora');
    await chip(page, 'Impressora').waitFor();
    await waitTag(page, card.code, 'Impressora');
    const { id } = await tagOf(other, 'Acesso');
    assert.equal((await execute(other, { change: [card.facts.id, { tag: { tag: id, on: true } }] })).status, 200);
    await chip(page, 'Acesso').waitFor();
    await shot(page, 'panel-tags');
  });

  test('who leads renames, merges and removes; screens follow without being drawn anew', async (t) => {
    const page = await here.visit(t, 'agente');
    const manager = await here.page(t, { expect: [/422/] });
    await signIn(manager, 'gerente');
    await manager.goto('/etiquetas');
    const [one, other] = cardsOf(await boardOf(page)).filter(mine);
    await byKey(page, one.code, 'Boleto');
    await waitTag(page, one.code, 'Boleto');
    await byKey(page, other.code, 'Boletos');
    await waitTag(page, other.code, 'Boletos');
    await manager.reload();
    const row = (name) => manager.locator('.tag-rows > li').filter({ has: manager.locator('h2').getByText(name, { exact: true }) });
    const press = async (name, what, value) => {
      await row(name).locator('summary').click();
      if (value) await row(name).locator(`input[id^="${what}-"]`).fill(value);
      await row(name).locator(`button[value="${what}"]`).click();
      await manager.waitForLoadState();
    };
    await looks(manager, 'tags-page-1440');
    await press('Boleto', 'rename', 'Cobrança');
    await row('Cobrança').waitFor();
    await waitTag(page, one.code, 'Cobrança');
    // A name that another has is refused with the way on.
    await press('Boletos', 'rename', 'COBRANCA');
    await manager.getByText(w.tag.refused_taken).waitFor();
    await press('Boletos', 'merge', 'cobrança');
    await waitTag(page, other.code, 'Cobrança');
    assert.equal(await row('Boletos').count(), 0);
    await page.locator('#board-filter').fill('tag:cobranca');
    await page.waitForFunction(() => document.querySelectorAll('[data-ticket]').length === 2);
    await page.locator('#board-filter').fill('');
    await press('Cobrança', 'remove');
    await waitNoTag(page, one.code, 'Cobrança');
    await waitNoTag(page, other.code, 'Cobrança');
    await manager.setViewportSize(PHONE);
    await looks(manager, 'tags-page-390');
    await noSidewaysScroll(manager, 'the tags');
    // An agent has no such page, and no link to it.
    assert.equal((await page.request.get('/etiquetas')).status(), 404);
    assert.equal(await page.locator('a[href="/etiquetas"]').count(), 0);
    assert.equal(await manager.locator('script[type=module]').count(), 0, 'a page of plain forms');
  });

  test('without a connection a tag waits, and is there when the line is back', async (t) => {
    const page = await here.page(t, { expect: CUT });
    await comeIn(page, 'agente');
    const other = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await page.context().setOffline(true);
    await byKey(page, card.code, 'Relatórios');
    await waitTag(page, card.code, 'Relatórios');
    assert.equal(await tagsOf(other, card.code).filter({ hasText: 'Relatórios' }).count(), 0);
    // One that would have to be made is refused in words.
    await byKey(page, card.code, 'Nova sem linha');
    await toast(page, w.common.offline).waitFor();
    await page.context().setOffline(false);
    await waitTag(other, card.code, 'Relatórios');
  });

  test('a client never reads of one', async (t) => {
    const agent = await here.visit(t, 'agente');
    const client = await here.visit(t, 'cliente', undefined, { expect: [/403/, /422/] });
    const card = find(await boardOf(agent), 'one of the client\'s', (c) => c.contact === NAMES.cliente && c.facts.category === 'active');
    const secret = 'cliente difícil';
    const made = await ask(agent, 'change_tags', { change: { add: secret } });
    assert.equal((await execute(agent, { change: [card.facts.id, { tag: { tag: made.body, on: true } }] })).status, 200);
    await openTicket(client, card.code);
    const html = await client.content();
    const page = JSON.stringify((await ticketOf(client, card.code)).body);
    const list = JSON.stringify((await ask(client, 'my_tickets', { tab: 'open', before: null })).body);
    for (const text of [html, page, list]) assert.ok(!text.includes(secret) && !text.includes('"tags"'), text.slice(0, 200));
    for (const change of [{ add: 'x' }, { rename: [made.body, 'x'] }, { remove: made.body }]) {
      assert.equal((await ask(client, 'change_tags', { change })).status, 403);
    }
    assert.equal((await execute(client, { change: [card.facts.id, { tag: { tag: made.body, on: false } }] })).status, 422);
  });

  test('without scripts a tag is put on and taken off by plain forms', async (t) => {
    const agent = await here.visit(t, 'agente');
    const card = find(await boardOf(agent), 'one of Ana Paula\'s', mine);
    const page = await here.page(t, { javaScriptEnabled: false, expect: [/422/] });
    await signIn(page, 'agente');
    await page.goto(`/t/${card.code}`);
    const form = page.locator('form[action$="muda=etiqueta"]');
    await form.locator('input[name=text]').fill('Sem script');
    await form.getByRole('button', { name: w.tag.add_do, exact: true }).click();
    await chip(page, 'Sem script').waitFor();
    await shot(page, 'no-script-tags');
    await form.locator('input[name=text]').fill('x'.repeat(31));
    await form.getByRole('button', { name: w.tag.add_do, exact: true }).click();
    await page.getByText(fill(w.ticket_words.refused_too_long, { max: 30 })).waitFor();
    await form.getByRole('button', { name: fill(w.tag.take, { name: 'Sem script' }) }).click();
    await chip(page, 'Sem script').waitFor({ state: 'detached' });
  });
});
