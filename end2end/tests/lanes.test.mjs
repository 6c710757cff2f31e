// Lanes across the columns: by agent, priority, department, organization.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, execute, find, ticketOf } from '../support/ask.mjs';
import { cardOf, column, toast, undo, waitAssignee, waitFocus, waitSaid } from '../support/board.mjs';
import { PHONE } from '../support/browser.mjs';
import { looks, noSidewaysScroll, shot } from '../support/looks.mjs';
import { NAMES, hydrated } from '../support/people.mjs';
import { carryTo, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE } = w.ticket_words;
const NOBODY = w.board.free;
const HIGH = { width: 1440, height: 3_000 };

const free = (card) => !card.assignee && card.facts.category === 'new';

/** The part of a column that lies in a lane. */
const list = (page, name, lane) => page.getByRole('region', { name: `${name} · ${lane}`, exact: true });
const inList = (page, name, lane, code) => list(page, name, lane).locator(`[data-ticket^="${code.toLowerCase()}"]`);
/** The topmost card of a list, which is in sight. */
const first = async (cards) => ({
  code: (await cards.locator('[data-ticket]').first().getAttribute('data-ticket')).slice(0, 8).toUpperCase(),
});
/** The button that is a lane's head. */
const head = (page, lane) => page.getByRole('button', { name: new RegExp(`^${lane} ?: ?\\d+ ticket`) });
const lanes = (page) => page.locator('.lane .lane-name').allInnerTexts();

