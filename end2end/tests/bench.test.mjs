// The arithmetic of the benches: what is counted of a trace, and what many samples say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, quantile, worst } from '../bench/figures.mjs';
import { framesBetween, joined } from '../bench/trace.mjs';

const page = { pid: 1, tid: 7, ph: 'X' };
const mark = (name, ts) => ({ ...page, ph: 'I', name, ts, cat: 'blink.user_timing' });
const begins = (ts) => ({ ...page, ph: 'I', name: 'BeginMainThreadFrame', ts });
const lasts = (name, ts, dur, args) => ({ ...page, name, ts, tts: ts - 1_000, tdur: dur, dur: dur * 3, args });
const calls = (ts, dur, url = 'http://127.0.0.1/team.js') => lasts('FunctionCall', ts, dur, { data: { url } });

test('spans that lie in one another count once', () => {
  assert.deepEqual(joined([[5, 6], [0, 4], [1, 2], [4, 5], [8, 9]]), [[0, 6], [8, 9]]);
});

test('a frame is told by the time of its scripts without what they force, its styles and its layouts', () => {
  const frames = framesBetween(
    [
      calls(0, 900),
      mark('begin', 1_000),
      calls(1_100, 500),
      begins(2_000),
      lasts('EventDispatch', 2_050, 600),
      calls(2_100, 400),
      calls(2_150, 300),
      calls(3_000, 1_000),
      lasts('RunMicrotasks', 3_950, 50),
      // What drives the browser.
      calls(4_200, 200, ''),
      lasts('UpdateLayoutTree', 3_200, 100, { elementCount: 3 }),
      lasts('UpdateLayoutTree', 4_500, 200, { elementCount: 2 }),
      lasts('Layout', 4_700, 50, { beginData: { dirtyObjects: 4 } }),
      // Another page's, and another thread's.
      { ...calls(4_800, 100), pid: 2 },
      { ...lasts('Layout', 4_800, 100), tid: 8 },
      begins(20_000),
      begins(36_000),
      calls(36_100, 100),
      mark('end', 40_000),
      calls(41_000, 100),
    ],
    'begin',
    'end',
  );
  assert.deepEqual(frames, [
    { script: 1.3, render: 0.35, styles: 2, styled: 5, layouts: 1, laid: 4 },
    { script: 0, render: 0, styles: 0, styled: 0, layouts: 0, laid: 0 },
  ]);
});

test('a trace without its marks is no trace of a drag', () => {
  assert.throws(() => framesBetween([begins(1)], 'begin', 'end'), /no mark begin/);
});

test('half of the samples are at most the median', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2);
  assert.equal(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95), 10);
  assert.equal(quantile(Array.from({ length: 100 }, (_, at) => at + 1), 0.95), 95);
  assert.equal(worst([1, 7, 3]), 7);
});
