// Keeps the board that was seen last, so that a visit without a network opens it (`app/src/board/keep.js` tells what). A
// kept page says when it was read: `data-kept-at`, milliseconds of the computer's clock.

// The last board: one page. It is somebody's own, so it goes with their session.
const SEEN = 'seen';
// What pages are made of. Their names say what is in them, so they never change.
const FILES = 'files';
const FILES_MOST = 60;

const isBoard = ({ pathname }) => pathname === '/quadro' || pathname.startsWith('/quadro/');
const isFile = ({ pathname }) => pathname.startsWith('/pkg/') || pathname.startsWith('/fonts/');
const forget = () => caches.delete(SEEN);

async function keepFile(request, answer) {
  const files = await caches.open(FILES);
  await files.put(request, answer);
  const all = await files.keys();
  for (const old of all.slice(0, Math.max(0, all.length - FILES_MOST))) await files.delete(old);
}

// Keeps the page that the desk has answered with. Who is sent to sign in is another by now, or nobody: then nothing stays.
async function keepPage(url, answer) {
  if (answer.redirected || answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return forget();
  if (!answer.ok) return;
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  const page = new Response(text.replace('<html', `<html data-kept-at="${Date.now()}"`), { headers });
  await forget();
  await (await caches.open(SEEN)).put(url, page);
}

async function file(event) {
  const kept = await caches.match(event.request, { cacheName: FILES });
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(keepFile(event.request, answer.clone()));
  return answer;
}

async function page(event, url) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // One that is cut off half way is not kept.
    if (isBoard(url)) event.waitUntil(keepPage(url.href, answer.clone()).catch(() => undefined));
    return answer;
  } catch (cut) {
    const seen = await caches.open(SEEN);
    const [last] = await seen.keys();
    if (!last) throw cut;
    // The program goes by the page's address: it must be that of the page.
    return last.url === url.href ? seen.match(last) : Response.redirect(last.url);
  }
}

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => {
  // The desk is asked while this script starts, not after it.
  event.waitUntil(Promise.all([clients.claim(), registration.navigationPreload?.enable()]));
});
addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (request.method === 'GET' && (isBoard(url) || url.pathname === '/')) event.respondWith(page(event, url));
    else if (url.pathname === '/entrar' || url.pathname === '/sair') event.waitUntil(forget());
  } else if (request.method === 'GET' && isFile(url)) {
    event.respondWith(file(event));
  }
});
addEventListener('message', (event) => {
  const { page, files } = event.data;
  const all = files.filter((name) => new URL(name).origin === location.origin && isFile(new URL(name)));
  const one = async (name) => {
    if (!(await caches.match(name, { cacheName: FILES }))) await keepFile(name, await fetch(name));
  };
  const board = async () => {
    // First what it is made of: a page that is kept can be opened.
    await Promise.all(all.map(one));
    await keepPage(page, await fetch(page, { headers: { accept: 'text/html' } }));
  };
  // Without a network what is kept stays as it is.
  event.waitUntil(board().catch(() => undefined));
});
