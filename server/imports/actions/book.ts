/** The campaign that rows are read against, by every name its members go by. */
import { AppError } from '../../../contract/errors.ts'
import type { DuplicateCheck } from '../../../contract/settings.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { readSettings } from '../../campaigns/ops.ts'
import type { Db } from '../../platform/db.ts'
import type { LeadBook, Member, SupplierMember } from '../rules/lead-row.ts'
import { mappingOf } from '../rules/steps.ts'
import { members, type NamedMember, samePersonDays, versionOf } from '../tables/book.ts'
import type { ImportRow } from '../tables/imports.ts'

export interface Book extends LeadBook {
  readonly campaignId: number
  readonly version: number
  readonly duplicates: DuplicateCheck | null
  readonly samePersonDays: number
  /** Of each buyer. */
  readonly customers: ReadonlyMap<number, readonly number[]>
  readonly buyerZones: ReadonlyMap<number, string>
  readonly campaignZone: string
}

function byNames<M extends Member>(rows: readonly NamedMember[], make: (row: NamedMember) => M): Map<string, M> {
  const named = new Map<string, M>()
  // a number means the member that has it, whatever another one is called
  for (const row of rows) for (const name of [row.name, ...row.aliases]) named.set(name.toLowerCase(), make(row))
  for (const row of rows) named.set(String(row.id), make(row))
  return named
}

/** @throws AppError not_found for a campaign that is not there */
export async function openBook(db: Db, accountId: number, one: ImportRow, now: Date): Promise<Book> {
  const campaignId = one.campaignId ?? 0
  const version = await versionOf(db, accountId, campaignId)
  if (version === undefined) throw new AppError('not_found')
  const mapping = mappingOf(one)
  const [{ currency }, settings, suppliers, buyers, days] = await Promise.all([
    readAccountBasics(db, accountId),
    readSettings(db, accountId, campaignId, version),
    members(db, accountId, campaignId, 'supplier'),
    members(db, accountId, campaignId, 'buyer'),
    samePersonDays(db, accountId),
  ])
  const { campaign } = settings
  const termsOf = (row: NamedMember): SupplierMember => {
    const part = settings.suppliers.get(row.id)
    return { id: row.id, name: row.name, payout: part?.payout ?? { kind: 'fixed', amount: 0 } }
  }
  return {
    campaignId,
    version,
    mapping,
    fields: campaign.fields,
    currency,
    zone: mapping.zone ?? campaign.zone,
    campaignZone: campaign.zone,
    now,
    suppliers: byNames(suppliers, termsOf),
    buyers: byNames(buyers, ({ id, name }) => ({ id, name })),
    duplicates: campaign.duplicates,
    samePersonDays: days,
    customers: new Map(buyers.map((row) => [row.id, row.customers])),
    buyerZones: new Map([...settings.buyers].map(([id, part]) => [id, part.zone ?? campaign.zone])),
  }
}
