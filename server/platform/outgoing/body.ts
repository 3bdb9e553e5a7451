/** An answer's bytes within the limit also once unpacked, and as text. */
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

const UNPACK: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

function decoderOf(contentType: string): TextDecoder {
  const charset = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

/** @throws Error for a packing that is unknown, broken or too large */
export function unpacked(bytes: Buffer, encoding: string, limit: number): Buffer {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return bytes
  const unpack = UNPACK[name]
  if (!unpack) throw new Error('The answer is packed in a way that is not read here.')
  return unpack(bytes, { maxOutputLength: limit })
}

export const textOf = (bytes: Buffer, contentType: string): string => decoderOf(contentType).decode(bytes)
