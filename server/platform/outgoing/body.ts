/** An answer's bytes as text, within the limit also once unpacked. */
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
export function textOf(bytes: Buffer, encoding: string, contentType: string, limit: number): string {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return decoderOf(contentType).decode(bytes)
  const unpack = UNPACK[name]
  if (!unpack) throw new Error('The answer is packed in a way that is not read here.')
  return decoderOf(contentType).decode(unpack(bytes, { maxOutputLength: limit }))
}