describe('a board with lanes', () => {
  const here = stage();

  test('lanes are chosen, add up to their columns, and stay over a reload; without scripts they are there, too', async (t) => {
    const page = await here.visit(t, 'gerente', undefined, { viewport: HIGH });
    const count = async () => page.locator('.column-head .column-count').allInnerTexts();
    const [before, wip] = [await count(), await page.locator('.wip').allInnerTexts()];
    await page.getByRole('button', { name: new RegExp(`^${w.board.lanes}`) }).click();
    await page.getByRole('link', { name: w.board.lanes_agent, exact: true }).click();
    await head(page, NOBODY).waitFor();
    assert.match(page.url(), /raias=atendente/);
    const names = await lanes(page);
    assert.equal(names[0], NOBODY, 'nobody’s comes first');
    assert.deepEqual(names.slice(1), names.slice(1).toSorted((a, b) => a.localeCompare(b, 'pt-BR')));
    assert.ok(names.includes(NAMES.agente) && names.includes(NAMES.agente2), names.join());
    assert.deepEqual(await count(), before, 'the columns hold what they held');
    assert.deepEqual(await page.locator('.wip').allInnerTexts(), wip, 'and say their limits');
    const inLanes = await page.locator('.lane-head .column-count').allInnerTexts();
    const sum = (texts) => texts.reduce((all, text) => all + Number(text), 0);
    assert.equal(sum(inLanes), sum(before));
    for (const card of await list(page, ACTIVE, NAMES.agente2).locator('[data-ticket]').all()) {
      assert.match(await card.innerText(), new RegExp(NAMES.agente2));
    }
    await page.reload();
    await head(page, NAMES.agente).waitFor();
    // A department no card names: the desk does.
    await page.getByRole('button', { name: new RegExp(`^${w.board.lanes}`) }).click();
    await page.getByRole('link', { name: w.board.lanes_department, exact: true }).click();
    await head(page, 'Suporte').waitFor();
    const departments = await lanes(page);
    assert.equal(await head(page, NOBODY).count(), 0);
    await page.reload();
    await head(page, 'Suporte').waitFor();
    assert.deepEqual(await lanes(page), departments);
    const plain = await here.page(t, { javaScriptEnabled: false, storageState: await page.context().storageState() });
    await plain.goto('/quadro?raias=prioridade');
    assert.deepEqual(await lanes(plain), ['urgent', 'high', 'medium', 'low'].map((name) => w.ticket_words[`priority_${name}`]));
    assert.ok((await plain.locator('.lane [data-ticket]').count()) > 20);
  });

  test('a drop in another lane moves and assigns in one request, says both, and is taken back as one', async (t) => {
    const page = await here.visit(t, 'gerente', '/quadro?raias=atendente', { viewport: HIGH });
    const other = await here.visit(t, 'agente', '/quadro?raias=atendente', { viewport: HIGH });
    const card = await first(list(page, NEW, NOBODY));
    const asked = [];
    page.on('request', (request) => request.url().includes('/api/execute') && asked.push(request));
    await pickUp(page, card.code);
    await carryTo(page, await middle(list(page, ACTIVE, NAMES.agente2), 0.06));
    await shot(page, 'lanes-drag');
    await page.mouse.up();
    await inList(page, ACTIVE, NAMES.agente2, card.code).waitFor();
    await waitAssignee(page, card.code, NAMES.agente2);
    await waitFocus(page, card.code);
    const told = toast(page, fill(w.board.toast_moved, { code: card.code, status: ACTIVE }));
    assert.match(await told.innerText(), new RegExp(NAMES.agente2), 'both changes are named');
    assert.equal(asked.length, 1);
    await inList(other, ACTIVE, NAMES.agente2, card.code).waitFor();
    await page.reload();
    await hydrated(page);
    await inList(page, ACTIVE, NAMES.agente2, card.code).waitFor();
    // Once more, to take it back.
    await pickUp(page, card.code);
    await carryTo(page, await middle(list(page, ACTIVE, NAMES.agente), 0.3));
    await page.mouse.up();
    await inList(other, ACTIVE, NAMES.agente, card.code).waitFor();
    await undo(page);
    await inList(page, ACTIVE, NAMES.agente2, card.code).waitFor();
    await inList(other, ACTIVE, NAMES.agente2, card.code).waitFor();
    await waitAssignee(other, card.code, NAMES.agente2);
  });

  test('priority follows its lane; what a drag cannot change is refused in words while it hovers', async (t) => {
    const page = await here.visit(t, 'admin', '/quadro?raias=prioridade', { viewport: HIGH });
    const [urgent, low] = [w.ticket_words.priority_urgent, w.ticket_words.priority_low];
    const card = await first(list(page, NEW, low));
    await cardOf(page, card.code).scrollIntoViewIfNeeded();
    await pickUp(page, card.code);
    // To the upper edge, where the board comes to meet it.
    await carryTo(page, await middle(page.locator('.lane-heads')));
    await page.waitForFunction(() => document.querySelector('.board').scrollTop === 0);
    await carryTo(page, await middle(list(page, NEW, urgent), 0.3));
    await page.mouse.up();
    await inList(page, NEW, urgent, card.code).waitFor();
    assert.equal(await inList(page, NEW, low, card.code).count(), 0);
    assert.equal((await ticketOf(page, card.code)).body.team.content.card.facts.priority, 'urgent');
    for (const [division, sentence] of [
      ['organizacao', w.board.lane_organization_stays],
      ['departamento', w.board.lane_department_stays],
    ]) {
      await page.goto(`/quadro?raias=${division}`);
      await hydrated(page);
      const [own, elsewhere] = await page.locator('.lane').evaluateAll((all, id) => {
        const holds = (lane) => lane.querySelector(`[data-ticket^="${id}"]`) !== null;
        return [all.findIndex(holds), all.findIndex((lane) => !holds(lane))];
      }, card.code.toLowerCase());
      assert.ok(own >= 0 && elsewhere >= 0);
      await cardOf(page, card.code).scrollIntoViewIfNeeded();
      await pickUp(page, card.code);
      await carryTo(page, await middle(page.locator('.lane').nth(elsewhere).locator('.column').nth(1), 0.5));
      await page.locator('.drag-says.refused', { hasText: sentence }).waitFor();
      await page.mouse.up();
      await page.getByText(sentence).first().waitFor();
      assert.equal(await page.locator('.lane').nth(own).locator(`[data-ticket^="${card.code.toLowerCase()}"]`).count(), 1);
    }
  });

  test('by the keyboard: down through the lanes, and a lifted card over their edge', async (t) => {
    const page = await here.visit(t, 'gerente', '/quadro?raias=prioridade&ordem=manual', { viewport: HIGH });
    const names = ['urgent', 'high', 'medium', 'low'].map((name) => w.ticket_words[`priority_${name}`]);
    const codes = async (lane) => {
      const ids = await list(page, ACTIVE, lane).locator('[data-ticket]').evaluateAll((all) => all.map((card) => card.dataset.ticket));
      return ids.map((id) => id.slice(0, 8).toUpperCase());
    };
    const [high, medium] = [await codes(names[1]), await codes(names[2])];
    assert.ok(high.length > 0 && medium.length > 0);
    await cardOf(page, high.at(-1)).focus();
    await page.keyboard.press('ArrowDown');
    await waitFocus(page, medium[0]);
    await page.keyboard.press('ArrowUp');
    await waitFocus(page, high.at(-1));
    const card = high.at(-1);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await waitSaid(page, 'assertive', `${ACTIVE} · ${names[2]}`);
    await page.keyboard.press('Space');
    await inList(page, ACTIVE, names[2], card).waitFor();
    await waitFocus(page, card);
    assert.deepEqual(await codes(names[2]), [card, ...medium]);
    await page.keyboard.press('Control+z');
    await inList(page, ACTIVE, names[1], card).waitFor();
  });

  test('a lane folds to its head; a lane that is not there yet comes in with its first card', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?raias=atendente', { viewport: HIGH });
    await head(page, NAMES.agente).click();
    await list(page, ACTIVE, NAMES.agente).waitFor({ state: 'detached' });
    assert.equal(await head(page, NAMES.agente).getAttribute('aria-expanded'), 'false');
    await head(page, NAMES.agente).click();
    await list(page, ACTIVE, NAMES.agente).waitFor();

    const boss = await here.visit(t, 'gerente');
    const card = find(await boardOf(boss), 'a new one of nobody’s', free);
    await page.goto(`/quadro?raias=atendente&q=${card.code}`);
    await hydrated(page);
    assert.deepEqual(await lanes(page), [NOBODY]);
    const bruno = find(await boardOf(boss), 'one of Bruno’s', (other) => other.assignee?.name === NAMES.agente2).assignee.id;
    await execute(boss, { change: [card.facts.id, { assign: bruno }] });
    await inList(page, NEW, NAMES.agente2, card.code).waitFor();
    assert.deepEqual(await lanes(page), [NOBODY, NAMES.agente2]);
    assert.equal(await head(page, NAMES.agente2).count(), 1);
    // "1 de 17": the filter hides the others, and the column says so.
    const shown = await page.locator('.lane-heads .column-count').first().innerText();
    assert.match(shown, new RegExp(`^${fill(w.board.count_of, { count: '1', whole: '\\d+' })}$`));
  });

  test('it looks as it should, at every width, in both themes', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?raias=atendente');
    await looks(page, 'lanes-1440');
    await page.locator('.board').evaluate((board) => board.scrollTo(0, 600));
    await page.waitForTimeout(300);
    await shot(page, 'lanes-scrolled');
    // The heads stay above what is scrolled under them.
    const top = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect().top);
    assert.ok(Math.abs((await top('.lane-heads')) - (await top('.board'))) < 2);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await shot(page, 'lanes-1920');
    const phone = await here.visit(t, 'agente', '/quadro?raias=atendente', { viewport: PHONE, hasTouch: true, isMobile: true });
    await looks(phone, 'lanes-390');
    await noSidewaysScroll(phone, 'the phone’s board');
  });

  test('only lanes near the screen are drawn', async (t) => {
    const page = await here.visit(t, 'admin', '/quadro?raias=organizacao');
    const last = page.locator('.lane').last();
    await page.waitForFunction(() => document.querySelectorAll('.lane:last-of-type [data-ticket]').length === 0);
    const held = Number(await last.locator('.lane-head .column-count').innerText());
    assert.ok(held > 0);
    await last.scrollIntoViewIfNeeded();
    await last.locator('[data-ticket]').first().waitFor();
    assert.equal(await column(page, NEW).count(), 0, 'the columns are divided');
  });
});
