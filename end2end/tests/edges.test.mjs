// The drag at its edges: of the screen, of the column, of a limit; a pen, a colleague's face, and other languages.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boardOf, cardsOf, execute, find } from '../support/ask.mjs';
import { cardOf, codesIn, column, lineOf, toast, waitAssignee, waitFocus, waitIn, waitSaid } from '../support/board.mjs';
import { PHONE, screenshot } from '../support/browser.mjs';
import { looks } from '../support/looks.mjs';
import { NAMES, comeIn, hydrated } from '../support/people.mjs';
import { carryTo, carryToDock, drag, inColumn, middle, pickUp } from '../support/pointer.mjs';
import { stage } from '../support/stage.mjs';
import { fill, pattern, words } from '../support/words.mjs';

const w = words();
const { status_new: NEW, status_active: ACTIVE, status_done: DONE } = w.ticket_words;

const free = (card) => !card.assignee && card.facts.category === 'new';
const mine = (card) => card.assignee?.name === NAMES.agente && card.facts.category === 'active';

describe('at the edges', () => {
  const here = stage();

  test('a card that is dropped on a colleague’s face is theirs', async (t) => {
    const page = await here.visit(t, 'gerente');
    const card = find(await boardOf(page), 'a free one', free);
    await pickUp(page, card.code);
    const face = page.locator('.dock [data-dock]').filter({ hasText: NAMES.agente2 });
    await face.waitFor();
    assert.match(await face.innerText(), /\d/, 'with how much they have to do');
    await carryToDock(page, face);
    await page.mouse.up();
    await waitAssignee(page, card.code, NAMES.agente2);
    await waitIn(page, card.code, NEW);
    await toast(page, fill(w.board.action_assign, { name: NAMES.agente2 })).waitFor();
  });

  test('what is dropped in passing over the dock is meant for the column below it', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'a free one', free);
    await pickUp(page, card.code);
    const items = page.locator('.dock [data-dock]');
    await items.first().waitFor();
    // An item that lies over the column.
    const below = await column(page, ACTIVE).boundingBox();
    const boxes = await items.evaluateAll((all) => all.map((item) => item.getBoundingClientRect().toJSON()));
    const over = boxes
      .map((box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 }))
      .find(({ x, y }) => x > below.x && x < below.x + below.width && y < below.y + below.height);
    assert.ok(over, 'the dock reaches over the column');
    await page.mouse.move(over.x, over.y - 200, { steps: 6 });
    await page.mouse.move(over.x, over.y, { steps: 2 });
    await page.mouse.up();
    await waitIn(page, card.code, ACTIVE);
  });

  test('on a phone a note lies at the top and is as high as its words, also over the bar of chosen cards', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { viewport: PHONE });
    const [first, second] = cardsOf(await boardOf(page)).filter(free);
    await cardOf(page, first.code).focus();
    await page.keyboard.press('i');
    await cardOf(page, second.code).focus();
    await page.keyboard.press('x');
    await page.getByRole('toolbar').waitFor();
    const note = page.locator('.toast').first();
    await note.waitFor();
    await screenshot(page, 'note-phone-bulk');
    const { y, height } = await note.boundingBox();
    assert.ok(y < 80 && height < 160, `${y} ${height}`);
    const around = await page.locator('.toasts').boundingBox();
    assert.ok(around.height < 160, 'nothing unseen lies over the cards');
  });

  test('on a narrow screen the board scrolls sideways under a card in the air', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { viewport: { width: 760, height: 800 } });
    const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
    await pickUp(page, card.code);
    await carryTo(page, { x: 748, y: 400 });
    await page.waitForFunction(() => {
      const board = document.querySelector('.board');
      return board.scrollLeft > 40 && board.scrollLeft + board.clientWidth > board.scrollWidth - 20;
    });
    await carryTo(page, await inColumn(page, DONE));
    await page.mouse.up();
    await waitIn(page, card.code, DONE);
  });

  test('a pen carries as a mouse does', async (t) => {
    const page = await here.visit(t, 'agente');
    const card = find(await boardOf(page), 'a free one', free);
    const client = await page.context().newCDPSession(page);
    const pen = (type, { x, y }, button = 'left') =>
      client.send('Input.dispatchMouseEvent', { type, x, y, button, buttons: type === 'mouseReleased' ? 0 : 1, clickCount: 1, pointerType: 'pen' });
    const [from, to] = [await middle(cardOf(page, card.code), 0.8), await inColumn(page, ACTIVE)];
    await pen('mousePressed', from);
    for (let step = 1; step <= 8; step += 1) {
      await pen('mouseMoved', { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 });
    }
    await page.locator('html.carrying').waitFor();
    await page.locator('.column.over').waitFor();
    await pen('mouseReleased', to);
    await waitIn(page, card.code, ACTIVE);
  });

  test('a limit is shown in words and colour, over it in amber, with lanes too; a hard one refuses', async (t) => {
    const agent = await here.visit(t, 'agente');
    const over = agent.locator('.wip.over');
    await over.waitFor();
    assert.match(await over.innerText(), /^\d+\/12$/);
    const [inside, limit] = (await over.innerText()).split('/').map(Number);
    assert.ok(inside > limit);
    const amber = await over.evaluate((wip) => getComputedStyle(wip).color);
    await agent.goto('/quadro?raias=prioridade');
    await agent.locator('.board.divided .wip.over').waitFor();
    assert.equal(await agent.locator('.board.divided .wip.over').evaluate((wip) => getComputedStyle(wip).color), amber);

    // The administrator sees both departments: the limit of each is held against its own cards.
    const admin = await here.visit(t, 'admin', '/quadro', { viewport: { width: 1440, height: 3_000 } });
    const board = await boardOf(admin);
    const infra = board.departments.find((department) => department.name === 'Infraestrutura').id;
    const cards = cardsOf(board).filter((card) => card.facts.audience.department === infra && card.facts.category === 'new');
    assert.ok(cards.length >= 2);
    await drag(admin, cards[0].code, ACTIVE);
    await waitIn(admin, cards[0].code, ACTIVE);
    await pickUp(admin, cards[1].code);
    await carryTo(admin, await inColumn(admin, ACTIVE));
    await admin.locator('.column.refuses').waitFor();
    assert.equal(await admin.locator('.drag-says.shown').innerText(), fill(w.ticket_words.refused_wip_limit, { limit: 8 }));
    await admin.mouse.up();
    await lineOf(admin, cards[1].code).getByText(fill(w.ticket_words.refused_wip_limit, { limit: 8 })).waitFor();
    await waitIn(admin, cards[1].code, NEW);
  });

  for (const language of ['en', 'es']) {
    test(`a lifted card is told in ${language}`, async (t) => {
      const own = words(language);
      const page = await here.visit(t, 'agente', '/quadro', { locale: language });
      const card = find(await boardOf(page), 'one of Ana Paula’s', mine);
      const [active, done] = [own.ticket_words.status_active, own.ticket_words.status_done];
      await cardOf(page, card.code).focus();
      await page.keyboard.press('Space');
      await waitSaid(page, 'assertive', pattern(own.board.said_lifted, { code: card.code, title: card.title, column: active }));
      await page.keyboard.press('ArrowRight');
      await waitSaid(page, 'assertive', new RegExp(`^${done}`));
      await page.keyboard.press('Escape');
      await waitSaid(page, 'assertive', fill(own.board.said_cancelled, { code: card.code, column: active }));
    });
  }
});

