// Tells `public/worker.js` which board to keep for a visit without a network: on the first visit of all, since it was not
// there yet when this page came, and whenever one looks away.
const keep = () => location.pathname.startsWith('/quadro') && navigator.serviceWorker.ready.then(({ active }) => {
  const files = performance.getEntriesByType('resource').map((file) => file.name);
  const { build } = document.documentElement.dataset;
  active.postMessage({ page: location.origin + location.pathname + location.search, files, build });
});
if (navigator.serviceWorker) {
  const first = !navigator.serviceWorker.controller;
  // Where a browser keeps nothing, a private window say, there is nothing to tell.
  // Once all is there that the board needs (`app/src/root.rs`): it is kept, too.
  const whole = new Promise((done) => addEventListener('whole', done, { once: true }));
  navigator.serviceWorker.register('/worker.js').then(() => first && whole.then(keep), () => undefined);
  let told = Date.now();
  addEventListener('visibilitychange', () => {
    // At most once a minute: it costs the desk a page.
    if (!document.hidden || Date.now() - told < 60_000) return;
    told = Date.now();
    keep();
  });
}
