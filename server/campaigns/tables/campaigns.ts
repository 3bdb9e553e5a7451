/** The campaign's row: the business row that every change locks before anything else. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export type CampaignStatus = 'active' | 'paused' | 'archived'

/** The operator's own pause; all null where there is none. */
export interface PauseColumns {
  pause_since: Date | null
  pause_until: Date | null
  pause_by: string | null
  pause_reason: string | null
}

export const NO_PAUSE: PauseColumns = { pause_since: null, pause_until: null, pause_by: null, pause_reason: null }

export interface CampaignRow extends PauseColumns {
  campaign_id: number
  name: string
  public_name: string | null
  status: CampaignStatus
  version: number
  revision: number
  created_at: Date
}

const columns = sql`
  campaign_id, name, public_name, status, pause_since, pause_until, pause_by, pause_reason, version, revision,
  created_at`

export async function getCampaign(db: Db, accountId: number, campaignId: number): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from campaigns where account_id = ${accountId} and campaign_id = ${campaignId}`.execute(db)
  return rows[0]
}

/** Open batches of leads hold this row FOR SHARE: whoever gets it knows that their sales are all committed. */
export async function lockCampaign(tx: Tx, accountId: number, campaignId: number): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from campaigns
    where account_id = ${accountId} and campaign_id = ${campaignId} for update`.execute(tx)
  return rows[0]
}

export interface CampaignInListRow extends CampaignRow {
  suppliers: number
  buyers: number
}

/** Newest first; a few dozen an account, so no pages. */
export async function listCampaigns(db: Db, accountId: number): Promise<CampaignInListRow[]> {
  const { rows } = await sql<CampaignInListRow>`
    select ${columns},
           (select count(*)::integer from suppliers s
            where s.account_id = ${accountId} and s.campaign_id = c.campaign_id) as suppliers,
           (select count(*)::integer from buyers b
            where b.account_id = ${accountId} and b.campaign_id = c.campaign_id) as buyers
    from campaigns c where c.account_id = ${accountId} order by c.campaign_id desc limit 1000`.execute(db)
  return rows
}

export interface NewCampaign {
  campaignId: number
  name: string
  publicName: string | null
  at: Date
}

export async function insertCampaign(tx: Tx, accountId: number, campaign: NewCampaign): Promise<void> {
  await sql`
    insert into campaigns (account_id, campaign_id, name, public_name, status, version, revision, created_at)
    values (${accountId}, ${campaign.campaignId}, ${campaign.name}, ${campaign.publicName}, 'active', 1, 1,
            ${campaign.at})`.execute(tx)
}

/** A new version is a new revision too. */
export async function setVersion(tx: Tx, accountId: number, campaignId: number, version: number): Promise<void> {
  await sql`
    update campaigns set version = ${version}, revision = revision + 1
    where account_id = ${accountId} and campaign_id = ${campaignId}`.execute(tx)
}

export async function setStatus(
  tx: Tx,
  accountId: number,
  campaignId: number,
  status: CampaignStatus,
  pause: PauseColumns,
): Promise<void> {
  await sql`
    update campaigns set status = ${status}, pause_since = ${pause.pause_since}, pause_until = ${pause.pause_until},
      pause_by = ${pause.pause_by}, pause_reason = ${pause.pause_reason}, revision = revision + 1
    where account_id = ${accountId} and campaign_id = ${campaignId}`.execute(tx)
}

export async function updateNames(
  tx: Tx,
  accountId: number,
  campaignId: number,
  names: { name: string; publicName: string | null },
): Promise<void> {
  await sql`
    update campaigns set name = ${names.name}, public_name = ${names.publicName}
    where account_id = ${accountId} and campaign_id = ${campaignId}`.execute(tx)
}

/** Locks in the order of ids, then counts up: two changes that share campaigns never wait for each other crosswise. */
export async function raiseRevisions(tx: Tx, accountId: number, campaignIds: readonly number[]): Promise<void> {
  await sql`
    update campaigns c set revision = c.revision + 1
    from (
      select campaign_id from campaigns
      where account_id = ${accountId} and campaign_id = any (${campaignIds}::integer[])
      order by campaign_id for update
    ) locked
    where c.account_id = ${accountId} and c.campaign_id = locked.campaign_id`.execute(tx)
}

/** Where a Client buys or supplies. */
export async function campaignIdsOfClient(db: Db, accountId: number, clientId: number): Promise<number[]> {
  const { rows } = await sql<{ campaign_id: number }>`
    select campaign_id from buyers where account_id = ${accountId} and client_id = ${clientId}
    union
    select campaign_id from suppliers where account_id = ${accountId} and client_id = ${clientId}
    order by campaign_id`.execute(db)
  return rows.map((row) => row.campaign_id)
}

export async function allCampaignIds(db: Db, accountId: number): Promise<number[]> {
  const { rows } = await sql<{ campaign_id: number }>`
    select campaign_id from campaigns where account_id = ${accountId} order by campaign_id`.execute(db)
  return rows.map((row) => row.campaign_id)
}
