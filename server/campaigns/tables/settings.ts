/** Immutable versions of settings: one row a part and version, the newest one not after a version is that version's. */
import { sql } from 'kysely'
import type { PartChange, StoredPart } from '../../../contract/parts.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface PartRow extends StoredPart {
  campaign_id: number
  version: number
}

export interface CampaignVersion {
  campaignId: number
  version: number
}

/** All parts of each campaign as of its version: each campaign named once. */
export async function readParts(db: Db, accountId: number, wanted: readonly CampaignVersion[]): Promise<PartRow[]> {
  const { rows } = await sql<PartRow>`
    select distinct on (s.campaign_id, s.part, s.part_id) s.campaign_id, s.part, s.part_id, s.version, s.body
    from campaign_settings s
    join unnest(${wanted.map((one) => one.campaignId)}::integer[], ${wanted.map((one) => one.version)}::integer[])
      as w (campaign_id, version) on w.campaign_id = s.campaign_id and s.version <= w.version
    where s.account_id = ${accountId}
    order by s.campaign_id, s.part, s.part_id, s.version desc`.execute(db)
  return rows
}

export interface NewVersion extends CampaignVersion {
  summary: string
  actorKind: string
  actorName: string
  at: Date
}

/** The version's own row; its parts follow with `insertParts`. */
export async function insertVersion(tx: Tx, accountId: number, version: NewVersion): Promise<void> {
  await sql`
    insert into campaign_versions (account_id, campaign_id, version, summary, actor_kind, actor_name, created_at)
    values (${accountId}, ${version.campaignId}, ${version.version}, ${version.summary}, ${version.actorKind},
            ${version.actorName}, ${version.at})`.execute(tx)
}

export async function insertParts(
  tx: Tx,
  accountId: number,
  { campaignId, version }: CampaignVersion,
  parts: readonly PartChange[],
): Promise<void> {
  await sql`
    insert into campaign_settings (account_id, campaign_id, part, part_id, version, body)
    select ${accountId}::integer, ${campaignId}::integer, u.part, u.id, ${version}::integer, u.body::jsonb
    from unnest(${parts.map((one) => one.part)}::text[], ${parts.map((one) => one.id)}::integer[],
                ${parts.map((one) => JSON.stringify(one.body))}::text[]) as u (part, id, body)`.execute(tx)
}

export interface VersionRow {
  version: number
  summary: string
  actor_name: string
  created_at: Date
}

/** Newest first, from just before `before`. */
export async function listVersions(
  db: Db,
  accountId: number,
  campaignId: number,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select version, summary, actor_name, created_at from campaign_versions
    where account_id = ${accountId} and campaign_id = ${campaignId}
      and version < ${before ?? MAX_VERSION}::integer
    order by version desc limit ${limit}`.execute(db)
  return rows
}

const MAX_VERSION = 2_147_483_647

export interface WrittenPartRow extends StoredPart {
  version: number
  /** The part as it was before; null where this version made it. */
  before: unknown
}

/** What each of these versions wrote, beside what stood there before. */
export async function writtenParts(
  db: Db,
  accountId: number,
  campaignId: number,
  versions: readonly number[],
): Promise<WrittenPartRow[]> {
  const { rows } = await sql<WrittenPartRow>`
    select s.version, s.part, s.part_id, s.body, p.body as before
    from campaign_settings s
    left join lateral (
      select e.body from campaign_settings e
      where e.account_id = ${accountId} and e.campaign_id = ${campaignId} and e.part = s.part
        and e.part_id = s.part_id and e.version < s.version
      order by e.version desc limit 1
    ) p on true
    where s.account_id = ${accountId} and s.campaign_id = ${campaignId} and s.version = any (${versions}::integer[])
    order by s.version desc, s.part, s.part_id`.execute(db)
  return rows
}
