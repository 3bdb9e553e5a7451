/** Makes a screenshot small: 256 of its colours and no others, which a page of text and lines hardly misses. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const MOST_COLOURS = 256
const MOST_FAMILIES = 200

interface Image {
  width: number
  height: number
  /** Red, green and blue in one number, by pixel. */
  pixels: Uint32Array
}

interface Chunk {
  type: string
  data: Buffer
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

/** The predictor of PNG that looks at three neighbours. */
function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}

const PREDICTORS: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
]

/** Lines as they were before each was written as differences to its neighbours. */
function unfiltered(raw: Buffer, bytesInLine: number, bytesInPixel: number): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < raw.length; start += bytesInLine + 1) {
    const predict = PREDICTORS[raw[start] ?? 0] ?? paeth
    const line = Buffer.from(raw.subarray(start + 1, start + 1 + bytesInLine))
    const before = lines.at(-1)
    for (let i = 0; i < bytesInLine; i++) {
      const guess = predict(line[i - bytesInPixel] ?? 0, before?.[i] ?? 0, before?.[i - bytesInPixel] ?? 0)
      line[i] = (line[i] ?? 0) + guess
    }
    lines.push(line)
  }
  return lines
}

/** Reads what a browser writes: eight bits a channel, not interlaced. */
function decode(png: Buffer): Image {
  const chunks = chunksOf(png)
  const header = chunks[0]?.data ?? Buffer.alloc(13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const bytes = header[9] === 6 ? 4 : 3
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const pixels = new Uint32Array(width * height)
  for (const [y, line] of unfiltered(raw, width * bytes, bytes).entries()) {
    for (let x = 0; x < width; x++) pixels[y * width + x] = line.readUIntBE(x * bytes, 3)
  }
  return { width, height, pixels }
}

/** Colours that are alike: the same in the upper half of each channel. */
const familyOf = (colour: number): number => colour & 0xf0f0f0

/** The commonest of each family, so that a small glyph keeps its colour, then whatever else is common. */
function commonest(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour)
  const heads = new Map(sorted.toReversed().map((colour) => [familyOf(colour), colour]))
  const isHead = (colour: number): boolean => heads.get(familyOf(colour)) === colour
  const families = sorted.filter(isHead).slice(0, MOST_FAMILIES)
  const others = sorted.filter((colour) => !families.includes(colour))
  return [...families, ...others].slice(0, MOST_COLOURS)
}

function distance(a: number, b: number): number {
  const [red, green, blue] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)]
  return red * red + green * green + blue * blue
}

/** Place in the palette of each colour, looked for once. */
function placer(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, place) => [colour, place]))
  return (colour) => {
    let place = known.get(colour)
    if (place === undefined) {
      const distances = palette.map((one) => distance(one, colour))
      place = distances.indexOf(Math.min(...distances))
      known.set(colour, place)
    }
    return place
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** The same picture with a palette. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const palette = commonest(pixels)
  const placeOf = placer(palette)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8) // eight bits, each the number of a colour
  const colours = Buffer.alloc(palette.length * 3)
  for (const [place, colour] of palette.entries()) colours.writeUIntBE(colour, place * 3, 3)
  const lines = Buffer.alloc((width + 1) * height)
  for (const [at, colour] of pixels.entries()) lines[at + Math.floor(at / width) + 1] = placeOf(colour)
  const parts = [chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(lines, { level: 9 }))]
  return Buffer.concat([SIGNATURE, ...parts, chunk('IEND', Buffer.alloc(0))])
}
