/**
 * Inter as papers use it: two weights, each cut by the font's makers into files by script. Text is drawn in runs, each
 * in the file that has its characters; what none has (Inter knows Latin, Cyrillic and Greek) becomes a question mark.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { create, type Font } from 'fontkit'
import { sfntOf } from './sfnt.ts'

const SCRIPTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const
type Script = (typeof SCRIPTS)[number]
export type Weight = 400 | 600

export interface Run {
  font: string
  text: string
  /** For letters of size 1, before those that stand close are moved closer. */
  width: number
}

/** Digits of one width, so that figures line up. */
export const FEATURES = ['tnum'] as const

const nameOf = (script: Script, weight: Weight): string => `inter-${script}-${weight}`

function load(script: Script, weight: Weight): { name: string; file: Buffer; font: Font } {
  const name = nameOf(script, weight)
  const woff = readFileSync(fileURLToPath(import.meta.resolve(`@fontsource/inter/files/${name}-normal.woff`)))
  const file = sfntOf(woff)
  const font = create(file)
  if ('fonts' in font) throw new Error(`${name} is a collection of fonts`)
  return { name, file, font }
}

let loaded: ReturnType<typeof load>[] | undefined

/** Every file by the name runs call it by; read once for the process, when the first paper is made. */
export function fontFiles(): ReturnType<typeof load>[] {
  loaded ??= SCRIPTS.flatMap((script) => [load(script, 400), load(script, 600)])
  return loaded
}

interface Glyph {
  script: Script
  char: string
  width: number
}

/** Measured one by one and kept: shaping each line to measure it made a long table ten times slower. */
const glyphs = new Map<string, Glyph>()

function drawnAs(char: string, weight: Weight): Glyph {
  const codePoint = char.codePointAt(0) ?? 0
  for (const script of SCRIPTS) {
    const font = fontFiles().find(({ name }) => name === nameOf(script, weight))?.font
    if (!font?.hasGlyphForCodePoint(codePoint)) continue
    return { script, char, width: font.layout(char, [...FEATURES]).advanceWidth / font.unitsPerEm }
  }
  return drawnAs('?', weight)
}

function glyphOf(char: string, weight: Weight): Glyph {
  const key = `${weight}${char}`
  const glyph = glyphs.get(key) ?? drawnAs(char, weight)
  if (glyphs.size < MOST_KEPT) glyphs.set(key, glyph)
  return glyph
}
const MOST_KEPT = 5_000

/** A line in runs. Tabs and other controls are spaces. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = []
  for (const one of text.normalize('NFC').replaceAll(/\p{Cc}/gu, ' ')) {
    const { script, char, width } = glyphOf(one, weight)
    const font = nameOf(script, weight)
    const last = runs.at(-1)
    if (last?.font === font) {
      last.text += char
      last.width += width
    } else runs.push({ font, text: char, width })
  }
  return runs
}

/** For letters of size 1. */
export const widthOf = (text: string, weight: Weight): number =>
  runsOf(text, weight).reduce((sum, { width }) => sum + width, 0)
