/** The naive transaction's writes, in the product's lock order. */
import type pg from 'pg'
import type { Lead } from '../../server/intake/lead.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Offer } from '../../server/routing/choose.ts'
import type { PeriodKeys } from '../../server/routing/periods.ts'

export interface Sale {
  account: number
  lead: Lead
  offer: Offer
  leadId: string
  now: Date
  periods: PeriodKeys
}

const BUCKET_MS = 15 * 60_000
const MOST_A_DAY = 10_000_000

export async function writeSale(client: pg.PoolClient, sale: Sale): Promise<void> {
  const { lead, offer } = sale
  await takePlace(client, sale, 'supplier', lead.supplier.id, 0)
  await takePlace(client, sale, 'buyer', offer.buyer.id, offer.price)
  const wallet = await debit(client, sale)
  await claimKeys(client, sale)
  await insertLead(client, sale)
  await insertSale(client, sale, wallet)
  await addFigures(client, sale)
}

async function takePlace(
  client: pg.PoolClient,
  { account, periods: { day, week, month } }: Sale,
  subject: 'supplier' | 'buyer',
  id: number,
  cents: number,
): Promise<void> {
  const { rowCount } = await client.query(
    `update cap_counters set
       day_count = case when day_key = $4 then day_count else 0 end + 1, day_cents = day_cents + $5, day_key = $4,
       week_count = case when week_key = $6 then week_count else 0 end + 1, week_key = $6,
       month_count = case when month_key = $7 then month_count else 0 end + 1, month_key = $7,
       total_count = total_count + 1
     where account_id = $1 and subject = $2 and subject_id = $3 and (day_key <> $4 or day_count < $8)`,
    [account, subject, id, day, cents, week, month, MOST_A_DAY],
  )
  if (rowCount === 0) throw new Error('no place')
}

interface Debited {
  id: number
  balance: string
  seq: string
}

async function debit(client: pg.PoolClient, { account, lead, offer }: Sale): Promise<Debited> {
  const id = lead.campaign.buyers.get(offer.buyer.id)?.walletId
  const { rows } = await client.query<{ balance: string; seq: string }>(
    `update wallets set balance = balance - $3, seq = seq + 1
     where account_id = $1 and wallet_id = $2 and balance - reserved - $3 >= -credit_limit returning balance, seq`,
    [account, id, offer.price],
  )
  const [row] = rows
  if (!row || !id) throw new Error('no money')
  return { id, ...row }
}

async function claimKeys(client: pg.PoolClient, { account, lead, offer, leadId, now }: Sale): Promise<void> {
  const keys = [...lead.checks, ...lead.keysFor(offer.buyer.id).persons]
  await client.query(
    `insert into duplicate_keys (account_id, key, lead_id, accepted_at)
     select $1, key, $3, $4 from unnest($2::bigint[]) key order by key`,
    [account, keys, leadId, now],
  )
  await client.query('insert into recent_posts (account_id, key, lead_id, accepted_at) values ($1, $2, $3, $4)', [
    account,
    lead.identical,
    leadId,
    now,
  ])
}

async function insertLead(client: pg.PoolClient, { account, lead, offer, leadId, now }: Sale): Promise<void> {
  const { campaign, supplier, phone, email, post, data } = lead
  await client.query(
    `insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, sales, revenue,
                        payout, decided_ms, phone_hash, email_hash, source_ip, data)
     values ($1, $2, $3, $4, $5, $6, 0, false, 1, $7, 2400, 1, $8, $9, $10, $11)`,
    [account, leadId, now, campaign.id, supplier.id, campaign.version, offer.price, phone, email, post.ip, data],
  )
}

async function insertSale(client: pg.PoolClient, sale: Sale, wallet: Debited): Promise<void> {
  const { account, lead, offer, leadId, now } = sale
  const attemptId = newId(now)
  await client.query(
    `insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                           price, wallet_id, at, ms)
     values ($1, $2, $3, $4, $5, $6, $7, 'accepted', false, $8, $9, $3, 0)`,
    [account, leadId, now, attemptId, lead.campaign.id, offer.buyer.id, lead.campaign.version, offer.price, wallet.id],
  )
  await client.query(
    `insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                            wallet_seq, balance_after, booked_at, lead_id)
     values ($1, 'sale', $2, 'wallet', 'sales', $3, 'USD', $4, $5, $6, $7, $8)`,
    [account, attemptId, offer.price, wallet.id, wallet.seq, wallet.balance, now, leadId],
  )
}

async function addFigures(client: pg.PoolClient, { account, lead, offer, now }: Sale): Promise<void> {
  const bucket = new Date(Math.floor(now.getTime() / BUCKET_MS) * BUCKET_MS)
  await client.query(
    `insert into lead_rollup as r (account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout)
     values ($1, $2, $3, $4, 0, 1, $5, 2400) on conflict on constraint lead_rollup_pkey do update set
       leads = r.leads + 1, revenue = r.revenue + excluded.revenue, payout = r.payout + excluded.payout`,
    [account, bucket, lead.campaign.id, lead.supplier.id, offer.price],
  )
  await client.query(
    `insert into campaign_rollup as r (account_id, bucket, campaign_id, code, leads, returned, revenue, payout,
                                       returned_revenue, returned_payout)
     values ($1, $2, $3, 0, 1, 0, $4, 2400, 0, 0) on conflict on constraint campaign_rollup_pkey do update set
       leads = r.leads + 1, revenue = r.revenue + excluded.revenue, payout = r.payout + excluded.payout`,
    [account, bucket, lead.campaign.id, offer.price],
  )
  await client.query(
    `insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, amount)
     values ($1, $2, $3, $4, 1, $5) on conflict on constraint sale_rollup_pkey do update set
       sales = r.sales + 1, amount = r.amount + excluded.amount`,
    [account, bucket, lead.campaign.id, offer.buyer.id, offer.price],
  )
}
