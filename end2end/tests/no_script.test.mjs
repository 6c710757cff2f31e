// Where no script runs: people read and write by plain forms, and what is refused comes back in its field.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, find } from '../support/ask.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { noSidewaysScroll, shot } from '../support/looks.mjs';
import { NAMES, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const w = words();
const LONG = `Muito comprido & <b>cru</b> </textarea> ${'ã'.repeat(20_000)}`;

describe('without scripts', () => {
  const here = stage();

  /** An open ticket of the first client that the first agent serves. */
  async function code(t) {
    const agent = await here.visit(t, 'agente');
    const ofTheClient = (c) => c.contact === NAMES.cliente && c.facts.category === 'active';
    return find(await boardOf(agent), 'one of the client\'s', ofTheClient).code;
  }

  async function open(t, who, options) {
    const path = `/t/${await code(t)}`;
    const page = await here.page(t, { javaScriptEnabled: false, expect: [/422/, /401/, /404/], ...options });
    await signIn(page, who);
    await page.goto(path);
    return page;
  }

  const form = (page, text) => page.locator('form.composer').filter({ has: page.getByRole('button', { name: text }) });

  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`an agent writes to the client and to colleagues at ${size}`, async (t) => {
      const page = await open(t, 'agente', { viewport });
      const [reply, comment] = [form(page, w.ticket.public_button), form(page, w.ticket.internal_button)];
      await reply.locator('textarea').fill('Sem script, para o cliente.');
      await reply.getByRole('button', { name: w.ticket.public_button }).click();
      await page.locator('.by-team').getByText('Sem script, para o cliente.').first().waitFor();
      await comment.locator('textarea').fill('Sem script, só para a equipe.');
      await comment.getByRole('button', { name: w.ticket.internal_button }).click();
      await page.locator('.internal').getByText('Sem script, só para a equipe.').first().waitFor();
      await noSidewaysScroll(page, 'the ticket without scripts');
      await shot(page, `no-script-ticket-${size}`);
    });
  }

  test('a comment that is refused comes back in its own field, with the reason above it', async (t) => {
    const page = await open(t, 'agente');
    const [reply, comment] = [form(page, w.ticket.public_button), form(page, w.ticket.internal_button)];
    await comment.locator('textarea').fill(LONG);
    await comment.getByRole('button', { name: w.ticket.internal_button }).click();
    const why = comment.locator('.trouble').getByText(/20[.,]?000/);
    await why.waitFor();
    assert.equal(await comment.locator('textarea').inputValue(), LONG);
    assert.equal(await reply.locator('textarea').inputValue(), '', 'nothing of it stands where the client would read it');
    const [said, field] = [await why.boundingBox(), await comment.locator('textarea').boundingBox()];
    assert.ok(said.y + said.height <= field.y, 'above the field');
    await shot(page, 'no-script-refused');
    await comment.locator('textarea').fill('Agora curto.');
    await comment.getByRole('button', { name: w.ticket.internal_button }).click();
    await page.locator('.internal').getByText('Agora curto.').first().waitFor();
    assert.equal(await page.locator('.trouble:visible').count(), 0);
  });

  test('a client\'s reply that is refused comes back, and is sent when it is mended', async (t) => {
    const page = await open(t, 'cliente', { viewport: PHONE });
    const reply = form(page, w.ticket.client_button);
    await reply.locator('textarea').fill('   ');
    await reply.getByRole('button', { name: w.ticket.client_button }).click();
    await reply.locator('.trouble').getByText(w.ticket_words.refused_empty_message).waitFor();
    await shot(page, 'no-script-refused-390');
    await reply.locator('textarea').fill('Mandado sem script.');
    await reply.getByRole('button', { name: w.ticket.client_button }).click();
    await page.locator('.by-client').getByText('Mandado sem script.').first().waitFor();
  });

  test('a session that has ended: the words stay, and are sent after signing in beside it', async (t) => {
    const page = await open(t, 'cliente');
    await form(page, w.ticket.client_button).locator('textarea').fill('Não me perca.');
    const other = await page.context().newPage();
    await other.goto('/chamados');
    await other.locator('form[action="/sair"] button').first().click();
    await other.waitForURL('**/entrar');
    await form(page, w.ticket.client_button).getByRole('button', { name: w.ticket.client_button }).click();
    await page.getByText(w.common.signed_out).waitFor();
    const field = page.getByLabel(w.common.typed);
    assert.equal(await field.inputValue(), 'Não me perca.');
    await shot(page, 'no-script-signed-out');
    const [beside] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: w.common.sign_in_again }).click(),
    ]);
    await beside.waitForLoadState();
    await signIn(beside, 'cliente');
    await page.getByRole('button', { name: w.common.retry }).click();
    await page.locator('.by-client').getByText('Não me perca.').first().waitFor();
  });
});

describe('before the scripts are there', () => {
  const here = stage();

  test('a form that was sent early and refused: the page that comes back is taken over with text and reason', async (t) => {
    const page = await here.page(t, { expect: [/422/] });
    await signIn(page, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', (c) => c.assignee && c.facts.category === 'active');
    // The program comes only after the form has been sent.
    let arrive;
    const held = new Promise((resolve) => { arrive = resolve; });
    await page.route('**/*.pack', async (route) => { await held; await route.continue(); });
    await page.goto(`/t/${card.code}`, { waitUntil: 'commit' });
    const box = page.locator('#reply-text');
    await box.fill('   ');
    await page.locator('form:has(#reply-text) button[type=submit]').click();
    const trouble = page.locator('form:has(#reply-text) .trouble');
    await trouble.getByText(w.ticket_words.refused_empty_message).waitFor();
    arrive();
    await page.locator('html[data-works]').waitFor({ state: 'attached' });
    await trouble.getByText(w.ticket_words.refused_empty_message).waitFor();
    assert.equal(await box.inputValue(), '   ');
    await box.fill('Agora sim.');
    await page.locator('form:has(#reply-text) button[type=submit]').click();
    await page.locator('.by-team').getByText('Agora sim.').first().waitFor();
    assert.equal(await trouble.locator('span').count(), 0);
  });
});
