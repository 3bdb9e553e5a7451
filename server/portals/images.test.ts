import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { png } from '../../dev/png.ts'
import { readPicture } from './rules/images.ts'

const plain = (width: number, height = width) => png(width, height, () => [20, 90, 160, 255])

/** The shortest of each kind: what stands before the pixels is all that is read. */
const gif = (width: number, height: number): Buffer => {
  const bytes = Buffer.from('GIF89a\0\0\0\0\0\0\0;', 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}
const jpeg = (width: number, height: number): Buffer => {
  const [before, frame] = [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2]), Buffer.alloc(19)]
  frame.set([0xff, 0xc2, 0, 17, 8])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([before, frame, Buffer.from([0xff, 0xd9])])
}
const webp = (kind: string, at: (body: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(30)
  bytes.write('RIFF\0\0\0\0WEBP', 'latin1')
  bytes.write(kind, 12, 'latin1')
  bytes.writeUInt32LE(22, 4)
  at(bytes)
  return bytes
}

describe('a logo', () => {
  it.each([
    ['image/png', plain(64, 48)],
    ['image/gif', gif(64, 48)],
    ['image/jpeg', jpeg(64, 48)],
    [
      'image/webp',
      webp('VP8 ', (bytes) => {
        bytes.writeUInt16LE(64, 26)
        bytes.writeUInt16LE(48, 28)
      }),
    ],
    ['image/webp', webp('VP8L', (bytes) => bytes.writeUInt32LE(63 | (47 << 14), 21))],
    [
      'image/webp',
      webp('VP8X', (bytes) => {
        bytes.writeUIntLE(63, 24, 3)
        bytes.writeUIntLE(47, 27, 3)
      }),
    ],
  ])('is read as %s by its bytes', (type, bytes) => {
    expect(readPicture(bytes)).toEqual({ type, width: 64, height: 48 })
  })

  it('of a kind that can hold more than pixels is none', () => {
    for (const text of [
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      '<!doctype html><html></html>',
      'BM',
      '%PDF-1.7',
      '',
    ])
      expect(readPicture(Buffer.from(text)), text).toMatch(/not a whole PNG/)
  })

  it('has a size that fits', () => {
    expect(readPicture(plain(15, 40))).toMatch(/15 × 40 pixels/)
    expect(readPicture(plain(16, 2))).toMatch(/16 × 2 pixels/)
    expect(readPicture(gif(2_001, 20))).toMatch(/2001 × 20 pixels/)
    expect(readPicture(gif(2_000, 16))).toMatchObject({ width: 2_000, height: 16 })
    expect(readPicture(Buffer.concat([plain(20), Buffer.alloc(256 * 1024)]))).toMatch(/at most 256 kB/)
  })

  it('cut short anywhere is none, and no bytes make the reader fall', () => {
    const whole = [plain(20), jpeg(20, 20), gif(20, 20)]
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), (bytes, cut) => {
        expect(readPicture(bytes.subarray(0, cut % bytes.length))).toMatch(/not a whole/)
      }),
    )
    const heads = [...whole.map((bytes) => bytes.subarray(0, 12)), webp('VP8X', () => {}), webp('VP8 ', () => {})]
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 80 }), (head, rest) => {
        const read = readPicture(Buffer.concat([head, rest]))
        if (typeof read !== 'string') expect(Math.max(read.width, read.height)).toBeLessThanOrEqual(2_000)
      }),
    )
  })
})
