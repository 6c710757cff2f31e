// What many samples say.

/** The value that such a share of them does not exceed. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values) => quantile(values, 0.5);
export const worst = (values) => Math.max(...values);
