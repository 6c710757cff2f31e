// A card in the hand of the keyboard, while others work on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ask, boardOf, cardsOf, codeOf, execute, find } from '../support/ask.mjs';
import { cardOf, codesIn, column, hasFocus, lineOf, toast, waitFocus, waitIn, waitSaid } from '../support/board.mjs';
import { NAMES } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { fill, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE, status_done: DONE } = w.ticket_words;

/** So high that all of a column is mounted. */
const HIGH = { width: 1440, height: 3_000 };

const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';
const move = ({ facts }, status) => ({
  change: [facts.id, { move: { status, anchor: null, seen: facts.seq, confirm: true, reason: null } }],
});

describe('a lifted card', () => {
  const here = stage();

  test('comes to lie where it was told to, whatever came in above; colleagues see whose hand it is in', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual', { viewport: HIGH });
    const boss = await here.visit(t, 'gerente', '/quadro?ordem=manual');
    const board = await boardOf(page, { order: 'manual' });
    const [card] = cardsOf(board).filter((card) => card.facts.category === 'new');
    const other = cardsOf(board).filter((card) => card.facts.category === 'done')[0];
    const before = await codesIn(page, ACTIVE);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await waitSaid(page, 'assertive', new RegExp(`${ACTIVE}, posição 3 de ${before.length + 1}`));
    await boss.locator(`.card.elsewhere[data-ticket="${card.facts.id}"]`).waitFor();
    // It would come in at the top of that column.
    await execute(boss, move(other, 2));
    await waitIn(boss, other.code, ACTIVE);
    await column(page, ACTIVE).locator('.waiting').waitFor();
    assert.deepEqual(await codesIn(page, ACTIVE), before);
    await page.keyboard.press('Space');
    await waitIn(page, other.code, ACTIVE);
    await waitIn(page, card.code, ACTIVE);
    const after = (await codesIn(page, ACTIVE)).filter((code) => code !== other.code);
    assert.deepEqual(after, [...before.slice(0, 2), card.code, ...before.slice(2)]);
    await boss.locator(`.card.elsewhere[data-ticket="${card.facts.id}"]`).waitFor({ state: 'detached' });
  });

  test('who goes on with the mouse has put it back, and holds nobody’s changes', async (t) => {
    const page = await here.visit(t, 'agente');
    const boss = await here.visit(t, 'gerente');
    const cards = cardsOf(await boardOf(page));
    const [card, other] = cards.filter(mine);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await page.locator('.board.lifting').waitFor();
    await column(page, DONE).locator('h2').click();
    await page.locator('.board:not(.lifting)').waitFor();
    await execute(boss, move(other, 3));
    await waitIn(page, other.code, DONE);
    await waitIn(page, card.code, ACTIVE);
  });

  test('who else moves it is named; dropping keeps one’s own choice', async (t) => {
    const page = await here.visit(t, 'agente');
    const boss = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await execute(boss, move(card, 1));
    const text = fill(w.board.drag_overtaken, { name: NAMES.gerente, status: NEW });
    await toast(page, text).waitFor();
    await waitSaid(page, 'assertive', text);
    await page.keyboard.press('Space');
    await waitIn(page, card.code, DONE);
    await waitIn(boss, card.code, DONE);
  });
});

describe('a moved card', () => {
  const here = stage();

  test('in the order of changes lies on top, as it is told', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=atualizados');
    const own = cardsOf(await boardOf(page, { order: 'updated' })).filter(mine);
    const { code } = own.at(-1);
    await cardOf(page, code).focus();
    await page.keyboard.press('Shift+Digit3');
    await waitIn(page, code, DONE);
    await waitSaid(page, 'assertive', new RegExp(`${code}.*posição 1 de`));
    await page.locator(`li[aria-posinset="1"]:has(> [data-ticket^="${code.toLowerCase()}"])`).waitFor();
    await waitFocus(page, code);
  });
});

