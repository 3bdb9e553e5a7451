/** The round number at or above `value` that a few equal steps reach: 4,630 becomes 6,000 in steps of 2,000. */
export function niceScale(highest: number): { top: number; ticks: number[] } {
  if (highest <= 0) return { top: 1, ticks: [0] }
  const rough = highest / 4
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((candidate) => candidate >= rough) ?? rough
  const even = Math.max(1, Math.ceil(step))
  const steps = Math.max(1, Math.ceil(highest / even))
  return { top: even * steps, ticks: Array.from({ length: steps + 1 }, (_, i) => i * even) }
}

// steps that make sense of hours and days alike
const STEPS = [1, 2, 3, 4, 6, 8, 12, 14, 28, 56, 112]

/** Places of at most `most` labels among `length` points, evenly spaced from the first. */
export function labelPlaces(length: number, most: number): number[] {
  const step = STEPS.find((candidate) => Math.ceil(length / candidate) <= most) ?? Math.ceil(length / most)
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step)
}
