import type { z } from 'zod'
import type { ImportDetails, ImportTarget, listImports } from '../../contract/api/imports.ts'
import { mappingOf } from './rules/steps.ts'
import type { ImportRow } from './tables/imports.ts'

export function presentImport(row: ImportRow): z.input<typeof listImports.reply>['items'][number] {
  const { importId: id, kind, fileName, state, phase, total, done, faulty } = row
  return {
    id,
    kind,
    fileName,
    campaign: row.campaignId === null ? null : { id: row.campaignId, name: row.campaignName ?? '' },
    state,
    phase,
    total,
    done,
    faulty,
    by: row.actorName,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

interface Whole {
  one: ImportRow
  targets: readonly ImportTarget[]
  suppliers: readonly { id: number; name: string }[]
  buyers: readonly { id: number; name: string }[]
}

export function presentDetails({ one, targets, suppliers, buyers }: Whole): z.input<typeof ImportDetails> {
  const named = (rows: Whole['buyers']) => rows.map(({ id, name }) => ({ id, name }))
  return {
    ...presentImport(one),
    bytes: one.bytes,
    parts: one.parts,
    columns: one.columns,
    preview: one.preview,
    mapping: one.state === 'uploading' ? null : mappingOf(one),
    targets: [...targets],
    suppliers: named(suppliers),
    buyers: named(buyers),
    problem: one.problem,
    fileGone: one.fileGone,
  }
}
