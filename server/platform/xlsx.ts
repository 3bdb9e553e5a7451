/**
 * Spreadsheets written as they are read: a row at a time into a zip that is sent on, whatever their length. A sheet
 * holds 1,048,576 rows, its head among them; what is more goes on upon the next one. Text is written as text, so no
 * cell of it is ever a formula.
 */
import type { Readable } from 'node:stream'
import { type ZipEntry, zipOf } from './zip.ts'

/** A text, a number as text (exact, whatever its length), an instant, or nothing. */
export type SheetCell = string | { number: string } | { instant: Date } | null

export interface Sheet {
  heads: readonly string[]
  /** Some rows at a time. */
  rows: AsyncIterable<readonly (readonly SheetCell[])[]>
  /** Instants are shown as the clocks of this zone show them. */
  zone: string
  /** When it is made: the same rows are the same bytes. */
  at: Date
}

/** Left out: what the format allows. */
interface Options {
  mostRows?: number
}

const MOST_ROWS = 1_048_575
const MOST_TEXT = 32_767
const DATE_STYLE = 1
const HEAD_STYLE = 2

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** What XML cannot hold: control characters but tabs and ends of lines, and two that are none. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Most texts have none of these: asking once is four times faster than replacing nothing. */
const SPECIAL = /[&<>"_\p{Cc}\p{Cs}\ufffe\uffff]/u

function escaped(text: string): string {
  if (text.length <= MOST_TEXT && !SPECIAL.test(text)) return text
  return (
    text
      .slice(0, MOST_TEXT)
      .toWellFormed()
      .replaceAll(UNWRITABLE, '')
      // the format reads _x0041_ as a character
      .replaceAll(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
      .replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char)
  )
}

const textCell = (place: string, text: string, style = ''): string =>
  `<c r="${place}" t="inlineStr"${style}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const LETTERS = 26
/** A, B … Z, AA: the columns' names, which not every reader can do without. */
function letterOf(nth: number): string {
  const last = String.fromCharCode(65 + (nth % LETTERS))
  return nth < LETTERS ? last : letterOf(Math.floor(nth / LETTERS) - 1) + last
}

const DAY_MS = 86_400_000
/** The format's day 0 is 1899-12-30. */
const DAYS_TO_1970 = 25_569

/** No zone's clocks are moved but at full quarters. */
const QUARTER_MS = 900_000
const NS_PER_MS = 1_000_000

/** The days that a sheet counts, of what the zone's clocks show; rows of one quarter share the look-up of its offset. */
function serials(zone: string): (at: Date) => string {
  let quarter = Number.NaN
  let offset = 0
  return (at) => {
    const ms = at.getTime()
    const own = Math.floor(ms / QUARTER_MS)
    if (own !== quarter) {
      offset = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / NS_PER_MS
      quarter = own
    }
    return ((ms + offset) / DAY_MS + DAYS_TO_1970).toFixed(11)
  }
}
type SerialOf = ReturnType<typeof serials>

function cellXml(cell: SheetCell, place: string, serialOf: SerialOf): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'string') return textCell(place, cell)
  if ('number' in cell) return `<c r="${place}"><v>${cell.number}</v></c>`
  return `<c r="${place}" s="${DATE_STYLE}"><v>${serialOf(cell.instant)}</v></c>`
}

/** @param row counted from 1 */
function rowXml(cells: readonly SheetCell[], row: number, letters: readonly string[], serialOf: SerialOf): string {
  const xml = cells.map((cell, nth) => cellXml(cell, `${letters[nth]}${row}`, serialOf))
  return `<row r="${row}">${xml.join('')}</row>`
}

const sheetHead = (heads: readonly string[], letters: readonly string[]): string =>
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
  `<sheetData><row r="1">${heads.map((head, nth) => textCell(`${letters[nth]}1`, head, ` s="${HEAD_STYLE}"`)).join('')}</row>`
const SHEET_END = '</sheetData></worksheet>'

const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'

const range = (count: number): number[] => Array.from({ length: count }, (_, nth) => nth + 1)

function frameOf(sheets: number): ZipEntry[] {
  const overrides = range(sheets).map(
    (nth) => `<Override PartName="/xl/worksheets/sheet${nth}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  )
  const listed = range(sheets).map((nth) => `<sheet name="Sheet${nth}" sheetId="${nth}" r:id="rId${nth}"/>`)
  const relations = range(sheets).map(
    (nth) => `<Relationship Id="rId${nth}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${nth}.xml"/>`,
  )
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed.join('')}</sheets></workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship Id="rId0" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
  ]
  const frame = parts.map(([name, body]) => ({ name, content: [XML + body] }))
  return [...frame, { name: 'xl/styles.xml', content: [STYLES] }]
}

/** Rows as they come, cut where a sheet is full. */
class Rows {
  readonly #rows: AsyncIterator<readonly (readonly SheetCell[])[]>
  #some: readonly (readonly SheetCell[])[] = []

  constructor(rows: Sheet['rows']) {
    this.#rows = rows[Symbol.asyncIterator]()
  }

  /** At most so many; none at the end. */
  async take(most: number): Promise<readonly (readonly SheetCell[])[]> {
    while (this.#some.length === 0) {
      const next = await this.#rows.next()
      if (next.done) return []
      this.#some = next.value
    }
    const taken = this.#some.slice(0, most)
    this.#some = this.#some.slice(most)
    return taken
  }

  /** Whether there is another one. */
  async more(): Promise<boolean> {
    const taken = await this.take(Number.POSITIVE_INFINITY)
    this.#some = taken
    return taken.length > 0
  }
}

async function* sheetXml({ heads, zone }: Sheet, rows: Rows, mostRows: number): AsyncGenerator<string> {
  const letters = heads.map((_, nth) => letterOf(nth))
  const serialOf = serials(zone)
  yield sheetHead(heads, letters)
  for (let written = 0; written < mostRows; ) {
    const some = await rows.take(mostRows - written)
    if (some.length === 0) break
    const first = written + 2
    yield some.map((cells, nth) => rowXml(cells, first + nth, letters, serialOf)).join('')
    written += some.length
  }
  yield SHEET_END
}

async function* partsOf(sheet: Sheet, mostRows: number): AsyncGenerator<ZipEntry> {
  const rows = new Rows(sheet.rows)
  let sheets = 0
  do {
    sheets++
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheetXml(sheet, rows, mostRows) }
  } while (await rows.more())
  // how many sheets there are is known only now
  yield* frameOf(sheets)
}

export const xlsxOf = (sheet: Sheet, { mostRows = MOST_ROWS }: Options = {}): Readable =>
  zipOf(partsOf(sheet, mostRows), sheet.at)
