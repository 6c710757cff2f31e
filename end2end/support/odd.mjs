// Texts that reach out of their place, and the tickets that hold them.
import { execute } from './ask.mjs';

const MARKS = Array.from({ length: 210 }, (_, n) => String.fromCharCode(0x300 + (n % 0x50))).join('');

/** What people write, and what must not happen to the words around it. */
export const ODD = {
  zalgo: `Ol${MARKS}á`,
  // Hebrew with a number and brackets: its parts change places in a sentence from left to right.
  hebrew: 'שלום (הזמנה 42) תודה',
  arabic: 'مرحبا (طلب 7): شكرا',
  endless: 'x'.repeat(5_000),
  emoji: '👩‍👩‍👧‍👦 👍🏽 🇧🇷 e café',
  turned: 'nota\u202efdp.exe',
};

/** Opens a ticket in the name of the page's visitor. Answers its id. */
export async function openOdd(page, department, title, description = 'Texto.') {
  const { status, body } = await execute(page, {
    open: { title, description, contact: null, department, priority: null },
  });
  if (status !== 200) throw new Error(`not opened: ${status} ${JSON.stringify(body)}`);
  return body.done.ticket;
}
