/**
 * What kind of picture some bytes are, told by the bytes alone: a name or a type can say anything. Only formats that
 * hold pixels and nothing that runs; an SVG can hold scripts.
 */
import { LEAST_LOGO_SIDE, MOST_LOGO_BYTES, MOST_LOGO_SIDE } from '../../../contract/api/portals.ts'

export type MediaType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'

export interface Picture {
  type: MediaType
  width: number
  height: number
}

interface Size {
  width: number
  height: number
}

/** Undefined: not of the kind, cut short, or broken. */
type Reader = (bytes: DataView) => Size | undefined

const readers: readonly (readonly [MediaType, Reader])[] = [
  ['image/png', pngSize],
  ['image/jpeg', jpegSize],
  ['image/webp', webpSize],
  ['image/gif', gifSize],
]

/** The picture, or in a sentence why it cannot be a logo. */
export function readPicture(bytes: Uint8Array): Picture | string {
  if (bytes.length > MOST_LOGO_BYTES) return 'A logo has at most 256 kB.'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const [type, sizeOf] of readers) {
    const size = sizeOf(view)
    if (size) return fits(size) ? { type, ...size } : sizeFault(size)
  }
  return 'This is not a whole PNG, JPEG, WebP or GIF picture.'
}

const fits = ({ width, height }: Size): boolean =>
  Math.min(width, height) >= LEAST_LOGO_SIDE && Math.max(width, height) <= MOST_LOGO_SIDE

const sizeFault = ({ width, height }: Size): string =>
  `The picture has ${width} × ${height} pixels: a logo has from ${LEAST_LOGO_SIDE} to ${MOST_LOGO_SIDE} on each side.`

const holds = (view: DataView, at: number, text: string): boolean => {
  if (at < 0 || at + text.length > view.byteLength) return false
  for (let i = 0; i < text.length; i++) if (view.getUint8(at + i) !== text.charCodeAt(i)) return false
  return true
}

function pngSize(view: DataView): Size | undefined {
  if (!holds(view, 0, '\x89PNG\r\n\x1a\n') || !holds(view, 12, 'IHDR')) return undefined
  // length, kind, data and checksum of each chunk, up to the one that ends it
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (holds(view, at + 4, 'IEND')) return { width: view.getUint32(16), height: view.getUint32(20) }
  }
  return undefined
}

function gifSize(view: DataView): Size | undefined {
  if (!holds(view, 0, 'GIF87a') && !holds(view, 0, 'GIF89a')) return undefined
  if (view.byteLength < 14 || !holds(view, view.byteLength - 1, ';')) return undefined
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** Frames that carry a size: all of SOF0 to SOF15 but the tables among them (DHT, JPG, DAC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function jpegSize(view: DataView): Size | undefined {
  if (!holds(view, 0, '\xff\xd8\xff') || !holds(view, view.byteLength - 2, '\xff\xd9')) return undefined
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (isFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    // a marker may be filled up with more of 0xff
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

function webpSize(view: DataView): Size | undefined {
  if (!holds(view, 0, 'RIFF') || !holds(view, 8, 'WEBP') || view.byteLength < 30) return undefined
  if (view.getUint32(4, true) + 8 > view.byteLength) return undefined
  const low14 = (at: number) => view.getUint16(at, true) & 0x3fff
  const three = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  if (holds(view, 12, 'VP8X')) return { width: three(24) + 1, height: three(27) + 1 }
  if (holds(view, 12, 'VP8 ')) return { width: low14(26), height: low14(28) }
  if (!holds(view, 12, 'VP8L')) return undefined
  const bits = view.getUint32(21, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}
