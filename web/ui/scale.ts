/** The round number at or above `value` that a few equal steps reach: 4,630 becomes 6,000 in steps of 2,000. */
export function niceScale(highest: number, whole = true): { top: number; ticks: number[] } {
  if (highest <= 0) return { top: whole ? 4 : 1, ticks: [0, whole ? 4 : 1] }
  const rough = highest / 4
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((candidate) => candidate >= rough) ?? rough
  const even = whole ? Math.max(1, Math.ceil(step)) : step
  const steps = Math.max(1, Math.ceil(highest / even))
  return { top: even * steps, ticks: Array.from({ length: steps + 1 }, (_, i) => i * even) }
}

/** Places of at most `most` labels among `length` points, evenly spread, ends included. */
export function labelPlaces(length: number, most: number): number[] {
  if (length <= 1) return length === 1 ? [0] : []
  const last = length - 1
  for (let every = Math.ceil(last / (most - 1)); every <= last; every++) {
    if (last % every === 0) return Array.from({ length: last / every + 1 }, (_, i) => i * every)
    if (last / every < 3) break
  }
  const gaps = Math.min(most - 1, last)
  return [...new Set(Array.from({ length: gaps + 1 }, (_, i) => Math.round((i * last) / gaps)))]
}
