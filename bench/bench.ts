/** What a bench is: something measured beside what it is compared with, and figures drawn from it. */

/** How a figure is written: a share, a factor, milliseconds, microseconds, a plain count. */
export type Unit = '%' | '×' | 'ms' | 'µs' | ''

export interface Figure {
  name: string
  measured: number
  unit: Unit
  /** The target of design: what must be reached, and what is aimed at. Left out: only reported. */
  atLeast?: number
  aim?: number
  /** Times and faults are better when less. */
  better: 'more' | 'less'
}

/** What was measured before figures were drawn from it: one line of the second table. */
export type Row = Record<string, string | number>

export interface Measured {
  figures: Figure[]
  rows: Row[]
}

export interface Options {
  /** Shorter and smaller: shows that the bench works, its figures mean little. */
  quick: boolean
  /** Leads stored beforehand, where a bench stores any. */
  leads: number
  say(line: string): void
}

export interface Bench {
  name: string
  /** One sentence: what is measured against what. */
  about: string
  /** Only when named: needs many minutes and gigabytes. */
  long?: boolean
  run(options: Options): Promise<Measured>
}

export type Met = 'aim' | 'yes' | 'no' | ''

export function metOf({ measured, atLeast, aim, better }: Figure): Met {
  const reaches = (target: number) => (better === 'more' ? measured >= target : measured <= target)
  if (aim !== undefined && reaches(aim)) return 'aim'
  if (atLeast === undefined) return ''
  return reaches(atLeast) ? 'yes' : 'no'
}
