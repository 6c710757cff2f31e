// What the desk itself says: asked over the same addresses as the screens ask, in the name of the page's visitor.

/** Calls a server function as the page would. Answers its status and its body. */
export async function ask(page, name, argument) {
  return page.evaluate(
    async ([name, argument]) => {
      const response = await fetch(`/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(argument),
      });
      const text = await response.text();
      try {
        return { status: response.status, body: JSON.parse(text) };
      } catch {
        return { status: response.status, body: text };
      }
    },
    [name, argument],
  );
}

/**
 * Waits until the desk has answered what the page sent: a screen shows a change before that. What is queued offline
 * waits longer than this does.
 */
async function answered(page) {
  await page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'chama')) return;
    const db = await new Promise((resolve) => {
      const opening = indexedDB.open('chama');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => resolve(null);
    });
    if (!db?.objectStoreNames.contains('outbox')) return void db?.close();
    const waiting = () =>
      new Promise((resolve) => {
        const counting = db.transaction('outbox').objectStore('outbox').count();
        counting.onsuccess = () => resolve(counting.result);
        counting.onerror = () => resolve(0);
      });
    for (let tries = 0; tries < 60 && (await waiting()) > 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    db.close();
  });
}

/** A board with everything that the visitor may see on its first page. */
export async function boardOf(page, { view = 'all', text = '', order = 'sla' } = {}) {
  const query = { filter: { view, department: null, text }, order };
  await answered(page);
  const { status, body } = await ask(page, 'board', { query, department: null });
  if (status !== 200) throw new Error(`the desk does not show its board: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** The code of a ticket: what people see and say (R11). */
export const codeOf = (id) => id.replaceAll('-', '').slice(0, 8).toUpperCase();

/** All cards of a board with their code and column. */
export function cardsOf(board) {
  return board.columns.flatMap((column) =>
    column.cards.map((card) => ({ ...card, code: codeOf(card.facts.id), column: column.id })),
  );
}

/** The one card that fits, or the error that says what was looked for. */
export function find(board, what, fits) {
  const card = cardsOf(board).find(fits);
  if (!card) throw new Error(`the demo has no card: ${what}`);
  return card;
}

/** Carries out a command, as a screen would. */
export async function execute(page, command) {
  return ask(page, 'execute', { op_id: crypto.randomUUID(), command });
}

/** A ticket as the desk tells it to the page's visitor: its body by the side that they are on. */
export async function ticketOf(page, code) {
  await answered(page);
  const side = (await page.evaluate(() => document.documentElement.dataset.side)) === 'team' ? 'team' : 'client';
  const { status, body } = await ask(page, side === 'team' ? 'ticket' : 'my_ticket', { code });
  return { status, body: { [side]: body } };
}
