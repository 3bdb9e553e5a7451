/**
 * What changes of settings and mappings owe the duplicate keys: a check holds against leads accepted before it was set,
 * so its keys are made for them in the transaction that sets it.
 */
import type { FieldValue } from '../../contract/fields.ts'
import type { DuplicateCheck } from '../../contract/settings.ts'
import { openHashKey } from '../fields/ops.ts'
import type { Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { checkKeys, samePersonKeys } from './rules.ts'
import { insertKeys, type KeyRow, soldLeads } from './tables.ts'

export { checkKeys, identicalKey, samePersonKeys } from './rules.ts'
export { insertKeys, type KeyRow }

interface CheckBackfill {
  accountId: number
  campaignId: number
  check: DuplicateCheck
  since: Date
  /** The order in which a version's leads hold their values. */
  fieldsOf: (version: number) => Promise<readonly string[]>
}

/** Keys of a new or changed duplicate check, for the leads accepted since `since`. Call it under the campaign's lock. */
export async function backfillCheck(ctx: { secrets: Secrets }, tx: Tx, change: CheckBackfill): Promise<void> {
  const { accountId, campaignId, check, since, fieldsOf } = change
  const hashKey = await openHashKey({ db: tx, secrets: ctx.secrets }, accountId)
  for await (const sales of soldLeads(tx, accountId, { campaignId }, since)) {
    const keys = []
    for (const sale of sales) {
      const fields = await fieldsOf(sale.version)
      // stored by intake as the version's values, in order
      const data = sale.data as FieldValue[]
      const read = (field: string) => data[fields.indexOf(field)] ?? null
      const buyerId = check.scope === 'buyer' ? sale.buyerId : undefined
      for (const key of checkKeys(hashKey, campaignId, check, read, buyerId))
        keys.push({ key, leadId: sale.leadId, acceptedAt: sale.at })
    }
    await insertKeys(tx, accountId, keys)
  }
}

interface PersonBackfill {
  accountId: number
  customerId: number
  buyerIds: readonly number[]
  since: Date
}

/** Keys of "never the same person twice" for what a customer's newly mapped buyers bought since `since`. */
export async function backfillSamePerson(tx: Tx, change: PersonBackfill): Promise<void> {
  const { accountId, customerId, buyerIds, since } = change
  for await (const sales of soldLeads(tx, accountId, { buyerIds }, since)) {
    const keys = sales.flatMap((sale) =>
      samePersonKeys(customerId, asHash(sale.phone), asHash(sale.email)).map((key) => ({
        key,
        leadId: sale.leadId,
        acceptedAt: sale.at,
      })),
    )
    await insertKeys(tx, accountId, keys)
  }
}

const asHash = (text: string | null) => (text === null ? null : BigInt(text))
