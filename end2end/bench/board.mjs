// The board in a real browser at three sizes: `cargo xtask bench board`. Says on stderr what it does, and prints one
// line of JSON, `{"sizes":[{"tickets":60,"figures":{…}},…]}`. Milliseconds, counts; what each figure means stands in
// BENCHMARKS.md, and what it should be in xtask/src/bench/board.rs.
import { writeFileSync } from 'node:fs';
import { launchBrowser } from '../support/browser.mjs';
import { startDesk } from '../support/desk.mjs';
import { dragged } from './drag.mjs';
import { KINDS, latency } from './latency.mjs';
import { opened } from './opening.mjs';
import { edited } from './remote.mjs';
import { visitor } from './visitor.mjs';
import { median, quantile, worst } from './figures.mjs';

/** What is compared (issue 3), smallest first: the others are measured against it. */
const SIZES = (process.env.BENCH_SIZES ?? '60,5000,100000').split(',').map(Number);
/** Each round measures every size, so that what else goes on on the machine meets all of them. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** A processor that much slower stands for a cheap laptop. */
const SLOWER = 4;
/** Making 100,000 tickets takes its time. */
const PATIENCE_MS = 600_000;

const say = (text) => process.stderr.write(`             ${text}\n`);

/** Measures all sizes once. What comes is added to each place's samples. */
async function round(places, measure) {
  for (const place of places) {
    for (const [name, values] of Object.entries(await measure(place))) {
      (place.samples[name] ??= []).push(...[values].flat());
    }
  }
}

/** What a size shows, out of all its samples. */
function figures({ samples }) {
  const found = {
    nodes: worst(samples.nodes),
    first_card_ms: median(samples.firstCard),
    awake_ms: median(samples.awake),
    drag_script_p50_ms: median(samples.script),
    drag_script_p95_ms: quantile(samples.script, 0.95),
    drag_styles: mean(samples.styles),
    drag_styled: mean(samples.styled),
    drag_layouts: mean(samples.layouts),
    drag_laid: mean(samples.laid),
    edit_cards: median(samples.cards),
    edit_beside: median(samples.beside),
  };
  for (const kind of KINDS.flatMap((kind) => [kind, `${kind}_slow`])) found[`inp_${kind}_ms`] = quantile(samples[kind], 0.75);
  return found;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const desks = [];
const browser = await launchBrowser();
try {
  const places = [];
  for (const tickets of SIZES) {
    say(`${tickets} tickets are made`);
    const desk = await startDesk({ args: ['--tickets', String(tickets)], patience: PATIENCE_MS });
    desks.push(desk);
    places.push({
      tickets,
      samples: {},
      notes: {},
      ...(await visitor(browser, desk.url, 'agente')),
      other: await visitor(browser, desk.url, 'admin'),
      // May finish and take up again whatever the department has.
      manager: await visitor(browser, desk.url, 'gerente'),
    });
  }
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    say(`round ${turn} of ${ROUNDS}`);
    await round(places, opened);
    await round(places, (place) => dragged(place, browser));
    await round(places, edited);
    await round(places, (place) => latency(place, turn, 1));
    await round(places, (place) => latency(place, turn, SLOWER));
  }
  const sizes = places.map((place) => ({ tickets: place.tickets, figures: figures(place) }));
  if (process.env.BENCH_SAMPLES) {
    writeFileSync(process.env.BENCH_SAMPLES, JSON.stringify(places.map(({ tickets, samples, notes }) => ({ tickets, samples, notes }))));
  }
  console.log(JSON.stringify({ sizes }));
} finally {
  await browser.close();
  for (const desk of desks) await desk.kill();
}