describe('a card over a long column', () => {
  const here = stage({ args: ['--tickets', '5000'] });

  test('is told its place as far as it is known, of all cards', async (t) => {
    const page = await here.visit(t, 'agente');
    const { columns } = (await boardOf(page)).counts;
    const cards = cardsOf(await boardOf(page)).filter((card) => card.facts.category === 'new');
    await cardOf(page, cards[0].code).focus();
    await page.keyboard.press('Space');
    await waitSaid(page, 'assertive', new RegExp(`posição 1 de ${columns[0].cards}`));
    await page.keyboard.press('Escape');
    // The calmest card of all comes after everything that is loaded.
    await page.keyboard.press('End');
    await page.waitForFunction((total) => document.activeElement?.closest('li')?.getAttribute('aria-posinset') === String(total), columns[0].cards);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await column(page, ACTIVE).getByText(/ficará depois do 24º/).waitFor();
    await waitSaid(page, 'assertive', /ficará depois do 24º/);
    await page.keyboard.press('Escape');
  });

  test('a card that is moved to a place far down keeps the focus, under the eye, and its place is told', async (t) => {
    const page = await here.visit(t, 'gerente');
    const query = { filter: { view: 'all', department: null, text: '' }, order: 'sla', lanes: 'none' };
    let pages = 0;
    page.on('request', (request) => {
      pages += Number(request.url().endsWith('/api/column') && request.postDataJSON().column === 2);
    });
    const followed = async (card) => {
      const code = await card.getAttribute('data-code');
      await cardOf(page, code).focus();
      pages = 0;
      await page.keyboard.press('Shift+Digit2');
      await waitIn(page, code, ACTIVE);
      const told = await page.waitForFunction(
        (code) => new RegExp(`${code}.*posição (\\d+) de`).exec(document.querySelector('#assertive').innerText)?.[1],
        code,
      );
      await page.waitForFunction((id) => {
        const card = document.activeElement.closest(`[data-ticket^="${id}"]`);
        if (!card) return false;
        const [own, list] = [card.getBoundingClientRect(), card.closest('.cards').getBoundingClientRect()];
        return own.top > list.top - 1 && own.bottom < list.bottom + 1;
      }, code.toLowerCase());
      const place = await lineOf(page, code).getAttribute('aria-posinset');
      assert.equal(await told.jsonValue(), place, 'what is told is where it lies');
      const { body } = await ask(page, 'column', { query, column: 2, lane: null, from: { at: place - 1 } });
      assert.equal(codeOf(body.cards[0].facts.id), code, 'and where the desk has it');
      // Its own, and one above and below where they are seen.
      assert.ok(pages <= 3, `${pages} pages were loaded for one move`);
      return Number(place);
    };
    // One that was finished: only the desk knows when it is due.
    await followed(column(page, DONE).locator('[data-ticket]').first());
    // One that waits calmly: its place is beyond what is loaded.
    const list = column(page, NEW).locator('.cards');
    await list.evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
    await page.waitForFunction(() => document.querySelectorAll('section.column:first-of-type li[aria-posinset]')[6]?.ariaPosInSet > 100);
    const place = await followed(list.locator('[data-ticket]').nth(6));
    assert.ok(place > 100, `place ${place}`);
  });

  test('who has gone on is not called back by a late answer', async (t) => {
    const page = await here.visit(t, 'gerente');
    // The first is the one that asks where the card lies.
    let late = 0;
    await page.route('**/api/summary', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
      late += 1;
    });
    const [code] = await codesIn(page, DONE);
    const [first] = await codesIn(page, NEW);
    await cardOf(page, code).focus();
    await page.keyboard.press('Shift+Digit2');
    await waitSaid(page, 'assertive', fill(w.board.said_moved, { code, from: DONE, to: ACTIVE }));
    await page.keyboard.press('1');
    await waitFocus(page, first);
    while (late === 0) await page.waitForTimeout(100);
    await page.waitForTimeout(300);
    assert.ok(await hasFocus(page, first));
    assert.equal(await column(page, ACTIVE).locator('.cards').evaluate((list) => list.scrollTop), 0);
  });
});
