// A desk of its own for a test: the release binary, demo data, a free port, a folder that goes away.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** The password of every demo sign-in. */
export const PASSWORD = 'chama-demo';

/** How long a desk may take to answer; a large one (`--tickets 100000`) may say more. */
const PATIENCE_MS = 60_000;

/**
 * Starts `chama demo` and waits until it is ready.
 *
 * @param {object} [options]
 * @param {string[]} [options.args] more arguments, for example `['--tickets', '5000']`
 * @param {Record<string, string>} [options.env] more environment
 * @param {string} [options.listen] address; a test that restarts a desk names the port it had
 * @param {string} [options.data] the folder of an earlier desk; without it a new one is made, and removed by `stop`
 * @param {number} [options.patience] milliseconds
 * @returns {Promise<Desk>}
 */
export async function startDesk(options = {}) {
  const binary = process.env.CHAMA_BIN;
  if (!binary) throw new Error('CHAMA_BIN names no binary: run these tests by `cargo xtask e2e`');
  const own = options.data === undefined;
  const data = options.data ?? (await mkdtemp(path.join(tmpdir(), 'chama-e2e-')));
  const desk = new Desk(data, own);
  try {
    await desk.start(binary, options);
  } catch (error) {
    await desk.kill();
    throw error;
  }
  return desk;
}

class Desk {
  /** Where the desk answers, `http://127.0.0.1:PORT`. */
  url = '';
  /** What the desk printed, for a test that fails. @type {string[]} */
  log = [];
  #child = null;
  #ended = null;

  constructor(data, own) {
    this.data = data;
    this.own = own;
  }

  /** The process, for tests that kill it. */
  get pid() {
    return this.#child.pid;
  }

  async start(binary, { args = [], env = {}, listen = '127.0.0.1:0', patience = PATIENCE_MS }) {
    // What a developer set for a desk of their own is not meant for this one.
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CHAMA_'));
    const child = spawn(binary, ['demo', '--listen', listen, '--data', this.data, ...args], {
      // Tests sign in often, and wrongly on purpose; the limit itself has tests of its own.
      env: { ...Object.fromEntries(inherited), CHAMA_SIGN_IN_FAILURES: '100000', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', (error) => resolve({ code: null, signal: null, error }));
    });
    // A test run that dies takes its desks along.
    process.once('exit', () => child.kill('SIGKILL'));

    const address = new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.log.push(line);
          const found = /^Chama: (http:\/\/\S+)$/.exec(line.trim());
          if (found) resolve(found[1].replace(/\/$/, ''));
        });
      }
    });
    const waiting = new AbortController();
    const late = sleep(patience, undefined, { signal: waiting.signal }).then(
      () => this.#fail(`was not ready within ${patience} ms`),
      () => undefined,
    );
    const gone = this.#ended.then(({ code, signal, error }) =>
      this.#fail(error ? `did not start: ${error.message}` : `ended with ${code ?? signal}`),
    );
    gone.catch(() => undefined);
    try {
      this.url = await Promise.race([address, gone, late]);
      await Promise.race([this.#ready(waiting.signal), gone, late]);
    } finally {
      waiting.abort();
    }
  }

  async #ready(signal) {
    while (!signal.aborted) {
      const ok = await fetch(`${this.url}/health/ready`, { signal }).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) return;
      await sleep(50);
    }
  }

  #fail(what) {
    throw new Error(`the desk ${what}\n${this.log.slice(-40).join('\n')}`);
  }

  /** Asks the desk to end, as a service manager would. Fails when it does not end cleanly within 15 s. */
  async stop() {
    this.#child.kill('SIGTERM');
    const ended = await Promise.race([this.#ended, sleep(15_000, null, { ref: false })]);
    await this.kill();
    if (ended === null) this.#fail('did not end within 15 s of SIGTERM');
    if (ended.code !== 0) this.#fail(`ended with ${ended.code ?? ended.signal} after SIGTERM`);
  }

  /** Ends the desk at once, as a power cut would, and removes its folder if it made it. */
  async kill() {
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
      await this.#ended;
    }
    if (this.own) await rm(this.data, { recursive: true, force: true });
  }
}
