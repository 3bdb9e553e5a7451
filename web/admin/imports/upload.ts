import {
  createImport,
  type ImportKind,
  MAX_IMPORT_BYTES,
  PART_CHARACTERS,
  readImportFile,
  uploadPart,
} from '../../../contract/api/imports.ts'
import { call } from '../../lib/api.ts'

/** The file as text: UTF-8 or what its mark says, else the old Western set that spreadsheets still write. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const marked = bytes[0] === 0xfe ? 'utf-16be' : 'utf-16le'
  try {
    return new TextDecoder(isUtf16 ? marked : 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** Cut so that no sign of two halves is parted. */
function* partsOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = Math.min(text.length, at + PART_CHARACTERS - 1)
    const half = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? 1 : 0
    yield text.slice(at, end + half)
    at = end + half
  }
}

/** What is wrong with a file before it is sent, or undefined. */
export function faultOfFile(file: File): string | undefined {
  if (file.size === 0) return 'This file is empty.'
  if (file.size > MAX_IMPORT_BYTES) return 'A file has at most 50 MB. Split it.'
  if (/\.(xlsx?|ods|numbers|zip|pdf)$/i.test(file.name)) return 'Save it as CSV first: this is another kind of file.'
  return undefined
}

/** Sends a file part by part and has its columns read. @returns the import's id */
export async function upload(
  account: number,
  wish: { kind: ImportKind; campaign: number | null },
  file: File,
  onProgress: (share: number) => void,
): Promise<string> {
  const text = (await textOf(file)).replaceAll('\0', '').toWellFormed()
  const { id } = await call(createImport, { params: { account }, body: { ...wish, fileName: file.name.slice(-200) } })
  const params = { account, import: id }
  let sent = 0
  let part = 0
  for (const piece of partsOf(text)) {
    await call(uploadPart, { params, body: { part, text: piece } })
    part++
    sent += piece.length
    onProgress(sent / text.length)
  }
  await call(readImportFile, { params })
  return id
}
