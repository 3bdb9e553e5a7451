/** In which order a report's lines stand. */
import type { Dimension, Report } from '../../../contract/api/reports.ts'
import type { FoldedLine } from './fold.ts'

const TIMES: readonly Dimension[] = ['day', 'hour', 'weekday']

/** Whether a dimension has an order of its own, which a chart keeps. */
export const isTime = (dimension: Dimension): boolean => TIMES.includes(dimension)

type Labels = (place: number, key: string | null) => string

function byKey(place: number, dimension: Dimension, labelOf: Labels) {
  return (a: FoldedLine, b: FoldedLine): number => {
    const [one = null, other = null] = [a.keys[place], b.keys[place]]
    if (isTime(dimension)) return Number(one) - Number(other)
    return labelOf(place, one).localeCompare(labelOf(place, other), 'en', { numeric: true })
  }
}

/** What has no figure stands last, whichever way. */
function byFigure(measure: keyof FoldedLine['figures'], sign: number) {
  return (a: FoldedLine, b: FoldedLine): number => {
    const [one, other] = [a.figures[measure], b.figures[measure]]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return sign * (one - other)
  }
}

function usual([first]: readonly Dimension[]) {
  if (first !== undefined && isTime(first)) return { sort: 'first', order: 'asc' } as const
  return { sort: 'revenue', order: 'desc' } as const
}

/**
 * Sorted as asked; lines that are alike in that stand by their keys, so that the order is the same each time. Times
 * go forward and the rest by revenue where nothing was asked.
 */
export function sorted(
  lines: readonly FoldedLine[],
  dimensions: readonly Dimension[],
  asked: Pick<Report, 'sort' | 'order'>,
  labelOf: Labels,
): FoldedLine[] {
  const { sort, order } = asked.sort === undefined ? usual(dimensions) : asked
  const keys = dimensions.map((dimension, place) => byKey(place, dimension, labelOf))
  const sign = order === 'asc' ? 1 : -1
  const chosen = () => {
    if (sort === 'first' || sort === 'second') {
      const compare = keys[sort === 'first' ? 0 : 1]
      return compare && ((a: FoldedLine, b: FoldedLine) => sign * compare(a, b))
    }
    return sort && byFigure(sort, sign)
  }
  const comparisons = [chosen(), ...keys]
  return [...lines].sort((a, b) => {
    for (const compare of comparisons) {
      const difference = compare?.(a, b) ?? 0
      if (difference !== 0) return difference
    }
    return 0
  })
}