describe('by the keyboard, farther', () => {
  const here = stage();

  test('Ctrl and arrows go to the ends of the column, Home and End to the first and the last column', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=manual');
    const cards = cardsOf(await boardOf(page, { order: 'manual' }));
    const active = cards.filter((card) => card.facts.category === 'active' && card.column === 2);
    const card = active.find((card) => mine(card) && card !== active.at(-1));
    await cardOf(page, card.code).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+ArrowDown');
    await page.keyboard.press('Space');
    await page.waitForFunction((code) => [...document.querySelectorAll('[data-column="2"] [data-code]')].at(-1)?.dataset.code === code, card.code);
    await waitFocus(page, card.code);
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Space');
    await page.waitForFunction((code) => document.querySelector('[data-column="2"] [data-code]')?.dataset.code === code, card.code);
    await page.keyboard.press('Space');
    await page.keyboard.press('Home');
    await waitSaid(page, 'assertive', new RegExp(NEW));
    await page.keyboard.press('End');
    await waitSaid(page, 'assertive', new RegExp(DONE));
    await page.keyboard.press('Enter');
    await waitIn(page, card.code, DONE);
  });

  test('a second move before the first one\'s frame is there is no conflict with oneself', async (t) => {
    const page = await here.page(t);
    let late = false;
    const kept = [];
    await page.routeWebSocket(/\/feed/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => (late ? kept.push(message) : socket.send(message)));
    });
    await comeIn(page, 'agente');
    const card = find(await boardOf(page), 'one of Ana Paula\'s', mine);
    await cardOf(page, card.code).focus();
    late = true;
    for (const [key, name] of [['Shift+Digit3', DONE], ['Shift+Digit2', ACTIVE], ['Shift+Digit3', DONE]]) {
      const answered = page.waitForResponse('**/api/execute');
      await page.keyboard.press(key);
      await waitIn(page, card.code, name);
      assert.equal((await answered).status(), 200, `to ${name}`);
      await waitFocus(page, card.code);
    }
    late = false;
    await page.waitForTimeout(300);
    assert.ok(kept.length >= 3, 'the frames were held back');
    await page.reload();
    await hydrated(page);
    await waitIn(page, card.code, DONE);
  });

  test('Shift chooses from card to card: with arrows, and with a click', async (t) => {
    const page = await here.visit(t, 'agente');
    const codes = await codesIn(page, NEW);
    const chosen = () => page.locator('.card.selected').evaluateAll((cards) => cards.map((card) => card.dataset.code));
    await cardOf(page, codes[0]).focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    assert.deepEqual(await chosen(), codes.slice(0, 3));
    await page.keyboard.press('Escape');
    await cardOf(page, codes[1]).focus();
    const at = await middle(cardOf(page, codes[4]), 0.8);
    await page.keyboard.down('Shift');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.up('Shift');
    await page.getByRole('toolbar', { name: fill(w.board.chosen_other, { count: 4 }) }).waitFor();
    assert.deepEqual(await chosen(), codes.slice(1, 5));
  });
});

