/**
 * What a careful first version would do: one transaction of single statements a lead, writing the same rows as the
 * product, row locks for caps and balance.
 */
import { createHash } from 'node:crypto'
import { fastify } from 'fastify'
import { openHashKey } from '../../server/fields/ops.ts'
import { type KnownCampaign, loadCampaign } from '../../server/intake/campaigns.ts'
import { readLead } from '../../server/intake/lead.ts'
import { readPost } from '../../server/intake/post.ts'
import { newId } from '../../server/platform/ids.ts'
import { periodKeys } from '../../server/routing/periods.ts'
import { benchPlatform } from './platform.ts'

const platform = benchPlatform()
const campaigns = new Map<number, { campaign: KnownCampaign; hashKey: Buffer }>()

async function campaignOf(accountId: number) {
  const known = campaigns.get(accountId)
  if (known) return known
  const campaign = await loadCampaign(platform.db, accountId, accountId)
  if (!campaign) throw new Error('no campaign')
  const loaded = { campaign, hashKey: await openHashKey(platform, accountId) }
  campaigns.set(accountId, loaded)
  return loaded
}

const server = fastify({ bodyLimit: 65_536 })
server.removeAllContentTypeParsers()
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
server.post('/direct_post', async (request) => {
  const now = platform.clock.now()
  // the parser above makes every body a Buffer
  const post = readPost(request.body as Buffer, 'application/json', '127.0.0.1', now)
  await campaignOf(Number(post.campaign)) // in the bench a campaign's id is its account's
  const client = await platform.pool.connect()
  try {
    await client.query('begin')
    const keyHash = createHash('sha256').update(String(post.fields.lp_key)).digest()
    const { rows } = await client.query(
      'select account_id, campaign_id, supplier_id from posting_keys where key_hash = $1',
      [keyHash],
    )
    const account: number = rows[0].account_id
    const { campaign, hashKey } = await campaignOf(account)
    const supplier = campaign.suppliers.get(rows[0].supplier_id)
    if (!supplier) throw new Error('no supplier')
    await client.query('select revision from campaigns where account_id = $1 and campaign_id = $2 for share', [
      account,
      campaign.id,
    ])
    const lead = readLead(post, campaign, supplier, hashKey)
    const [offer] = lead.offers
    if (!offer) throw new Error('no buyer')
    const buyerId = offer.buyer.id
    const wallet = campaign.buyers.get(buyerId)?.walletId
    const keys = [...lead.checks, ...lead.keysFor(buyerId).persons]
    await client.query('select 1 from recent_posts where account_id = $1 and key = $2', [account, lead.identical])
    await client.query('select 1 from duplicate_keys where account_id = $1 and key = any ($2)', [account, keys])
    const { day, week, month } = periodKeys(now, offer.buyer.zone)
    for (const [subject, id, cents] of [
      ['supplier', supplier.id, 0],
      ['buyer', buyerId, offer.price],
    ] as const)
      await client.query(
        `update cap_counters set day_key = $4, day_count = case when day_key = $4 then day_count else 0 end + 1, day_cents = day_cents + $5,
           week_key = $6, week_count = week_count + 1, month_key = $7, month_count = month_count + 1, total_count = total_count + 1
         where account_id = $1 and subject = $2 and subject_id = $3 and (day_key <> $4 or day_count + 1 <= 10000000)`,
        [account, subject, id, day, cents, week, month],
      )
    const debited = await client.query(
      `update wallets set balance = balance - $3, seq = seq + 1 where account_id = $1 and wallet_id = $2
         and balance - reserved - $3 >= -credit_limit returning balance, seq`,
      [account, wallet, offer.price],
    )
    const leadId = newId(now)
    const attemptId = newId(now)
    for (const key of keys)
      await client.query('insert into duplicate_keys values ($1, $2, $3, $4) on conflict do nothing', [
        account,
        key,
        leadId,
        now,
      ])
    await client.query('insert into recent_posts values ($1, $2, $3, $4) on conflict do nothing', [
      account,
      lead.identical,
      leadId,
      now,
    ])
    await client.query(
      `insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, sales, revenue, payout,
         decided_ms, phone_hash, email_hash, source_ip, data) values ($1, $2, $3, $4, $5, $6, 0, false, 1, $7, 2400, 1, $8, $9, $10, $11)`,
      [
        account,
        leadId,
        now,
        campaign.id,
        supplier.id,
        campaign.version,
        offer.price,
        lead.phone,
        lead.email,
        post.ip,
        lead.data,
      ],
    )
    await client.query(
      `insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test, price, wallet_id, at, ms)
       values ($1, $2, $3, $4, $5, $6, $7, 'accepted', false, $8, $9, $3, 0)`,
      [account, leadId, now, attemptId, campaign.id, buyerId, campaign.version, offer.price, wallet],
    )
    await client.query(
      `insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id, wallet_seq, balance_after, booked_at, lead_id)
       values ($1, 'sale', $2, 'wallet', 'sales', $3, 'USD', $4, $5, $6, $7, $8)`,
      [account, attemptId, offer.price, wallet, debited.rows[0].seq, debited.rows[0].balance, now, leadId],
    )
    const bucket = new Date(Math.floor(now.getTime() / 900_000) * 900_000)
    await client.query(
      `insert into lead_rollup as r (account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout) values ($1, $2, $3, $4, 0, 1, $5, 2400)
       on conflict on constraint lead_rollup_pkey do update set leads = r.leads + 1, revenue = r.revenue + excluded.revenue, payout = r.payout + excluded.payout`,
      [account, bucket, campaign.id, supplier.id, offer.price],
    )
    await client.query(
      `insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, amount) values ($1, $2, $3, $4, 1, $5)
       on conflict on constraint sale_rollup_pkey do update set sales = r.sales + 1, amount = r.amount + excluded.amount`,
      [account, bucket, campaign.id, buyerId, offer.price],
    )
    await client.query('commit')
    return { id: leadId, lead_id: leadId, status: 'ACCEPTED', code: 0, message: 'Lead accepted' }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
})
await server.listen({ port: 0, host: '127.0.0.1' })
const address = server.server.address()
process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
