// Agent and client in conversation, each in a browser of their own; and what stays between agents.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, boardOf, execute, find, ticketOf } from '../support/ask.mjs';
import { toast } from '../support/board.mjs';
import { NAMES, comeIn, hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import {
  comment, commentBox, currentStep, messages, openTicket, reply, replyAs, replyBox, send, statusOf,
} from '../support/ticket.mjs';
import { fill, words } from '../support/words.mjs';
import { listenTo } from '../support/wire.mjs';

const w = words();

/** "A client's words appear" live. */
const LIVE = 1_000;

const ofTheClient = (card) => card.contact === NAMES.cliente;

describe('agent and client', () => {
  const here = stage();

  /** A ticket of the first client, with the client and an agent looking at it. */
  async function talk(t, fits, options = {}) {
    const agent = await here.visit(t, 'agente', undefined, options.agent);
    const card = find(await boardOf(agent), 'one of the client\'s', (c) => ofTheClient(c) && fits(c));
    const client = await here.page(t, options.client);
    const wire = listenTo(client);
    await comeIn(client, 'cliente', `/t/${card.code}`);
    await openTicket(agent, card.code);
    return { agent, client, wire, card };
  }

  test('each reads the other\'s words within a second', async (t) => {
    const { agent, client } = await talk(t, (c) => c.facts.category === 'active');
    await reply(client, 'O caixa 2 travou de novo agora há pouco.');
    await agent.getByText('O caixa 2 travou de novo agora há pouco.').waitFor({ timeout: LIVE });
    assert.equal(await (await replyBox(client)).inputValue(), '', 'what was sent is out of the box');
    await reply(agent, 'Obrigada por avisar, já estou olhando.');
    await client.getByText('Obrigada por avisar, já estou olhando.').waitFor({ timeout: LIVE });
    for (const page of [agent, client]) {
      const all = await messages(page);
      assert.equal(all.filter((text) => text.includes('já estou olhando')).length, 1, 'once');
    }
  });

  test('an internal comment reaches no client by any path', async (t) => {
    const { agent, client, wire, card } = await talk(t, (c) => c.facts.category === 'active' && c.comments > 0);
    const told = (await ticketOf(agent, card.code)).body;
    const old = told.team.content.entries.find((entry) => entry.body.comment);
    assert.ok(old, 'the demo has a comment there');
    const secret = 'Segredo-Interno-7391 cliente nervoso, cuidado';
    await comment(agent, secret);
    await agent.getByText(secret).waitFor();
    // A public message after it: when this is there, the comment's frame would be as well.
    await reply(agent, 'Sua vez de conferir, por favor.');
    await client.getByText('Sua vez de conferir, por favor.').waitFor();
    await client.reload();
    await hydrated(client);
    await client.goto('/chamados');
    await hydrated(client);
    await ask(client, 'my_ticket', { code: card.code });
    for (const text of ['Segredo-Interno-7391', old.body.comment.text.slice(0, 24), 'internal', 'comments']) {
      assert.deepEqual(await wire.places(text), [], `the client received "${text}"`);
    }
    assert.ok((await wire.places('Sua vez de conferir')).some((from) => from.startsWith('ws')), 'the socket was heard');
    assert.ok((await wire.places(card.title)).some((from) => from.startsWith('http')), 'pages were read');
  });

  test('an empty reply is refused with a sentence; a draft survives a reload and goes when it is sent', async (t) => {
    const { agent } = await talk(t, (c) => c.facts.category === 'active', { agent: { expect: [/422/] } });
    await send(agent);
    const box = await replyBox(agent);
    await box.fill('   ');
    await send(agent);
    await agent.getByText(w.ticket_words.refused_empty_message).waitFor();
    await box.fill('Rascunho que fica.');
    await agent.reload();
    await hydrated(agent);
    await agent.waitForFunction(() => document.querySelector('#reply-text')?.value === 'Rascunho que fica.');
    await comment(agent, 'Anotado à parte.');
    assert.equal(await (await replyBox(agent)).inputValue(), 'Rascunho que fica.', 'the two boxes are apart');
    await send(agent);
    await agent.waitForFunction(() => document.querySelector('#reply-text')?.value === '');
    await agent.reload();
    await hydrated(agent);
    assert.equal(await (await replyBox(agent)).inputValue(), '');
  });

  test('"Enviar como Pendente" pauses the clock; the client\'s answer starts it again', async (t) => {
    const { agent, client, card } = await talk(t, (c) => c.facts.category === 'active');
    await replyAs(agent, 'Pode enviar o número da nota?', w.ticket_words.status_waiting_customer);
    await currentStep(client, w.portal.status_waiting_customer);
    const clocks = async () => (await ticketOf(agent, card.code)).body.team.content;
    assert.equal((await clocks()).card.facts.category, 'waiting_customer');
    await statusOf(agent, w.ticket_words.status_waiting_customer);
    await agent.getByText(w.ticket_words.sla_paused).first().waitFor();
    await reply(client, 'É a nota 18.442.');
    await agent.getByText('É a nota 18.442.').waitFor({ timeout: LIVE });
    await currentStep(client, w.portal.status_active);
    const after = await clocks();
    assert.equal(after.card.facts.category, 'active');
    assert.equal(after.card.facts.sla.state, 'running');
  });

  test('an unassigned ticket: "Me vincular", and the client follows on the steps', async (t) => {
    const { agent, client, card } = await talk(t, (c) => !c.assignee && c.facts.category === 'new');
    await currentStep(client, w.portal.status_new);
    await agent.getByRole('button', { name: w.ticket.link_me }).first().click();
    await agent.getByText(NAMES.agente).first().waitFor();
    await agent.getByRole('button', { name: w.ticket.link_me }).first().waitFor({ state: 'detached' });
    await agent.getByRole('button', { name: w.ticket_words.status_active, exact: true }).click();
    // R10, and which ticket it was and where it is now (`ux.md` 2.1).
    const said = fill(w.ticket.status_updated, { code: card.code, status: w.ticket_words.status_active });
    assert.ok(said.startsWith('Status atualizado! '));
    await toast(agent, said).waitFor();
    await currentStep(client, w.portal.status_active);
  });

  test('r74: who wishes it reads the newest first, on either side, also what arrives', async (t) => {
    const { agent, client } = await talk(t, (c) => c.facts.category === 'active');
    const oldestFirst = [await messages(agent), await messages(client)];
    for (const page of [agent, client]) {
      const here = page.url();
      const choice = page.getByRole('button', { name: w.common.order_newest });
      await page.locator('button.person, .portal-preferences summary').first().click();
      await choice.click();
      await page.locator('html[data-newest][data-works]').waitFor({ state: 'attached' });
      assert.equal(page.url(), here);
    }
    assert.deepEqual([await messages(agent), await messages(client)], oldestFirst.map((all) => all.toReversed()));
    await reply(client, 'A mais nova de todas.');
    for (const page of [agent, client]) {
      await page.getByText('A mais nova de todas.').waitFor();
      assert.equal((await messages(page))[0], 'A mais nova de todas.');
      // A day is named once, above the first of its rows.
      const days = await page.locator('.timeline > li').evaluateAll((rows) => rows.map((row) => row.dataset.day).filter(Boolean));
      assert.ok(days.length > 0 && new Set(days).size === days.length, days.join());
    }
  });

  test('the client finishes; a message within the window opens it again', async (t) => {
    const { agent, client } = await talk(t, (c) => c.facts.category === 'active');
    await client.getByRole('button', { name: w.ticket.finish, exact: true }).click();
    await client.getByRole('button', { name: w.ticket.finish_yes }).click();
    await currentStep(client, w.portal.status_done);
    await statusOf(agent, w.ticket_words.status_done);
    await client.goto('/chamados?aba=finalizados');
    await hydrated(client);
    await client.goBack();
    await hydrated(client);
    await reply(client, 'Voltou a acontecer.');
    await currentStep(client, w.portal.status_active);
    await statusOf(agent, w.ticket_words.status_active);
    await agent.getByText('Voltou a acontecer.').waitFor({ timeout: LIVE });
  });

  test('another organization\'s client finds nothing there, and cannot write there', async (t) => {
    const { card } = await talk(t, (c) => c.facts.category === 'active');
    const stranger = await here.page(t, { expect: [/404/] });
    const wire = listenTo(stranger);
    await comeIn(stranger, 'cliente3');
    const answer = await stranger.goto(`/t/${card.code}`);
    assert.equal(answer.status(), 404);
    await stranger.getByText(w.common.not_found_text).waitFor();
    assert.equal((await ticketOf(stranger, card.code)).status, 404);
    const { status } = await execute(stranger, { change: [card.facts.id, { talk: { reply: { text: 'Oi', then: null } } }] });
    assert.equal(status, 404);
    await execute(stranger, { change: [card.facts.id, { talk: { comment: 'Oi' } }] });
    assert.deepEqual(await wire.places(card.title), [], 'not even its title');
    // The comment box is for the team.
    assert.equal(await commentBox(stranger).count(), 0);
  });

  test('the organization\'s manager reads along; a colleague without the permission does not', async (t) => {
    const { card } = await talk(t, (c) => c.facts.category === 'active');
    const manager = await here.visit(t, 'gestor', `/t/${card.code}`);
    await manager.getByText(card.title).first().waitFor();
    const colleague = await here.page(t, { expect: [/404/] });
    await comeIn(colleague, 'cliente2');
    assert.equal((await colleague.goto(`/t/${card.code}`)).status(), 404);
  });
});
