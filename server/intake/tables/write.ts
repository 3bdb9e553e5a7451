/**
 * The batch as the columns of SQL `ingest` (migrations/functions): one call, one transaction, guarded.
 */
import type { PoolClient } from 'pg'
import { constraintOf, sqlState } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { bools, instants, int2s, int4s, int8s, texts, uuids } from '../../platform/pg-arrays.ts'
import type { Offer } from '../../routing/choose.ts'
import type { KnownCampaign } from '../campaigns.ts'
import type { Decided } from '../decide.ts'
import { figuresOf } from '../figures.ts'
import type { ClaimedKeys, Places } from '../state.ts'
import type { Tally } from '../tally.ts'
import { openColumn } from './open-column.ts'

const GUARD_FAILED = 'PT409'
/** Somebody claimed a key first: its table's own guard. */
const CLAIMED = new Set(['duplicate_keys_pkey', 'recent_posts_pkey'])

/** Which guard no longer held, as somebody came in between: the batch is to be decided again. Else undefined. */
export function failedGuard(error: unknown): string | undefined {
  if (error instanceof Error && sqlState(error) === GUARD_FAILED) return error.message
  const constraint = constraintOf(error)
  return constraint !== undefined && CLAIMED.has(constraint) ? constraint : undefined
}

const DEADLOCK = '40P01'

/** The server gave this write up for another's sake, which is not to be but no reason to refuse a lead. Else undefined. */
export const raceLost = (error: unknown): string | undefined => (sqlState(error) === DEADLOCK ? 'deadlock' : undefined)

const PARAMETERS = [
  ...['integer', 'timestamptz', 'text', 'integer[]', 'bigint[]'],
  ...Array<string>(9).fill('integer[]'),
  ...['integer[]', 'integer[]', 'integer[]', 'integer[]', 'integer[]', 'bigint[]'],
  ...Array<string>(4).fill('integer[]'),
  ...Array<string>(4).fill('bigint[]'),
  ...['integer[]', 'bigint[]', 'bigint[]', 'integer[]', 'bigint[]'],
  ...['uuid[]', 'integer[]', 'bigint[]', 'integer[]', 'bigint[]', 'uuid[]'],
  ...['bigint[]', 'uuid[]', 'bigint[]', 'uuid[]', 'bigint[]', 'uuid[]', 'bigint[]', 'uuid[]'],
  ...['uuid[]', 'timestamptz[]', 'integer[]', 'integer[]', 'integer[]', 'smallint[]', 'boolean[]', 'smallint[]'],
  ...[
    'bigint[]',
    'bigint[]',
    'integer[]',
    'bigint[]',
    'bigint[]',
    'uuid[]',
    'text[]',
    'text[]',
    'text[]',
    'text[]',
    'text[]',
  ],
  ...[
    'uuid[]',
    'uuid[]',
    'timestamptz[]',
    'integer[]',
    'integer[]',
    'integer[]',
    'boolean[]',
    'bigint[]',
    'smallint[]',
    'integer[]',
  ],
  ...['timestamptz[]', 'integer[]', 'integer[]', 'smallint[]', 'integer[]', 'bigint[]', 'bigint[]'],
  ...['timestamptz[]', 'integer[]', 'integer[]', 'integer[]', 'bigint[]'],
  'jsonb',
]
const CALL = `select ingest(${PARAMETERS.map((type, index) => `$${index + 1}::${type}`).join(', ')})`

export interface Batch {
  accountId: number
  now: Date
  currency: string
  /** The process that owns what stays in process. */
  owner: number
  /** Whose revisions the batch was decided by. */
  campaigns: readonly KnownCampaign[]
  decided: readonly Decided[]
  places: Places
}

/** Writes the batch or nothing. @throws a DatabaseError for which `failedGuard` says to decide again */
export async function writeBatch(client: PoolClient, batch: Batch): Promise<void> {
  const { accountId, now, currency, campaigns, places } = batch
  const sales = salesOf(batch)
  await client.query({
    name: 'intake-ingest',
    text: CALL,
    values: [
      accountId,
      now,
      currency,
      int4s(campaigns.map((campaign) => campaign.id)),
      int8s(campaigns.map((campaign) => campaign.revision)),
      ...supplierColumns(places.suppliers),
      ...buyerColumns(places.buyers),
      ...walletColumns(places),
      ...transferColumns(sales),
      ...keyColumns(places.claimed),
      ...keyColumns(places.claimedPosts),
      ...leadColumns(batch.decided, now),
      ...attemptColumns(sales),
      ...figureColumns(batch.decided),
      openColumn(batch, sales),
    ],
  })
}

const takenOf = (tallies: ReadonlyMap<number, Tally>) => [...tallies].filter(([, tally]) => tally.takenCount > 0)

function supplierColumns(tallies: ReadonlyMap<number, Tally>): Buffer[] {
  const rows = takenOf(tallies)
  return [...placeColumns(rows), ...capColumns(rows)]
}

function buyerColumns(tallies: ReadonlyMap<number, Tally>): Buffer[] {
  const rows = takenOf(tallies)
  const limit = (period: keyof Tally['budget']) => int8s(rows.map(([, tally]) => tally.budget[period]))
  return [
    ...placeColumns(rows),
    int8s(rows.map(([, tally]) => tally.takenCents)),
    ...capColumns(rows),
    limit('day'),
    limit('week'),
    limit('month'),
    limit('total'),
  ]
}

