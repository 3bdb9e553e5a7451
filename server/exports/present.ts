/** Exports as they are answered. */
import type { Export } from '../../contract/api/exports.ts'
import { EXPORT_MS } from './rules/names.ts'
import type { ExportRow } from './tables/exports.ts'
import type { LinkRow } from './tables/links.ts'

export function presentExport(row: ExportRow & { links: readonly LinkRow[] }, now: Date): Export {
  const { exportId: id, name, description, format, state, done, total, bytes, problem, finishedAt, fileGone } = row
  const until = state === 'done' && finishedAt && !fileGone ? new Date(finishedAt.getTime() + EXPORT_MS) : null
  return {
    id,
    name,
    description,
    format,
    state,
    done,
    total,
    bytes,
    problem,
    by: row.userName,
    createdAt: row.createdAt.toISOString(),
    until: until && until > now ? until.toISOString() : null,
    links: row.links.map(({ email, downloads }) => ({ email, downloads })),
  }
}
