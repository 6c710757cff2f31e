// A line between browser and desk that can die without a word, as under a closed lid: nothing goes through any more, and
// nobody is told.
import { createServer, connect } from 'node:net';

/**
 * A way to the desk with a port of its own, until test `t` ends. After `die()` the connections that are open stay open
 * and silent for ever; those that are made before `mend()` wait for it.
 */
export async function line(t, desk) {
  const to = new URL(desk.url);
  const open = new Set();
  const waiting = [];
  let dead = false;
  const join = (socket) => {
    const there = connect(Number(to.port), to.hostname);
    const pair = [socket, there];
    open.add(pair);
    // A socket of the feed is opened from the desk's own address alone, and this way has another.
    const own = (bytes) =>
      bytes.subarray(0, 10).toString('latin1') === 'GET /feed?'
        ? Buffer.from(bytes.toString('latin1').replace(/^origin: .*$/im, `Origin: ${to.origin}`), 'latin1')
        : bytes;
    for (const [from, into] of [pair, [...pair].reverse()]) {
      from.on('data', (bytes) => pair.dead || into.write(own(bytes)));
      from.on('end', () => pair.dead || into.end());
      from.on('error', () => into.destroy());
      from.on('close', () => open.delete(pair));
    }
  };
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (dead) waiting.push(socket);
    else join(socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const pair of open) for (const socket of pair) socket.destroy();
    for (const socket of waiting) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    die() {
      dead = true;
      for (const pair of open) pair.dead = true;
    },
    mend() {
      dead = false;
      for (const socket of waiting.splice(0)) if (!socket.destroyed) join(socket);
    },
  };
}
