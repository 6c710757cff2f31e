// Without scripts every button that is shown does something: it sends, opens, or says what is missing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, find, ticketOf } from '../support/ask.mjs';
import { DESKTOP, PHONE } from '../support/browser.mjs';
import { shot } from '../support/looks.mjs';
import { NAMES, signIn } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { words } from '../support/words.mjs';

const w = words();

/** Buttons, and what acts like one, that somebody could press now. */
const BUTTONS = 'button:enabled, input[type=submit]:enabled, summary, [role=button]';

/** Tickets, and somebody who may see them all. */
async function asked(here, t) {
  const agent = await here.visit(t, 'gerente');
  const board = await boardOf(agent);
  const ofTheClient = (c) => c.contact === NAMES.cliente && c.facts.category !== 'done';
  return {
    agent,
    served: find(board, 'one that is served', (c) => ofTheClient(c) && c.assignee),
    waiting: find(board, 'one that nobody serves', (c) => ofTheClient(c) && !c.assignee),
    free: find(board, 'one that nobody serves', (c) => !c.assignee && c.facts.category === 'new'),
  };
}

describe('without scripts', () => {
  const here = stage();

  /** What could be seen of a press: where the page is, what is open, what is asked for. */
  const state = (page) => page.evaluate(() => ({
    open: document.querySelectorAll(':popover-open, details[open], dialog[open]').length,
    wanted: document.activeElement?.matches(':invalid') ? document.activeElement.id : '',
  }));

  /** The buttons that somebody could press now, one of each kind (a board has a hundred cards), by place and kind. */
  const shown = (page) => page.locator(BUTTONS).evaluateAll((buttons) => {
    const kinds = new Map();
    for (const [n, button] of buttons.entries()) {
      const kind = `${button.className} ${button.closest('form')?.getAttribute('action') ?? ''} ${button.name} ${button.value}`;
      // One that is shown stands for its kind: each look at another costs a layout.
      if (kinds.has(kind) || !button.checkVisibility()) continue;
      button.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = button.getBoundingClientRect();
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      if (over && button.contains(over)) kinds.set(kind, n);
    }
    return [...kinds].map(([kind, n]) => ({ kind, n }));
  });

  /** Presses a button; answers its name if nothing came of it. */
  async function press(page, n) {
    const button = page.locator(BUTTONS).nth(n);
    const name = ((await button.innerText()) || (await button.getAttribute('aria-label')) || '').trim().replaceAll('\n', ' ');
    // Leaving is a form like the others, but its page would be gone.
    if (name === w.shell.sign_out || name === w.portal.sign_out) return null;
    let sent = 0;
    const hear = (request) => { if (request.isNavigationRequest()) sent += 1; };
    page.on('request', hear);
    const before = await state(page);
    // What says why it is refused may be pressed, too.
    await button.click({ timeout: 5_000, force: true });
    if (sent === 0) await page.waitForTimeout(100);
    await page.waitForLoadState();
    page.off('request', hear);
    if (sent > 0) return null;
    const after = await state(page);
    return after.open !== before.open || after.wanted !== '' ? null : name;
  }

  /** Presses every button of a page, and those in what a press opens. Answers those of which nothing came. */
  async function pressAll(page, path) {
    const wrong = [];
    const pressed = new Set();
    const go = () => page.goto(path, { waitUntil: 'load' });
    /** `ways`: kinds to be pressed one after the other. */
    async function at(ways) {
      await go();
      for (const way of ways) {
        const button = (await shown(page)).find(({ kind }) => kind === way);
        // A page that an earlier press has changed may have fewer.
        if (!button) return;
        const open = (await state(page)).open;
        const idle = await press(page, button.n);
        if (way !== ways.at(-1)) continue;
        if (idle !== null) wrong.push(`${path}: ${idle} (${way})`);
        if ((await state(page)).open <= open) return;
        for (const { kind } of await shown(page)) {
          if (pressed.has(kind)) continue;
          pressed.add(kind);
          await at([...ways, kind]);
        }
      }
    }
    await go();
    for (const { kind } of await shown(page)) pressed.add(kind);
    for (const kind of [...pressed]) await at([kind]);
    assert.ok(pressed.size > 0 || path === '/nada', path);
    return wrong;
  }

  const SCREENS = [
    ['agente', () => '/quadro?raias=prioridade&q=a'],
    ['agente', ({ served }) => `/quadro?t=${served.code}`],
    ['agente', ({ free }) => `/t/${free.code}`],
    ['gerente', ({ served }) => `/t/${served.code}`],
    ['cliente', () => '/chamados'],
    ['cliente', ({ waiting }) => `/t/${waiting.code}`],
  ];
  for (const [size, viewport] of [['1440', DESKTOP], ['390', PHONE]]) {
    for (const [n, [who, where]] of SCREENS.entries()) {
      test(`every button of page ${n + 1}, of ${who}, acts or is not shown, at ${size}`, { timeout: 120_000 }, async (t) => {
        const path = where(await asked(here, t));
        const page = await here.page(t, { javaScriptEnabled: false, viewport, expect: [/4\d\d/] });
        await signIn(page, who);
        await page.goto(path);
        await shot(page, `plain-${n + 1}-${who}-${size}`);
        assert.deepEqual(await pressAll(page, path), []);
      });
    }
  }

});

