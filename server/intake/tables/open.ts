/** Leads in process and what is held for them, as rows: for settlements by others, and for those whose process is gone. */
import { sql } from 'kysely'
import type { FieldValue } from '../../../contract/fields.ts'
import type { MovingReasons } from '../../../contract/verdict.ts'
import type { Db, Tx } from '../../platform/db.ts'

/** Takes these leads: nobody settles them or goes on with them meanwhile. First of the locks. */
export async function lockLeads(tx: Tx, accountId: number, leadIds: readonly string[]): Promise<void> {
  await sql`
    select 1 from open_leads where account_id = ${accountId} and lead_id = any (${[...leadIds]}::uuid[])
    order by lead_id for update`.execute(tx)
}

export interface ReservationRow {
  attemptId: string
  leadId: string
  buyerId: number
  walletId: number | null
  amount: number
  test: boolean
  state: 'calling' | 'unknown'
  reservedAt: Date
}

const RESERVATION = sql`
  r.attempt_id as "attemptId", r.lead_id as "leadId", r.buyer_id as "buyerId", r.wallet_id as "walletId", r.amount,
  r.test, r.state, r.reserved_at as "reservedAt"`

export async function reservationsOf(
  db: Db,
  accountId: number,
  by: { attempts: readonly string[] } | { leads: readonly string[] },
): Promise<ReservationRow[]> {
  const which =
    'attempts' in by
      ? sql`r.attempt_id = any (${[...by.attempts]}::uuid[])`
      : sql`r.lead_id = any (${[...by.leads]}::uuid[])`
  const { rows } = await sql<ReservationRow>`
    select ${RESERVATION} from reservations r where r.account_id = ${accountId} and ${which}
    order by r.attempt_id`.execute(db)
  return rows
}

export interface StoredLead {
  leadId: string
  receivedAt: Date
  campaignId: number
  supplierId: number
  version: number
  code: number
  test: boolean
  sales: number
  revenue: number
  payout: number
}

/** As they are now; read under `lockLeads`, as they stay. */
export async function storedLeads(db: Db, accountId: number, leadIds: readonly string[]): Promise<StoredLead[]> {
  const { rows } = await sql<StoredLead>`
    select l.lead_id as "leadId", l.received_at as "receivedAt", l.campaign_id as "campaignId",
           l.supplier_id as "supplierId", l.version, l.code, l.test, l.sales, l.revenue, l.payout
    from leads l
    where l.account_id = ${accountId} and l.lead_id = any (${[...leadIds]}::uuid[])
    order by l.lead_id`.execute(db)
  return rows
}

export interface LostLead extends StoredLead {
  deadlineAt: Date
  entered: boolean
  posts: string[]
  data: FieldValue[]
  subIds: (string | null)[] | null
  sourceIp: string | null
  why: MovingReasons | null
  /** Buyers that were asked or have it. */
  called: number[]
}

/** Everything that going on with a lead in process needs. */
export async function lostLeads(
  db: Db,
  accountId: number,
  by: { owner: number } | { leadId: string },
): Promise<LostLead[]> {
  const which = 'owner' in by ? sql`o.owner = ${by.owner}::bigint` : sql`l.lead_id = ${by.leadId}::uuid`
  const { rows } = await sql<LostLead>`
    select l.lead_id as "leadId", l.received_at as "receivedAt", l.campaign_id as "campaignId",
           l.supplier_id as "supplierId", l.version, l.code, l.test, l.sales, l.revenue, l.payout,
           coalesce(o.deadline_at, l.received_at) as "deadlineAt", o.day_key is not null as entered,
           coalesce(o.posts::text[], '{}') as posts, l.data,
           l.sub_ids as "subIds", l.source_ip as "sourceIp", l.why,
           array(select a.buyer_id from attempts a
                 where a.account_id = ${accountId} and a.lead_id = l.lead_id and a.received_at = l.received_at) as called
    from leads l
    left join open_leads o on o.account_id = ${accountId} and o.lead_id = l.lead_id and o.received_at = l.received_at
    where l.account_id = ${accountId} and ${which}
    order by l.lead_id`.execute(db)
  return rows
}

/** The processes that own leads, with the accounts of those leads. Over all accounts, by design: reads only. */
export async function ownersOfLeads(db: Db): Promise<{ owner: number; accountId: number }[]> {
  const { rows } = await sql<{ owner: number; accountId: number }>`
    select distinct owner, account_id as "accountId" from open_leads where owner is not null`.execute(db)
  return rows
}

/** Whether the process is gone: its lock is free. */
export async function isGone(db: Db, owner: number): Promise<boolean> {
  if (owner === 0) return true
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${owner}::bigint) as free`.execute(
      tx,
    )
    return rows[0]?.free === true
  })
}

/** Takes an owner's leads over, some at a time; resolves with those that are now the new one's. */
export async function takeOver(tx: Tx, accountId: number, from: number, to: number, most: number): Promise<string[]> {
  const { rows } = await sql<{ leadId: string }>`
    update open_leads o set owner = ${to}::bigint from (
      select lead_id from open_leads where account_id = ${accountId} and owner = ${from}::bigint
      order by lead_id limit ${most} for update skip locked
    ) mine where o.account_id = ${accountId} and o.lead_id = mine.lead_id
    returning o.lead_id as "leadId"`.execute(tx)
  return rows.map((row) => row.leadId)
}

/** Gives a lead to nobody, so that the next sweep finds it. */
export async function abandon(db: Db, accountId: number, leadId: string, owner: number): Promise<void> {
  await sql`
    update open_leads set owner = 0 where account_id = ${accountId} and lead_id = ${leadId} and owner = ${owner}::bigint`.execute(
    db,
  )
}

/** Unknowns reserved before an instant, over all accounts: reads only. */
export async function unknownsBefore(
  db: Db,
  before: Date,
  most: number,
): Promise<{ accountId: number; attemptId: string }[]> {
  const { rows } = await sql<{ accountId: number; attemptId: string }>`
    select account_id as "accountId", attempt_id as "attemptId" from reservations
    where state = 'unknown' and reserved_at < ${before} order by account_id, reserved_at limit ${most}`.execute(db)
  return rows
}

export async function currencyOf(db: Db, accountId: number): Promise<string> {
  const row = await db
    .selectFrom('accounts')
    .select('currency')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.currency
}
