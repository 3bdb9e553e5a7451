/** This month and those before, the newest first, as in 2026-11. */
export function monthsBack(month: string, count: number): string[] {
  const [year, nth] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, nth - 1 - back, 1)).toISOString().slice(0, 7),
  )
}