function placeColumns(rows: readonly [number, Tally][]): Buffer[] {
  return [
    int4s(rows.map(([id]) => id)),
    int4s(rows.map(([, tally]) => tally.keys.day)),
    int4s(rows.map(([, tally]) => tally.keys.week)),
    int4s(rows.map(([, tally]) => tally.keys.month)),
    int4s(rows.map(([, tally]) => tally.takenCount)),
  ]
}

function capColumns(rows: readonly [number, Tally][]): Buffer[] {
  const limit = (period: keyof Tally['volume']) => int4s(rows.map(([, tally]) => tally.volume[period]))
  return [limit('day'), limit('week'), limit('month'), limit('total')]
}

function walletColumns({ debits }: Places): Buffer[] {
  const rows = [...debits]
  return [
    int4s(rows.map(([id]) => id)),
    int8s(rows.map(([, debit]) => debit.sum)),
    int8s(rows.map(([, debit]) => debit.last)),
    int4s(rows.map(([, debit]) => debit.count)),
    int8s(rows.map(([, debit]) => debit.held)),
  ]
}

function keyColumns({ keys, expired }: ClaimedKeys): Buffer[] {
  return [int8s([...keys.keys()]), uuids([...keys.values()]), int8s([...expired.keys()]), uuids([...expired.values()])]
}

function leadColumns(all: readonly Decided[], now: Date): Buffer[] {
  // those that go on are stored already
  const decided = all.some(({ open }) => open) ? all.filter(({ open }) => !open) : all
  return [
    uuids(decided.map((one) => one.leadId)),
    instants(decided.map(({ lead }) => lead.at)),
    int4s(decided.map(({ lead }) => lead.campaign.id)),
    int4s(decided.map(({ lead }) => lead.supplier.id)),
    int4s(decided.map(({ lead }) => lead.campaign.version)),
    int2s(decided.map((one) => one.code)),
    bools(decided.map(({ lead }) => lead.test)),
    int2s(decided.map((one) => one.sales.length)),
    int8s(decided.map((one) => one.revenue)),
    int8s(decided.map((one) => one.payout)),
    int4s(decided.map(({ lead }) => now.getTime() - lead.at.getTime())),
    int8s(decided.map(({ lead }) => lead.phone)),
    int8s(decided.map(({ lead }) => lead.email)),
    uuids(decided.map((one) => one.duplicateOf)),
    texts(decided.map(({ lead }) => lead.post.ip)),
    texts(decided.map(({ lead }) => (lead.subIds.some((id) => id !== null) ? JSON.stringify(lead.subIds) : null))),
    texts(decided.map((one) => one.detail)),
    texts(decided.map((one) => (one.moved ? JSON.stringify(one.moved) : null))),
    texts(decided.map(({ lead }) => lead.data)),
  ]
}

export interface SoldLead extends Decided {
  readonly sale: Offer
  readonly attemptId: string
  /** The wallet it is debited to, if any. */
  readonly walletId: number | null
}

function salesOf({ decided, now }: Batch): SoldLead[] {
  return decided.flatMap((one) =>
    one.sales.map((sale) => ({ ...one, sale, attemptId: newId(now), walletId: walletOf(one.lead, sale.buyer.id) })),
  )
}

/** A sale at no price moves nothing and has no entry. A wallet's order is the batch's. */
function transferColumns(sales: readonly SoldLead[]): Buffer[] {
  const debited = sales.filter(({ walletId, sale }) => walletId !== null && sale.price > 0)
  const soFar = new Map<number | null, { nth: number; running: number }>()
  const places = debited.map(({ walletId, sale }) => {
    const before = soFar.get(walletId) ?? { nth: 0, running: 0 }
    const place = { nth: before.nth + 1, running: before.running + sale.price }
    soFar.set(walletId, place)
    return place
  })
  return [
    uuids(debited.map((one) => one.attemptId)),
    int4s(debited.map((one) => one.walletId)),
    int8s(debited.map(({ sale }) => sale.price)),
    int4s(places.map((place) => place.nth)),
    int8s(places.map((place) => place.running)),
    uuids(debited.map((one) => one.leadId)),
  ]
}

function attemptColumns(sales: readonly SoldLead[]): Buffer[] {
  return [
    uuids(sales.map((one) => one.attemptId)),
    uuids(sales.map((one) => one.leadId)),
    instants(sales.map(({ lead }) => lead.at)),
    int4s(sales.map(({ lead }) => lead.campaign.id)),
    int4s(sales.map(({ sale }) => sale.buyer.id)),
    int4s(sales.map(({ lead }) => lead.campaign.version)),
    bools(sales.map(({ lead }) => lead.test)),
    int8s(sales.map(({ sale }) => sale.price)),
    int2s(sales.map(({ sale }) => (sale.rule < 0 ? null : sale.rule))),
    int4s(sales.map((one) => one.walletId)),
  ]
}

function walletOf(lead: Decided['lead'], buyerId: number): number | null {
  return lead.test ? null : (lead.campaign.buyers.get(buyerId)?.walletId ?? null)
}

function figureColumns(decided: readonly Decided[]): Buffer[] {
  const { leads, sales } = figuresOf(decided)
  return [
    instants(leads.map((row) => row.bucket)),
    int4s(leads.map((row) => row.campaignId)),
    int4s(leads.map((row) => row.supplierId)),
    int2s(leads.map((row) => row.code)),
    int4s(leads.map((row) => row.leads)),
    int8s(leads.map((row) => row.revenue)),
    int8s(leads.map((row) => row.payout)),
    instants(sales.map((row) => row.bucket)),
    int4s(sales.map((row) => row.campaignId)),
    int4s(sales.map((row) => row.buyerId)),
    int4s(sales.map((row) => row.sales)),
    int8s(sales.map((row) => row.amount)),
  ]
}
