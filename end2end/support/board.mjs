// The board, as tests speak of it.

/** The card of a ticket: its id begins with the code (R11). */
export const cardOf = (page, code) => page.locator(`[data-ticket^="${code.toLowerCase()}"]`);

/** A card with what is said beside it. */
export const lineOf = (page, code) => page.locator(`li:has(> [data-ticket^="${code.toLowerCase()}"])`);

/** The link that is a card's title. */
export const titleOf = (page, code) => cardOf(page, code).getByRole('link').first();

/** A column, by the name of its status. */
export const column = (page, name) => page.getByRole('region', { name: new RegExp(`^${name}:`) });

/** Does a line of a column's "⋯" menu. */
export async function columnMenu(page, name, line) {
  await column(page, name).locator('.column-more').click();
  await column(page, name).locator('.column-list').getByText(line, { exact: true }).click();
}

/** The codes of a column's cards, topmost first. */
export async function codesIn(page, name) {
  const ids = await column(page, name)
    .locator('[data-ticket]')
    .evaluateAll((cards) => cards.map((card) => card.dataset.ticket));
  return ids.map((id) => id.slice(0, 8).toUpperCase());
}

/** Waits until a card lies in a column. */
export async function waitIn(page, code, name, timeout = 5_000) {
  await column(page, name).locator(`[data-ticket^="${code.toLowerCase()}"]`).waitFor({ timeout });
}

/** Writes down when cards take on another look: `looks[id][look]` is the time of the first sight. */
export async function watchLooks(page, ids) {
  await page.evaluate((ids) => {
    globalThis.looks = Object.fromEntries(ids.map((id) => [id, {}]));
    const look = () => {
      for (const id of ids) {
        const kind = document.querySelector(`[data-ticket="${id}"] [data-sla]`)?.dataset.sla;
        if (kind) globalThis.looks[id][kind] ??= Date.now();
      }
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-sla'],
    });
  }, ids);
}

/** Writes down which cards are drawn anew or change inside, by their ids. */
export async function watchCards(page) {
  await page.evaluate(() => {
    globalThis.changed = new Set();
    const note = (card) => card && globalThis.changed.add(card.dataset.ticket);
    const around = (node) => (node instanceof Element ? node : node.parentElement)?.closest('[data-ticket]');
    globalThis.watcher = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        note(around(target));
        // A card that is put in anew is drawn anew.
        for (const node of addedNodes) {
          if (node instanceof Element) [node, ...node.querySelectorAll('*')].filter((e) => e.dataset?.ticket).forEach(note);
        }
      }
    });
    globalThis.watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** The ids of the cards that changed since `watchCards`. */
export const changedCards = (page) => page.evaluate(() => [...globalThis.changed]);

/** What a live region said last. */
export const said = (page, region) => page.locator(`#${region}`).innerText();

/** Waits until a live region says something that fits. */
export async function waitSaid(page, region, pattern) {
  await page.locator(`#${region}`).filter({ hasText: pattern }).waitFor({ state: 'attached' });
}

/** Whether the focus is on that card or inside of it. */
export const hasFocus = (page, code) =>
  page.evaluate((code) => {
    const card = document.activeElement?.closest('[data-ticket]');
    return card?.dataset.ticket.startsWith(code.toLowerCase()) ?? false;
  }, code);

/** Waits until the focus is on that card or inside of it. */
export const waitFocus = (page, code) =>
  page.waitForFunction(
    (code) => document.activeElement?.closest('[data-ticket]')?.dataset.ticket.startsWith(code.toLowerCase()),
    code,
    { timeout: 4_000 },
  );

/** A note at the bottom left. */
export const toast = (page, text) => page.locator('.toast').filter({ hasText: text }).first();

/** Takes back what the newest note tells. */
export const undo = (page) => page.locator('.toast').getByRole('button', { name: /^Desfazer/ }).last().click();

/** Waits until a card shows who is responsible. */
export const waitAssignee = (page, code, name, timeout) =>
  cardOf(page, code).getByText(`Responsável: ${name}`).waitFor({ state: 'attached', timeout });

/** How the connection stands, as the top bar says it. */
export const pill = (page) => page.locator('[data-link]');

/** Opens the menu "⋯" of a card. */
export async function openMenu(page, code) {
  await page.getByRole('button', { name: new RegExp(`^Ações do ticket ${code}`) }).click();
  const menu = page.getByRole('menu');
  await menu.waitFor();
  return menu;
}

/** Opens "⋯ › Mover para…" of a card. Answers what one does there. */
export async function openMoveDialog(page, code) {
  const menu = await openMenu(page, code);
  await menu.getByRole('menuitem', { name: 'Mover para…' }).click();
  return moveDialog(page);
}

/** The dialog "Mover para…" that is open, or is opening. */
export async function moveDialog(page) {
  const dialog = page.getByRole('dialog', { name: /^Mover [0-9A-F]{8} para/ });
  await dialog.waitFor();
  return {
    dialog,
    /** The line of a status. */
    status: (name) => dialog.getByRole('radio', { name: new RegExp(`^${name.replace(/[()]/g, '\\$&')}`) }),
    choose: (name) => dialog.getByRole('radio', { name: new RegExp(`^${name.replace(/[()]/g, '\\$&')}`) }).check(),
    move: () => dialog.getByRole('button', { name: 'Mover', exact: true }).click(),
  };
}

/** Moves a card by its menu. */
export async function moveByMenu(page, code, status) {
  const dialog = await openMoveDialog(page, code);
  await dialog.choose(status);
  await dialog.move();
  await dialog.dialog.waitFor({ state: 'detached' });
}