describe('what comes in', () => {
  const here = stage({ args: ['--tickets', '1000'] });

  test('above what is seen is counted on the column, and one click goes there; what is seen lights up', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?ordem=atualizados');
    const boss = await here.visit(t, 'gerente');
    const list = column(page, ACTIVE).locator('.cards');
    await list.evaluate((list) => list.scrollTo(0, 1_500));
    await page.waitForTimeout(300);
    const card = cardsOf(await boardOf(boss)).find(free);
    await execute(boss, { change: [card.facts.id, { move: { status: 2, anchor: null, seen: card.facts.seq, confirm: false, reason: null } }] });
    const fresh = column(page, ACTIVE).locator('.fresh');
    await fresh.waitFor();
    assert.equal((await fresh.innerText()).trim(), fill(w.board.fresh_one, { count: 1 }));
    await screenshot(page, 'fresh');
    await fresh.click();
    await waitIn(page, card.code, ACTIVE);
    await page.waitForFunction((list) => list.scrollTop < 10, await list.elementHandle());
    await fresh.waitFor({ state: 'detached' });
    const other = cardsOf(await boardOf(boss)).filter(free)[1];
    await execute(boss, { change: [other.facts.id, { move: { status: 2, anchor: null, seen: other.facts.seq, confirm: false, reason: null } }] });
    await page.locator(`.card.lit[data-ticket="${other.facts.id}"]`).waitFor();
  });
});

describe('on a phone', () => {
  const here = stage();

  test('the columns stand as tabs with their counts; one tap goes there, a swipe is followed', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro', { viewport: PHONE, hasTouch: true, isMobile: true });
    const tabs = page.getByRole('navigation', { name: w.board.columns });
    const tab = (name) => tabs.getByRole('button', { name: new RegExp(`^${name}`) });
    const current = (name) => page.waitForFunction(
      (name) => document.querySelector('.column-tab[aria-current]')?.textContent.startsWith(name), name);
    const board = await boardOf(page);
    assert.match(await tab(NEW).innerText(), new RegExp(`${board.counts.columns[0].cards}`));
    await current(NEW);
    await looks(page, 'phone-tabs');
    await tab(DONE).tap();
    await current(DONE);
    const box = await column(page, DONE).boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width + 1, 'the whole column is seen');
    await page.locator('.board').evaluate((board) => board.scrollTo(0, 0));
    await current(NEW);
  });
});