describe('without scripts, by plain forms', () => {
  const here = stage();

  test('an agent takes a ticket, gives it a status, and reads why one is refused', async (t) => {
    const { agent, free } = await asked(here, t);
    const page = await here.page(t, { javaScriptEnabled: false, expect: [/422/] });
    await signIn(page, 'agente');
    await page.goto(`/t/${free.code}`);
    await page.getByRole('button', { name: w.ticket.link_me }).click();
    await page.locator('.assignee-name').getByText(NAMES.agente).waitFor();
    await page.getByRole('button', { name: w.ticket_words.status_waiting_third_party }).click();
    await page.locator('.segments .segment-other.chosen, .segments [aria-pressed=true]').first().waitFor();
    assert.equal((await ticketOf(agent, free.code)).body.team.content.card.facts.category, 'waiting_third_party');
    await page.getByRole('button', { name: w.ticket_words.status_cancelled }).click();
    await page.locator('.status-box .trouble').getByText(w.ticket_words.refused_empty_reason).waitFor();
    await page.locator('#cancel-reason').fill('Aberto por engano.');
    await page.getByRole('button', { name: w.ticket.cancel_confirm }).click();
    await page.locator('.closed-note').first().waitFor();
    assert.equal((await ticketOf(agent, free.code)).body.team.content.card.facts.category, 'cancelled');
  });

  test('a manager gives it to somebody, and another priority', async (t) => {
    const { agent, served } = await asked(here, t);
    const page = await here.page(t, { javaScriptEnabled: false });
    await signIn(page, 'gerente');
    await page.goto(`/t/${served.code}`);
    const person = page.locator('noscript select[name=person]');
    const ana = person.locator('option', { hasText: NAMES.agente });
    // With how much she has to do already.
    assert.match(await ana.textContent(), /\(\d+\)$/);
    await person.selectOption(await ana.getAttribute('value'));
    await page.locator('form:has(> select[name=person])').getByRole('button', { name: w.ticket.change }).click();
    await page.locator('noscript select[name=priority]').selectOption('urgent');
    await page.locator('form:has(> select[name=priority])').getByRole('button', { name: w.ticket.change }).click();
    await page.waitForLoadState();
    const { card } = (await ticketOf(agent, served.code)).body.team.content;
    assert.equal(card.assignee.name, NAMES.agente);
    assert.equal(card.facts.priority, 'urgent');
  });

  for (const [ending, yes, step] of [['finish', 'finish_yes', 'done'], ['cancel', 'cancel_yes', 'cancelled']]) {
    test(`a client's "${w.ticket[ending]}" asks first, and does it`, async (t) => {
      const { agent, served, waiting } = await asked(here, t);
      const card = ending === 'finish' ? served : waiting;
      const page = await here.page(t, { javaScriptEnabled: false, viewport: PHONE });
      await signIn(page, 'cliente');
      await page.goto(`/t/${card.code}`);
      await page.getByRole('button', { name: w.ticket[ending], exact: true }).click();
      await shot(page, `plain-${ending}`);
      await page.getByRole('button', { name: w.ticket[yes] }).click();
      await page.waitForLoadState();
      const { category } = (await ticketOf(agent, card.code)).body.team.content.card.facts;
      assert.ok(category === step || (step === 'done' && category === 'awaiting_rating'), category);
    });
  }
});
