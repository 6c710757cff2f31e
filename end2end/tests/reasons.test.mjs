// Reasons: an administrator says of which changes; whatever path makes one asks why first, and the team's log tells it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, codeOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf, openMenu, openMoveDialog, toast, undo, waitAssignee, waitFocus, waitIn } from '../support/board.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { looks, noSidewaysScroll, shot } from '../support/looks.mjs';
import { NAMES, comeIn, signIn } from '../support/people.mjs';
import { carryTo, carryToDock, drag, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { openTicket, panel, replyAs, statusOf, tagInPanel } from '../support/ticket.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_active: ACTIVE, status_done: DONE, priority_urgent: URGENT, priority_low: LOW } = w.ticket_words;
const KINDS = ['resolution', 'reopening', 'waiting', 'status', 'assignment', 'priority', 'tags', 'snooze', 'archive'];
const CUT = [/WebSocket/, /net::ERR_/, /Failed to load resource/];

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const calm = (card) => mine(card) && card.facts.priority !== 'urgent';
const free = (card) => !card.assignee && card.facts.category === 'new' && card.facts.priority !== 'urgent';
/** The dialog that asks why; `about` stands in its heading. */
const why = (page, about) => page.getByRole('dialog', { name: about });
const field = (dialog) => dialog.getByRole('textbox', { name: w.reason.field });
const confirm = (dialog) => dialog.getByRole('button', { name: w.reason.submit, exact: true }).click();
const asks = (page) => {
  const asked = [];
  page.on('request', (request) => /\/api\/(execute|act_all)$/.test(request.url()) && asked.push(request));
  return asked;
};
const isUrgent = (page, code) => cardOf(page, code).getByText(URGENT).waitFor();
/** Why a ticket was changed, oldest first, as the team is told. */
async function told(page, code) {
  const { body } = await ticketOf(page, code);
  return body.team.content.entries.map((entry) => entry.body.explained?.reason).filter(Boolean);
}

/** A ticket that the client opens, in the department of those who serve. */
async function opened(team, client, title) {
  const { department } = find(await boardOf(team), 'one of Ana Paula’s', mine).facts.audience;
  const ticket = { title, description: 'Desde hoje cedo.', contact: null, department, priority: null };
  const { status, body } = await execute(client, { open: ticket });
  assert.equal(status, 200, JSON.stringify(body));
  return { id: body.done.ticket, code: codeOf(body.done.ticket) };
}

describe('reasons', () => {
  const here = stage();

  /** The administrator says of which changes the team tells why: on the page of plain forms, and nowhere else. */
  async function askFor(t, kinds) {
    const page = await here.page(t);
    await signIn(page, 'admin');
    await page.goto('/motivos');
    for (const kind of KINDS) await page.locator(`input[name=${kind}]`).setChecked(kinds.includes(kind));
    const answered = (method) =>
      page.waitForResponse((response) => response.request().method() === method && response.url().endsWith('/motivos'));
    const [answer] = await Promise.all([
      answered('POST'),
      answered('GET'),
      page.getByRole('button', { name: w.common.save, exact: true }).click(),
    ]);
    assert.equal(answer.status(), 303);
    await page.waitForLoadState();
    for (const kind of KINDS) assert.equal(await page.locator(`input[name=${kind}]`).isChecked(), kinds.includes(kind), kind);
    return page;
  }

  test('the administrator alone has the page, by a link in the menu, without a program', async (t) => {
    const page = await askFor(t, ['priority']);
    assert.equal(await page.locator('script[type=module]').count(), 0, 'a page of plain forms');
    await looks(page, 'reasons-page-1440');
    await page.setViewportSize(PHONE);
    await looks(page, 'reasons-page-390');
    await noSidewaysScroll(page, 'the reasons');
    await page.goto('/quadro');
    assert.equal(await page.locator('a[href="/motivos"]').count(), 1);
    for (const who of ['agente', 'gerente']) {
      const other = await here.visit(t, who);
      assert.equal((await other.request.get('/motivos')).status(), 404, who);
      assert.equal(await other.locator('a[href="/motivos"]').count(), 0, who);
    }
    await askFor(t, []);
  });

  test('a board that is open asks from then on: Escape leaves all as it was, a reason is sent and told', async (t) => {
    const page = await here.visit(t, 'agente', undefined, { expect: [/422/] });
    const card = find(await boardOf(page), 'one of Ana Paula’s', calm);
    const asked = asks(page);
    await askFor(t, ['priority']);
    // Every screen follows within a second.
    await page.waitForTimeout(1_000);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('u');
    const dialog = why(page, new RegExp(`^${URGENT} · ${card.code}`));
    await dialog.waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'why-reason');
    await dialog.getByText(w.reason.hint).waitFor();
    await looks(page, 'reasons-board');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await waitFocus(page, card.code);
    assert.equal(await cardOf(page, card.code).getByText(URGENT).count(), 0);
    assert.equal(asked.length, 0, 'nothing was asked of the desk');

    await page.keyboard.press('u');
    await field(dialog).fill('  ');
    await confirm(dialog);
    await dialog.getByText(w.ticket_words.refused_empty_reason).waitFor();
    assert.equal(asked.length, 0);
    await field(dialog).fill('A loja inteira parou.');
    await confirm(dialog);
    await dialog.waitFor({ state: 'detached' });
    await isUrgent(page, card.code);
    await waitFocus(page, card.code);
    assert.deepEqual(await told(page, card.code), ['A loja inteira parou.']);
    // Taking it back asks nothing.
    await undo(page);
    await cardOf(page, card.code).getByText(URGENT).waitFor({ state: 'detached' });
    assert.equal(await why(page, /./).count(), 0);
    // The menu and the palette ask as well.
    const menu = await openMenu(page, card.code);
    await menu.getByText(URGENT).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: w.board.palette }).waitFor();
    await page.keyboard.type(LOW);
    await page.getByRole('dialog', { name: w.board.palette }).getByRole('option').filter({ hasText: LOW }).first().waitFor();
    await page.keyboard.press('Enter');
    await why(page, new RegExp(`^${LOW} · ${card.code}`)).waitFor();
    await page.keyboard.press('Escape');
    // A screen that did not know is refused in words: the desk decides.
    const { status, body } = await execute(page, { change: [card.facts.id, { priority: 'low' }] });
    assert.deepEqual([status, body.refused], [422, { empty: { field: 'reason' } }]);
  });

  test('chosen cards are asked about once, and each says it', async (t) => {
    await askFor(t, ['priority', 'archive']);
    const page = await here.visit(t, 'agente');
    const chosen = cardsOf(await boardOf(page)).filter(calm).slice(0, 2);
    assert.equal(chosen.length, 2);
    for (const { code } of chosen) {
      await cardOf(page, code).focus();
      await page.keyboard.press('x');
    }
    await page.getByRole('toolbar').getByRole('button', { name: w.board.bulk_priority }).click();
    await page.locator('#bulk-priority').getByText(URGENT, { exact: true }).click();
    const dialog = why(page, new RegExp(fill(w.board.chosen_other, { count: 2 })));
    await field(dialog).fill('Caiu o mesmo servidor.');
    await confirm(dialog);
    for (const { code } of chosen) {
      await isUrgent(page, code);
      assert.deepEqual((await told(page, code)).slice(-1), ['Caiu o mesmo servidor.']);
    }
    assert.equal(await why(page, /./).count(), 0);
    await toast(page, fill(w.board.said_bulk, { n: 2 })).waitFor();
  });

  test('a drop, the dock, "Mover para…" and another lane ask where they change what says why', async (t) => {
    await askFor(t, ['resolution', 'assignment', 'snooze']);
    const page = await here.visit(t, 'agente');
    const [card, other, third] = cardsOf(await boardOf(page)).filter(mine);
    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    await drag(page, card.code, DONE);
    const dialog = why(page, new RegExp(`${fill(w.board.menu_to_column, { column: DONE })}.*${card.code}`));
    await dialog.waitFor();
    await waitIn(page, card.code, DONE);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await waitIn(page, card.code, ACTIVE);
    await drag(page, card.code, DONE);
    await field(dialog).fill('Resolvido por telefone.');
    await dialog.getByRole('button', { name: w.board.move_submit, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await waitIn(page, card.code, DONE);
    assert.deepEqual((await told(page, card.code)).slice(-1), ['Resolvido por telefone.']);

    const move = await openMoveDialog(page, other.code);
    await move.choose(DONE);
    await move.dialog.getByLabel(w.reason.field).fill('Era só um cabo.');
    await move.move();
    await move.dialog.waitFor({ state: 'detached' });
    await waitIn(page, other.code, DONE);
    assert.deepEqual((await told(page, other.code)).slice(-1), ['Era só um cabo.']);

    await pickUp(page, third.code);
    await carryToDock(page, page.locator('.dock').getByText(w.board.action_snooze_hour));
    await page.mouse.up();
    const snooze = why(page, new RegExp(`^${w.board.action_snooze_hour} · ${third.code}`));
    await field(snooze).fill('O técnico volta depois do almoço.');
    await confirm(snooze);
    await snooze.waitFor({ state: 'detached' });
    assert.deepEqual((await told(page, third.code)).slice(-1), ['O técnico volta depois do almoço.']);

    const boss = await here.visit(t, 'gerente', '/quadro?raias=atendente', { viewport: { width: 1440, height: 3_000 } });
    const lane = (name) => boss.getByRole('region', { name: `${ACTIVE} · ${name}`, exact: true });
    const code = (await lane(NAMES.agente).locator('[data-ticket]').first().getAttribute('data-ticket')).slice(0, 8).toUpperCase();
    await pickUp(boss, code);
    await carryTo(boss, await middle(lane(NAMES.agente2), 0.06));
    await boss.mouse.up();
    const given = why(boss, new RegExp(`${NAMES.agente2}.*${code}`));
    await shot(boss, 'reasons-lane');
    await field(given).fill('Bruno conhece o cliente.');
    await given.getByRole('button', { name: w.board.move_submit, exact: true }).click();
    await waitAssignee(boss, code, NAMES.agente2);
    assert.deepEqual((await told(boss, code)).slice(-1), ['Bruno conhece o cliente.']);
    await askFor(t, []);
  });

  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    test(`a ticket's page asks beside what it changes, and says it in the line of the log at ${size}`, async (t) => {
      await askFor(t, ['resolution', 'reopening', 'priority', 'tags', 'assignment']);
      const page = await here.visit(t, 'gerente', undefined, { viewport });
      const client = await here.visit(t, 'cliente');
      const card = await opened(page, client, `Impressora ${size}`);
      await openTicket(page, card.code);
      const facts = async () => size === '390' && page.getByRole('button', { name: w.ticket.half_facts }).click();
      const talk = async () => size === '390' && page.getByRole('button', { name: w.ticket.half_conversation }).click();
      const dialog = why(page, new RegExp(`${w.reason.ask}.*${card.code}`));
      await facts();
      const priority = page.locator('#priority');
      const before = await priority.inputValue();
      await priority.selectOption('low');
      await dialog.waitFor();
      await looks(page, `reasons-ticket-${size}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.waitForFunction((before) => document.querySelector('#priority').value === before, before);
      await priority.selectOption('low');
      await field(dialog).fill(`Segredo ${size}: há contorno.`);
      await confirm(dialog);
      await toast(page, w.ticket.priority_updated).waitFor();
      // Taken back without a question.
      await undo(page);
      await page.waitForFunction((before) => document.querySelector('#priority').value === before, before);
      assert.equal(await dialog.count(), 0);
      // A tag that there is not yet is made once it is known why.
      await page.locator('#tag-new').fill(`Nova ${size}`);
      await page.locator('#tag-new').press('Enter');
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      assert.equal((await boardOf(page)).rules.tags.some((tag) => tag.name === `Nova ${size}`), false);
      await page.locator('#tag-new').press('Enter');
      await field(dialog).fill(`Segredo ${size}: é nota.`);
      await confirm(dialog);
      await page.locator('.facts .tag').getByText(`Nova ${size}`, { exact: true }).waitFor();

      await talk();
      await page.locator('.segments').getByRole('button', { name: DONE }).click();
      await field(dialog).fill(`Segredo ${size}: por telefone.`);
      await confirm(dialog);
      await statusOf(page, DONE);
      const line = page.locator('.happened').filter({ hasText: `Segredo ${size}: por telefone.` });
      await line.filter({ hasText: DONE }).first().waitFor();
      await shot(page, `reasons-log-${size}`);
      await openTicket(client, card.code);
      assert.ok(!(await client.content()).includes('Segredo'), 'the client reads none of it');
      assert.ok(!JSON.stringify((await ticketOf(client, card.code)).body).includes('Segredo'));
      // An answer is its own reason.
      await page.locator('.segments').getByRole('button', { name: ACTIVE }).click();
      await field(dialog).fill('Voltou.');
      await confirm(dialog);
      await statusOf(page, ACTIVE);
      await replyAs(page, 'Pronto, pode testar.', DONE);
      await statusOf(page, DONE);
      assert.equal(await dialog.count(), 0);
      await askFor(t, []);
    });
  }

  test('in the panel Escape takes back the change, and leaves the panel open', async (t) => {
    await askFor(t, ['tags']);
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    await tagInPanel(page, card, 'Impressora');
    const dialog = why(page, new RegExp(`${w.reason.ask}.*${card.code}`));
    await dialog.waitFor();
    await dialog.getByRole('button', { name: w.reason.submit, exact: true }).focus();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await panel(page).count(), 1);
    assert.equal(await page.locator('.facts .tag').getByText('Impressora', { exact: true }).count(), 0);
    await askFor(t, []);
  });

  test('what was done offline goes out with its reason', async (t) => {
    await askFor(t, ['priority']);
    const page = await here.page(t, { expect: CUT });
    await comeIn(page, 'agente');
    const other = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'a new one', free);
    // The dialogs are there before the line goes.
    await cardOf(page, card.code).focus();
    await page.keyboard.press('u');
    await why(page, /./).waitFor();
    await page.keyboard.press('Escape');
    await page.context().setOffline(true);
    await page.keyboard.press('u');
    await field(why(page, /./)).fill('Sem rede e sem caixa.');
    await confirm(why(page, /./));
    await isUrgent(page, card.code);
    await page.context().setOffline(false);
    await isUrgent(other, card.code);
    assert.deepEqual((await told(other, card.code)).slice(-1), ['Sem rede e sem caixa.']);
    await askFor(t, []);
  });

  test('without scripts the forms have the field, and come back with what was typed', async (t) => {
    await askFor(t, ['priority', 'tags', 'resolution']);
    const agent = await here.visit(t, 'agente');
    const card = find(await boardOf(agent), 'a new one', free);
    const page = await here.page(t, { javaScriptEnabled: false, expect: [/422/] });
    await signIn(page, 'agente');
    await page.goto(`/t/${card.code}`);
    const form = (what) => page.locator(`form[action$="muda=${what}"]`).filter({ has: page.locator('[name=why]') });
    await form('prioridade').locator('select').selectOption('urgent');
    await form('prioridade').locator('[name=why]').fill('   ');
    await form('prioridade').getByRole('button').click();
    await page.locator('.status-box .trouble').getByText(w.ticket_words.refused_empty_reason).waitFor();
    assert.equal(await page.locator('#cancel-reason').isVisible(), false, 'nobody cancels');
    await form('prioridade').locator('select').selectOption('urgent');
    await form('prioridade').locator('[name=why]').fill('Sem script, com motivo.');
    await form('prioridade').getByRole('button').click();
    await page.locator('.happened').filter({ hasText: 'Sem script, com motivo.' }).waitFor();
    await page.locator('.segments [name=why]').fill('Feito ao telefone.');
    await page.locator('.segments').getByRole('button', { name: DONE }).click();
    await page.locator('.happened').filter({ hasText: 'Feito ao telefone.' }).waitFor();
    await shot(page, 'no-script-reasons');
    await noSidewaysScroll(page, 'the ticket without scripts');
    assert.deepEqual((await told(agent, card.code)).slice(-2), ['Sem script, com motivo.', 'Feito ao telefone.']);
    await askFor(t, []);
  });

  test('a client is asked nothing', async (t) => {
    await askFor(t, KINDS);
    const agent = await here.visit(t, 'agente');
    const client = await here.visit(t, 'cliente');
    const card = await opened(agent, client, 'Teclado');
    const page = JSON.stringify((await ticketOf(client, card.code)).body);
    assert.ok(!page.includes('"reasons"'), 'nor told of it');
    const done = (await boardOf(agent)).rules.statuses.find((status) => status.category === 'done').id;
    const wish = { status: done, anchor: null, seen: 0, confirm: true, reason: null };
    assert.equal((await execute(client, { change: [card.id, { move: wish }] })).status, 200);
    assert.equal((await ticketOf(agent, card.code)).body.team.content.card.facts.category, 'done');
    await askFor(t, []);
  });
});
