// Chance that is the same in every run: a test that failed fails again.

/** Numbers from 0 to 1, from a seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** A whole number below `most`. */
    below: (most) => Math.floor(next() * most),
    /** One of a list. */
    one: (list) => list[Math.floor(next() * list.length)],
  };
}
