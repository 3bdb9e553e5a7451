/** A paper's pages and where on them the pen is. Measures are points, 72 to the inch; pages are US Letter. */
import PDFDocument from 'pdfkit'
import { FEATURES, fontFiles, type Run, runsOf, type Weight, widthOf } from './type.ts'

const PAGE = { width: 612, height: 792 }
const MARGIN = 54
/** The foot stands below it. */
const BOTTOM = PAGE.height - 72
export const WIDTH = PAGE.width - 2 * MARGIN

const INK = '#14171f'
const QUIET = '#5a6372'
const LINE = '#d6dae1'

export interface Face {
  size: number
  weight?: Weight
  quiet?: boolean
}
const FOOT: Face = { size: 8, quiet: true }
/** Lines are that much higher than their letters. */
const LEADING = 1.42
export const heightOf = ({ size }: Face): number => size * LEADING

const widthIn = (text: string, { size, weight = 400 }: Face): number => widthOf(text, weight) * size

export interface Box {
  /** From the left margin. */
  x: number
  width: number
  right?: boolean
}

export interface About {
  title: string
  /** Who gives it out. */
  author: string
  /** When: the same content of the same instant is the same bytes. */
  at: Date
}

export class Pages {
  readonly #doc: PDFKit.PDFDocument
  readonly #done: Promise<Buffer>
  #y = MARGIN

  constructor({ title, author, at }: About) {
    this.#doc = new PDFDocument({
      size: 'LETTER',
      margin: 0,
      bufferPages: true,
      lang: 'en',
      displayTitle: true,
      pdfVersion: '1.7',
      info: { Title: title, Author: author, CreationDate: at, ModDate: at },
    })
    for (const { name, file } of fontFiles()) this.#doc.registerFont(name, file)
    const chunks: Buffer[] = []
    this.#done = new Promise((resolve, reject) => {
      this.#doc.on('data', (chunk: Buffer) => chunks.push(chunk))
      this.#doc.on('end', () => resolve(Buffer.concat(chunks)))
      this.#doc.on('error', reject)
    })
  }

  get y(): number {
    return this.#y
  }

  set y(value: number) {
    this.#y = value
  }

  /** Goes to a new page unless that much fits on this one; true if it did. */
  need(height: number): boolean {
    if (this.#y + height <= BOTTOM) return false
    this.#doc.addPage()
    this.#y = MARGIN
    return true
  }

  /** Breaks at spaces, and a word that is too long wherever it must. */
  wrap(text: string, width: number, face: Face): string[] {
    return text.split(/\r?\n/).flatMap((paragraph) => {
      const lines = ['']
      for (const word of paragraph.split(/\s+/)) {
        const line = lines.at(-1) ?? ''
        const longer = line === '' ? word : `${line} ${word}`
        if (widthIn(longer, face) <= width) lines[lines.length - 1] = longer
        else lines.splice(line === '' ? -1 : lines.length, 1, ...this.#pieces(word, width, face))
      }
      return lines
    })
  }

  #pieces(word: string, width: number, face: Face): string[] {
    const pieces = ['']
    for (const char of word) {
      const longer = (pieces.at(-1) ?? '') + char
      if (longer.length === char.length || widthIn(longer, face) <= width) pieces[pieces.length - 1] = longer
      else pieces.push(char)
    }
    return pieces
  }

  /** One line at the pen's height, which stays where it is. */
  line(text: string, { x, width, right }: Box, face: Face): void {
    const { size, weight = 400, quiet } = face
    const runs = runsOf(text, weight)
    const pen = ({ font }: Run) => this.#doc.font(font).fontSize(size)
    const widthOfRun = (run: Run): number => pen(run).widthOfString(run.text, { features: [...FEATURES] })
    let at = MARGIN + x
    if (right) at += width - runs.reduce((sum, run) => sum + widthOfRun(run), 0)
    for (const [nth, run] of runs.entries()) {
      pen(run).fillColor(quiet ? QUIET : INK)
      this.#doc.text(run.text, at, this.#y, { lineBreak: false, features: [...FEATURES] })
      if (nth < runs.length - 1) at += widthOfRun(run)
    }
  }

  rule(): void {
    const y = this.#y
    const right = MARGIN + WIDTH
    this.#doc.moveTo(MARGIN, y).lineTo(right, y).lineWidth(0.5).strokeColor(LINE).stroke()
  }

  /** The paper as bytes, each page with its foot and number. */
  finish(foot: string): Promise<Buffer> {
    const { count } = this.#doc.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      this.#doc.switchToPage(page)
      this.#y = PAGE.height - 48
      this.line(foot, { x: 0, width: WIDTH }, FOOT)
      this.line(`Page ${page + 1} of ${count}`, { x: 0, width: WIDTH, right: true }, FOOT)
    }
    this.#doc.end()
    return this.#done
  }
}
