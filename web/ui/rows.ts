import type { MouseEvent, ReactNode } from 'react'

export type Column<Row> = {
  id: string
  head: string
  cell: (row: Row) => ReactNode
  /** In the totals row. */
  total?: ReactNode
  /** Numbers stand at the end, and so does their head. */
  align?: 'end'
  /** What the row is called: set a little stronger. */
  name?: boolean
  /** A long text that may be cut. */
  cut?: boolean
  /** The head asks for this column's order; `now` is the order it stands in. */
  sort?: { now: 'asc' | 'desc' | undefined; onSort: () => void }
}
/** A row on a phone: two lines, two ends. */
export type PhoneRow = { title: ReactNode; amount?: ReactNode; detail?: ReactNode; aside?: ReactNode }
export type RowLink<Row> = { href: (row: Row) => string; open: (row: Row, how: { replace: boolean }) => void }

/** Rows can be chosen, to do one thing with all of them. */
export type RowChoice<Row> = {
  /** What the row's box is called. */
  name: (row: Row) => string
  chosen: ReadonlySet<string>
  choose: (ids: readonly string[], on: boolean) => void
}

export type TableProps<Row> = {
  /** What the table lists, for screen readers. */
  label: string
  columns: readonly Column<Row>[]
  /** Not there yet: a skeleton of rows. */
  rows: readonly Row[] | undefined
  id: (row: Row) => string
  phone: (row: Row) => PhoneRow
  phoneTotal?: PhoneRow
  /** Rows lead somewhere: the first cell is the link, the whole row can be clicked, J/K and arrows walk. */
  link?: RowLink<Row>
  /** The row open in a drawer; J/K then open the next one. */
  current?: string | undefined
  hidden?: readonly string[]
  choice?: RowChoice<Row> | undefined
  /** Shown instead of rows: empty, no match, failed. */
  instead?: ReactNode
  /** Reaches the sheet's edges and keeps its head in sight. */
  flush?: boolean
  skeleton?: number
}

/** What a plain click means; with a modifier the browser opens its tab. */
export function onPlainClick(event: MouseEvent, act: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  if (event.target instanceof Element && event.target.closest('[data-choice]')) return
  event.preventDefault()
  act()
}
