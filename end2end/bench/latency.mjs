// How long the screen takes to answer a person: the longest interaction of each deed, as browsers measure it (INP).
import { cardOf, codesIn, openMoveDialog } from '../support/board.mjs';
import { carryTo, inColumn, middle, pickUp } from '../support/pointer.mjs';
import { panel } from '../support/ticket.mjs';
import { words } from '../support/words.mjs';
import { onPage, settled } from './visitor.mjs';

const w = words();
const { status_active: ACTIVE, status_done: DONE } = w.ticket_words;
/** The finest that browsers tell; what is faster is told as this. */
const FINEST_MS = 16;

/** What a person does, by its name. */
const DEEDS = {
  move_menu: async (page, code, to) => {
    const dialog = await openMoveDialog(page, code);
    await dialog.choose(to.name);
    await dialog.move();
  },
  move_key: async (page, code, to) => {
    await cardOf(page, code).focus();
    await page.keyboard.press(`Shift+Digit${to.index}`);
  },
  move_drop: async (page, code, to) => {
    await pickUp(page, code);
    await carryTo(page, await inColumn(page, to.name));
    await page.mouse.up();
  },
  open: async (page, code) => {
    const at = await middle(cardOf(page, code), 0.8);
    await page.mouse.click(at.x, at.y);
    await panel(page).waitFor();
  },
  filter_text: async (page) => {
    await page.locator('#board-filter').click();
    await page.keyboard.type('nota', { delay: 80 });
    await page.keyboard.press('Enter');
  },
  filter_chip: async (page) => {
    await page.locator('[data-view=meus]').click();
  },
};

/** The names of the kinds. */
export const KINDS = Object.keys(DEEDS);

/** Does each of them once on a board that is at rest, with a processor that many times slower. */
export async function latency({ manager, notes }, turn, slower) {
  // A card is finished in one round and another taken up again in the next: the columns stay as they are.
  const both = [{ name: ACTIVE, index: 2 }, { name: DONE, index: 3 }];
  const [from, to] = turn % 2 ? both : both.reverse();
  return onPage(
    manager,
    '/quadro',
    async (page) => {
      const found = {};
      const client = await page.context().newCDPSession(page);
      await client.send('Emulation.setCPUThrottlingRate', { rate: slower });
      for (const kind of KINDS) {
        const [code] = await codesIn(page, from.name);
        await drain(page);
        await DEEDS[kind](page, code, to);
        await settled(page);
        const told = await drain(page);
        const key = slower > 1 ? `${kind}_slow` : kind;
        found[key] = Math.max(FINEST_MS, ...told.map(({ duration }) => duration));
        (notes[key] ??= []).push(told);
        if (kind === 'open') await page.keyboard.press('Escape');
        if (kind === 'filter_text') await page.getByRole('button', { name: w.board.filter_clear }).click();
        if (kind === 'filter_chip') await page.locator('[data-view=todos]').click();
        await settled(page);
      }
      return found;
    },
    (page) => page.addInitScript(listen, FINEST_MS),
  );
}

/** What was told since the last time. */
async function drain(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        // Entries come after the frame that they measure.
        requestAnimationFrame(() => setTimeout(() => done(globalThis.interactions.splice(0)), 100));
      }),
  );
}

/** Runs in the page before anything else. */
function listen(finest) {
  globalThis.interactions = [];
  new PerformanceObserver((list) => {
    for (const { interactionId, name, startTime, duration, processingStart, processingEnd, target } of list.getEntries()) {
      if (!interactionId) continue;
      const of = target?.dataset?.ticket ? 'card' : `${target?.tagName ?? ''}.${target?.className ?? ''}`;
      const waited = processingStart - startTime;
      globalThis.interactions.push({ interactionId, name, of, duration, waited, worked: processingEnd - processingStart });
    }
  }).observe({ type: 'event', durationThreshold: finest, buffered: true });
}
