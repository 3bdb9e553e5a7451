/** What an export's files are called, and the text of a link. */
import { EXPORT_DAYS, type ExportFormat } from '../../../contract/api/exports.ts'

export const EXPORT_MS = EXPORT_DAYS * 86_400_000

export const fileKey = (accountId: number, exportId: string, format: ExportFormat): string =>
  `exports/${accountId}/${exportId}.${format}`

/** Where one try keeps what it read. */
export const spoolKey = (accountId: number, exportId: string, run: string): string =>
  `exports/${accountId}/${exportId}.${run}.rows`

/** What it is downloaded as: the chosen name without what file systems dislike. */
export const downloadName = (name: string, format: ExportFormat): string =>
  `${name.replaceAll(/[^\p{L}\p{N}._()-]+/gu, ' ').trim() || 'export'}.${format}`

/** With the account's number in it, so that it is looked up within the account. */
export const linkText = (accountId: number, secret: string): string => `${accountId}.${secret}`

export function readLink(text: string): { accountId: number; secret: string } | undefined {
  const parts = /^([1-9]\d{0,9})\.([\w-]{20,80})$/.exec(text)
  return parts?.[1] && parts[2] ? { accountId: Number(parts[1]), secret: parts[2] } : undefined
}
