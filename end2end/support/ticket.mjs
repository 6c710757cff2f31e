// A ticket's page and panel, as tests speak of them.
import { cardOf } from './board.mjs';
import { hydrated } from './people.mjs';
import { fill, words } from './words.mjs';

const w = words();

/** Opens a ticket as a page, and waits until it works. */
export async function openTicket(page, code) {
  await page.goto(`/t/${code}`);
  await hydrated(page);
}

/** The ticket beside the board. */
export const panel = (page) => page.locator('section[aria-labelledby="ticket-title"]');

/** Opens the ticket of a card in the panel, and asks there for a tag by key T. */
export async function tagInPanel(page, card, name) {
  await cardOf(page, card.code).focus();
  await page.keyboard.press('Enter');
  await panel(page).getByRole('heading', { name: card.title }).first().waitFor();
  await page.keyboard.press('t');
  await page.waitForFunction(() => document.activeElement.id === 'tag-new');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

/** What people have written publicly and internally, oldest first. */
export const messages = (page) => page.locator('ol .said-text').allInnerTexts();

/** Where one writes to the other side. */
export async function replyBox(page) {
  const box = page.locator('#reply-text');
  await box.waitFor({ state: 'attached' });
  if (!(await box.isVisible())) await page.locator('.to-public').click();
  await box.waitFor();
  return box;
}

/** Where one writes to colleagues. */
export const commentBox = (page) => page.locator('#comment-text');

/** Presses the button of the box in which one writes to the other side. */
export async function send(page) {
  await replyBox(page);
  await page.locator('form:has(#reply-text) button[type=submit]').click();
}

/** Writes to the other side, and waits until it is out of the box. */
export async function reply(page, text) {
  await (await replyBox(page)).fill(text);
  await send(page);
  await page.waitForFunction(() => document.querySelector('#reply-text')?.value === '');
}

/** Writes to the other side and gives the ticket another status with the same click (R75). */
export async function replyAs(page, text, status) {
  await (await replyBox(page)).fill(text);
  await page.getByRole('button', { name: w.ticket.send_and }).first().click();
  await page.getByRole('button', { name: fill(w.ticket.send_as, { status }) }).click();
  await page.waitForFunction(() => document.querySelector('#reply-text')?.value === '');
}

/** Writes an internal comment (R17). */
export async function comment(page, text) {
  await writeInternally(page);
  await commentBox(page).fill(text);
  await page.locator('form:has(#comment-text) button[type=submit]').click();
  await page.waitForFunction(() => document.querySelector('#comment-text')?.value === '');
}

/** Opens the box for internal comments. */
export async function writeInternally(page) {
  await commentBox(page).waitFor({ state: 'attached' });
  if (!(await commentBox(page).isVisible())) await page.locator('.to-internal').click();
  await commentBox(page).waitFor();
}

/** Waits until a client's ticket stands at that step. */
export async function currentStep(page, name) {
  await page.locator('[aria-current=step]').filter({ hasText: name }).waitFor({ timeout: 3_000 });
}

/** Waits until the status buttons show that status as the present one. */
export async function statusOf(page, name) {
  await page.locator('.segments .chosen').filter({ hasText: name }).first().waitFor();
}
