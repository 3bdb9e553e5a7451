import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'
import type { Open } from '../rules/changes.ts'
import type { Found } from '../rules/found.ts'

export interface AlertRow {
  alert_id: string
  subject: string
  subject_id: number
  since: Date
  found_at: Date
  until: Date | null
  facts: unknown
  dismissed_at: Date | null
  dismissed_by: string | null
  name: string
  campaign_id: number | null
  campaign_name: string | null
}

/** With what its subject is called, and the campaign of a supplier or buyer. */
const rows = (accountId: number, which: RawBuilder<unknown>, rest: RawBuilder<unknown>) => sql<AlertRow>`
  select a.alert_id, a.subject, a.subject_id, a.since, a.found_at, a.until, a.facts, a.dismissed_at, a.dismissed_by,
         coalesce(s.name, b.name, k.company, c.name, '') as name, p.campaign_id, p.name as campaign_name
  from alerts a
  left join suppliers s on s.account_id = ${accountId} and a.subject = 'supplier' and s.supplier_id = a.subject_id
  left join buyers b on b.account_id = ${accountId} and a.subject = 'buyer' and b.buyer_id = a.subject_id
  left join customers k on k.account_id = ${accountId} and a.subject = 'customer' and k.customer_id = a.subject_id
  left join campaigns c on c.account_id = ${accountId} and a.subject = 'campaign' and c.campaign_id = a.subject_id
  left join campaigns p on p.account_id = ${accountId} and p.campaign_id = coalesce(s.campaign_id, b.campaign_id)
  where a.account_id = ${accountId} and ${which} ${rest}`

export interface AlertFilter {
  open: boolean
  /** The last one of the page before. */
  after: string | undefined
  limit: number
}

/** Newest first: an alert's id carries when it was found. */
export async function listAlerts(db: Db, accountId: number, { open, after, limit }: AlertFilter): Promise<AlertRow[]> {
  const which = sql`${open ? sql`a.until is null` : sql`a.until is not null`}
    and (${after ?? null}::uuid is null or a.alert_id < ${after ?? null}::uuid)`
  return (await rows(accountId, which, sql`order by a.alert_id desc limit ${limit}`).execute(db)).rows
}

export async function getAlert(db: Db, accountId: number, alertId: string): Promise<AlertRow | undefined> {
  return (await rows(accountId, sql`a.alert_id = ${alertId}::uuid`, sql``).execute(db)).rows[0]
}

/** Open ones that nobody dismissed. */
export async function countWaiting(db: Db, accountId: number): Promise<number> {
  const { rows: counted } = await sql<{ n: number }>`
    select count(*) as n from alerts
    where account_id = ${accountId} and until is null and dismissed_at is null`.execute(db)
  return counted[0]?.n ?? 0
}

/** Locked, so that two who look at once do not both write. */
export async function lockOpen(tx: Tx, accountId: number): Promise<Open[]> {
  const { rows: open } = await sql<Open>`
    select alert_id as "alertId", kind, subject, subject_id as "subjectId" from alerts
    where account_id = ${accountId} and until is null order by alert_id for update`.execute(tx)
  return open
}

/** False when somebody else found the same a moment before. */
export async function insertAlert(
  tx: Tx,
  accountId: number,
  alertId: string,
  { kind, subject, subjectId, since, facts }: Found,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into alerts (account_id, alert_id, kind, subject, subject_id, since, found_at, facts)
    values (${accountId}, ${alertId}, ${kind}, ${subject}, ${subjectId}, ${since}, ${now}, ${JSON.stringify(facts)}::jsonb)
    on conflict (account_id, kind, subject, subject_id) where until is null do nothing`.execute(tx)
  return Number(numAffectedRows) > 0
}

export async function updateFacts(tx: Tx, accountId: number, alertId: string, facts: Found['facts']): Promise<void> {
  await sql`
    update alerts set facts = ${JSON.stringify(facts)}::jsonb
    where account_id = ${accountId} and alert_id = ${alertId}::uuid`.execute(tx)
}

export async function closeAlerts(tx: Tx, accountId: number, alertIds: readonly string[], now: Date): Promise<void> {
  await sql`
    update alerts set until = ${now}
    where account_id = ${accountId} and alert_id = any (${alertIds}::uuid[])`.execute(tx)
}

/** Whether the same was so until a short while ago: it comes and goes, and is not told each time. */
export async function wasOpenSince(tx: Tx, accountId: number, found: Found, since: Date): Promise<boolean> {
  const { rows: earlier } = await sql`
    select 1 from alerts
    where account_id = ${accountId} and kind = ${found.kind} and subject = ${found.subject}
      and subject_id = ${found.subjectId} and until >= ${since} limit 1`.execute(tx)
  return earlier.length > 0
}

/** Of one that is open; whether there was such. */
export async function setDismissed(
  tx: Tx,
  accountId: number,
  alertId: string,
  dismissed: { at: Date; by: string } | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update alerts set dismissed_at = ${dismissed?.at ?? null}, dismissed_by = ${dismissed?.by ?? null}
    where account_id = ${accountId} and alert_id = ${alertId}::uuid and until is null`.execute(tx)
  return Number(numAffectedRows) > 0
}

export async function forgetAlerts(tx: Tx, accountId: number, before: Date): Promise<void> {
  await sql`delete from alerts where account_id = ${accountId} and until < ${before}`.execute(tx)
}

export async function accountIds(db: Db): Promise<number[]> {
  return (await db.selectFrom('accounts').select('account_id').execute()).map((row) => row.account_id)
}

export async function settingsOf(db: Db, accountId: number): Promise<unknown> {
  const query = db.selectFrom('alert_settings').select('body').where('account_id', '=', accountId)
  return (await query.executeTakeFirst())?.body
}

export async function writeSettings(tx: Tx, accountId: number, body: object, now: Date): Promise<void> {
  await sql`
    insert into alert_settings (account_id, body, changed_at) values (${accountId}, ${JSON.stringify(body)}::jsonb, ${now})
    on conflict on constraint alert_settings_pkey do update set body = excluded.body, changed_at = excluded.changed_at`.execute(
    tx,
  )
}

/** Whom an account's alerts are sent to. */
export async function administratorsOf(db: Db, accountId: number): Promise<string[]> {
  const { rows: people } = await sql<{ email: string }>`
    select u.email from memberships m join team_users u on u.user_id = m.user_id
    where m.account_id = ${accountId} and m.role = 'administrator' order by u.email`.execute(db)
  return people.map(({ email }) => email)
}
