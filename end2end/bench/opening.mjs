// How soon the first card is there, how soon the page works, and how much of it is mounted.
import assert from 'node:assert/strict';
import { onPage } from './visitor.mjs';

/** One opening of the board by somebody who has been there before. */
export async function opened(place) {
  return onPage(
    place,
    '/quadro',
    async (page) => {
      const { firstCard, awake, firstPaint, nodes } = await page.evaluate(() => ({
        ...globalThis.opening,
        firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
        nodes: document.querySelectorAll('*').length,
      }));
      assert.ok(firstCard && awake && firstPaint, 'the board shows a card and wakes');
      // A card that is in the page is not on the screen before anything is.
      return { firstCard: Math.max(firstCard, firstPaint), firstPaint, awake, nodes };
    },
    (page) => page.addInitScript(watch),
  );
}

/** Runs in the page before anything else: writes down when the first card is painted, and when the page works. */
function watch() {
  const opening = (globalThis.opening = {});
  const painted = () => {
    // After the frame in which the card is drawn.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (opening.firstCard = performance.now());
    requestAnimationFrame(() => port2.postMessage(null));
  };
  let found = false;
  const observer = new MutationObserver(() => {
    if (!found && document.querySelector('.board [data-ticket]')) {
      found = true;
      painted();
    }
    if (document.documentElement?.hasAttribute('data-hydrated')) {
      opening.awake = performance.now();
      observer.disconnect();
    }
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-hydrated'] });
}
