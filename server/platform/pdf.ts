/**
 * Papers as PDF: what is on them is data, so that a slice says what and never where. The same paper is the same bytes,
 * whenever and wherever it is made.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises'
import { type Box, type Face, heightOf, Pages, WIDTH } from './pdf/page.ts'

interface Column {
  head: string
  /** Of the paper's width, against the other columns. */
  share: number
  /** Figures, and only they. */
  right?: boolean
}

export type Block =
  | { kind: 'title'; text: string; note?: string }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; quiet?: boolean }
  /** Side by side: a quiet head, then lines. */
  | { kind: 'parties'; parties: readonly { head: string; lines: readonly string[] }[] }
  | { kind: 'pairs'; rows: readonly (readonly [label: string, value: string])[] }
  /** `total`: the last row, in bold under a line. */
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[]; total?: readonly string[] }

export interface Paper {
  title: string
  /** Who gives it out. */
  author: string
  at: Date
  /** At the bottom of each page, left of its number. */
  foot: string
  blocks: readonly Block[]
}

const TITLE: Face = { size: 18, weight: 600 }
const HEADING: Face = { size: 11, weight: 600 }
const BODY: Face = { size: 9.5 }
const CELL: Face = { size: 8.5 }
const QUIET: Face = { ...CELL, quiet: true }
const TOTAL: Face = { ...CELL, weight: 600 }
const GAP = 14
const BETWEEN_COLUMNS = 12
const ROW_AIR = 5
/** About 30 ms of work, in which the process answers nobody. */
const ROWS_AT_ONCE = 50

/** Text in lines under each other, over as many pages as it takes. */
function lines(pages: Pages, text: string, box: Box, face: Face): void {
  for (const line of pages.wrap(text, box.width, face)) {
    pages.need(heightOf(face))
    pages.line(line, box, face)
    pages.y += heightOf(face)
  }
}

const WHOLE: Box = { x: 0, width: WIDTH }

function boxesOf(columns: readonly { share: number; right?: boolean }[]): Box[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const room = WIDTH - BETWEEN_COLUMNS * (columns.length - 1)
  let x = 0
  return columns.map(({ share, right = false }) => {
    const box = { x, width: (room * share) / shares, right }
    x += box.width + BETWEEN_COLUMNS
    return box
  })
}

/** Lines of a row that are moved to the next page rather than parted. */
const KEPT_TOGETHER = 8

interface Cell {
  text: string
  face: Face
}

/** Cells beside each other; a row that is higher than a page goes on upon the next. `onNewPage` comes above it there. */
function row(pages: Pages, boxes: readonly Box[], cells: readonly Cell[], onNewPage?: () => void): void {
  const wrapped = boxes.map((box, nth) => {
    const { text, face } = cells[nth] ?? { text: '', face: CELL }
    return { box, face, lines: pages.wrap(text, box.width, face) }
  })
  const height = Math.max(...cells.map(({ face }) => heightOf(face)))
  const count = Math.max(...wrapped.map(({ lines: some }) => some.length))
  if (pages.need(height * Math.min(count, KEPT_TOGETHER) + ROW_AIR)) onNewPage?.()
  for (let nth = 0; nth < count; nth++) {
    if (pages.need(height)) onNewPage?.()
    for (const { box, face, lines: some } of wrapped) if (some[nth]) pages.line(some[nth] ?? '', box, face)
    pages.y += height
  }
}

function parties(pages: Pages, { parties: some }: Extract<Block, { kind: 'parties' }>): void {
  const boxes = boxesOf(some.map(() => ({ share: 1 })))
  const cells = (pick: (party: (typeof some)[number]) => string, face: Face) =>
    some.map((party) => ({ text: pick(party), face }))
  row(
    pages,
    boxes,
    cells(({ head }) => head, QUIET),
  )
  row(
    pages,
    boxes,
    cells(({ lines: of }) => of.join('\n'), BODY),
  )
}

function pairs(pages: Pages, { rows }: Extract<Block, { kind: 'pairs' }>): void {
  const boxes = boxesOf([{ share: 1 }, { share: 2.6 }])
  for (const [label, value] of rows) {
    row(pages, boxes, [
      { text: label, face: { ...BODY, quiet: true } },
      { text: value, face: BODY },
    ])
    pages.y += 2
  }
}

async function table(pages: Pages, { columns, rows, total }: Extract<Block, { kind: 'table' }>): Promise<void> {
  const boxes = boxesOf(columns)
  const rule = (): void => {
    pages.y += ROW_AIR / 2
    pages.rule()
    pages.y += ROW_AIR
  }
  const cells = (texts: readonly string[], face: Face) => texts.map((text) => ({ text, face }))
  const heads = cells(
    columns.map(({ head }) => head),
    QUIET,
  )
  const head = (): void => {
    row(pages, boxes, heads)
    rule()
  }
  // never a head alone at the bottom
  pages.need(4 * heightOf(CELL) + 3 * ROW_AIR)
  head()
  for (const [nth, texts] of rows.entries()) {
    if (nth % ROWS_AT_ONCE === 0) await letOthersRun()
    row(pages, boxes, cells(texts, CELL), head)
    pages.y += ROW_AIR
  }
  if (!total) return
  if (pages.need(heightOf(TOTAL) + 2 * ROW_AIR)) head()
  else if (rows.length > 0) rule()
  row(pages, boxes, cells(total, TOTAL))
}

async function draw(pages: Pages, block: Block): Promise<void> {
  switch (block.kind) {
    case 'title':
      lines(pages, block.text, WHOLE, TITLE)
      if (block.note !== undefined) lines(pages, block.note, WHOLE, { ...BODY, quiet: true })
      return
    case 'heading':
      // never alone at the bottom
      pages.need(4 * heightOf(HEADING))
      return lines(pages, block.text, WHOLE, HEADING)
    case 'text':
      return lines(pages, block.text, WHOLE, { ...BODY, quiet: block.quiet ?? false })
    case 'parties':
      return parties(pages, block)
    case 'pairs':
      return pairs(pages, block)
    case 'table':
      return table(pages, block)
  }
}

/** The paper as the bytes of a PDF, whole in memory: whoever makes one bounds its rows. */
export async function makePdf({ blocks, foot, ...about }: Paper): Promise<Buffer> {
  const pages = new Pages(about)
  for (const block of blocks) {
    await draw(pages, block)
    pages.y += block.kind === 'heading' ? GAP / 3 : GAP
  }
  return pages.finish(foot)
}
