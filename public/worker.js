// Keeps the board that was seen last, so that a visit without a network opens it (`app/src/board/keep.js` tells what). A
// kept page says when it was read: `data-kept-at`, milliseconds of the computer's clock.

// The last board: one page. It is somebody's own, so it goes with their session, and where nobody has ended that it lasts
// no longer than a session without anybody.
const SEEN = 'seen';
const SEEN_FOR_MS = 12 * 3_600_000;
const KEPT_AT = 'x-kept-at';
// What pages are made of.
const FILES = 'files';

const isBoard = ({ pathname }) => pathname === '/quadro' || pathname.startsWith('/quadro/');
// Their names say what is in them, so they never change.
const isNamedByContent = ({ pathname }) => pathname.startsWith('/pkg/');
const isFile = (url) => isNamedByContent(url) || url.pathname.startsWith('/fonts/');

// What is still on its way when the page is let go of is not kept.
let forgotten = 0;
const forget = () => {
  forgotten += 1;
  return caches.delete(SEEN);
};

const keepFile = async (request, answer) => answer.ok && (await caches.open(FILES)).put(request, answer);

// Keeps the page that the desk answers with, and says whether it has. Who is sent to sign in is another by now, or nobody, and who has no board is
// somebody else: then nothing stays. `build`: keep only a page of that one.
async function keepPage(url, answer, turn, build) {
  if (answer.redirected || answer.type === 'opaqueredirect' || [401, 403, 404].includes(answer.status)) {
    await forget();
    return false;
  }
  if (!answer.ok) return false;
  const text = await answer.text();
  if (build !== undefined && !text.includes(`data-build="${build}"`)) return false;
  const headers = new Headers(answer.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.set(KEPT_AT, Date.now());
  const page = new Response(text.replace('<html', `<html data-kept-at="${Date.now()}"`), { headers });
  const seen = await caches.open(SEEN);
  for (const old of await seen.keys()) await seen.delete(old);
  await seen.put(url, page);
  if (turn !== forgotten) await caches.delete(SEEN);
  return turn === forgotten;
}

async function file(event, url) {
  const kept = () => caches.match(event.request, { cacheName: FILES });
  if (isNamedByContent(url)) {
    const there = await kept();
    if (there?.ok) return there;
  }
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keepFile(event.request, answer.clone()));
    return answer;
  } catch (cut) {
    const there = await kept();
    if (there) return there;
    throw cut;
  }
}

async function page(event, url) {
  const turn = forgotten;
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // One that is cut off half way is not kept.
    if (isBoard(url)) event.waitUntil(keepPage(url.href, answer.clone(), turn).catch(() => undefined));
    return answer;
  } catch (cut) {
    if (!isBoard(url) && url.pathname !== '/') throw cut;
    const seen = await caches.open(SEEN);
    const [last] = await seen.keys();
    const kept = last && (await seen.match(last));
    if (!kept) throw cut;
    if (Date.now() - Number(kept.headers.get(KEPT_AT)) > SEEN_FOR_MS) {
      await forget();
      throw cut;
    }
    // The program goes by the page's address: it must be that of the page.
    return last.url === url.href ? kept : Response.redirect(last.url);
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
  // Signing in and out, by a page of its own or in place.
  if (url.pathname === '/sair' || url.pathname === '/entrar') event.waitUntil(forget());
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(page(event, url));
  else if (isFile(url)) event.respondWith(file(event, url));
});
addEventListener('message', (event) => {
  const { page, files, build } = event.data;
  const turn = forgotten;
  const all = files.filter((name) => new URL(name).origin === location.origin && isFile(new URL(name)));
  const one = async (name) => {
    if (await caches.match(name, { cacheName: FILES })) return;
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    await keepFile(name, answer);
  };
  const board = async () => {
    // First what it is made of: a page that is kept can be opened.
    await Promise.all(all.map(one));
    const isKept = await keepPage(page, await fetch(page, { headers: { accept: 'text/html' } }), turn, build);
    if (!isKept) return;
    // Files of other builds are of no use any more: the one page that is kept is of this one.
    const kept = await caches.open(FILES);
    for (const old of await kept.keys()) if (!all.includes(old.url)) await kept.delete(old);
  };
  // Without a network what is kept stays as it is.
  event.waitUntil(board().catch(() => undefined));
});
