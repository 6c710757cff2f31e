// What a page's main thread does in each frame, out of a trace of Chromium.

/** What runs scripts of the page. They lie in one another, so their times are joined before they are added. */
const isScript = ({ name, args }) =>
  // What drives the browser listens in the page as well; its scripts have no address.
  (name === 'FunctionCall' && Boolean(args?.data?.url)) || name === 'EvaluateScript' || name === 'RunMicrotasks';
const STYLE = 'UpdateLayoutTree';
const LAYOUT = 'Layout';
/** A frame of the main thread begins. */
const FRAME = 'BeginMainThreadFrame';

/** The categories that a trace must have for `framesBetween`. */
export const CATEGORIES = [
  '-*', 'blink.user_timing', 'devtools.timeline', 'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame',
];

/** Joins spans `[from, to]` that touch or overlap. */
export function joined(spans) {
  const all = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

const long = (spans) => spans.reduce((sum, [from, to]) => sum + to - from, 0);

/** How long `inner` lasts inside of `outer`; both are joined. */
function inside(inner, outer) {
  return outer.reduce(
    (sum, [from, to]) => sum + inner.reduce((part, [a, b]) => part + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0),
    0,
  );
}

/**
 * Each whole frame between the marks `begin` and `end` that the page has set (`performance.mark`).
 *
 * @returns {{script: number, render: number, styles: number, styled: number, layouts: number, laid: number}[]}
 *   milliseconds of the processor for scripts without the styles and layouts that they forced, and for styles and
 *   layouts; how often styles were computed and for how many elements, how often boxes were laid out and how many
 */
export function framesBetween(events, begin, end) {
  const mark = (name) => {
    const found = events.find((event) => event.name === name && event.cat?.includes('user_timing'));
    if (!found) throw new Error(`the trace has no mark ${name}`);
    return found;
  };
  const [first, last] = [mark(begin), mark(end)];
  const own = events.filter(
    ({ pid, tid, ts }) => pid === first.pid && tid === first.tid && ts >= first.ts && ts <= last.ts,
  );
  const starts = [...new Set(own.filter(({ name }) => name === FRAME).map(({ ts }) => ts))].sort((a, b) => a - b);
  return starts.slice(0, -1).map((from, at) => frame(own.filter(({ ts }) => ts >= from && ts < starts[at + 1])));
}

function frame(events) {
  const lasting = events.filter(({ ph }) => ph === 'X');
  // By the thread's own clock: while others have the processor, it stands still.
  const spans = (events) => joined(events.map(({ tts, tdur = 0 }) => [tts, tts + tdur]));
  const [styles, layouts] = [STYLE, LAYOUT].map((wanted) => lasting.filter(({ name }) => name === wanted));
  const script = spans(lasting.filter(isScript));
  const render = spans([...styles, ...layouts]);
  return {
    script: (long(script) - inside(render, script)) / 1_000,
    render: long(render) / 1_000,
    styles: styles.length,
    styled: styles.reduce((sum, { args }) => sum + (args?.elementCount ?? 0), 0),
    layouts: layouts.length,
    laid: layouts.reduce((sum, { args }) => sum + (args?.beginData?.dirtyObjects ?? 0), 0),
  };
}
