/**
 * What a careful first version would do: one transaction a lead, a statement for each thing it reads or writes, the
 * same rows as the product's, row locks for caps and balance. It shares the product's reading of posts and its router.
 */
import { fastify } from 'fastify'
import pg from 'pg'
import { openHashKey } from '../../server/fields/ops.ts'
import { type KnownCampaign, loadCampaign } from '../../server/intake/campaigns.ts'
import { type Lead, readLead } from '../../server/intake/lead.ts'
import { type Post, readPost } from '../../server/intake/post.ts'
import { newId } from '../../server/platform/ids.ts'
import { periodKeys } from '../../server/routing/periods.ts'
import { announce } from '../serve.ts'
import { writeSale } from './naive-writes.ts'
import { benchPlatform } from './platform.ts'

const CONNECTIONS = 12
const PATIENCE_MS = 60_000

const platform = benchPlatform()
// posts wait for a connection as long as it takes: with one hot buyer all of them queue behind one row
const pool = new pg.Pool({
  connectionString: process.env.BENCH_DATABASE_URL,
  max: CONNECTIONS,
  connectionTimeoutMillis: PATIENCE_MS,
})
const campaigns = new Map<number, Promise<Known>>()

interface Known {
  campaign: KnownCampaign
  hashKey: Buffer
}

function knownOf(accountId: number): Promise<Known> {
  const known = campaigns.get(accountId) ?? load(accountId)
  campaigns.set(accountId, known)
  return known
}

async function load(accountId: number): Promise<Known> {
  const campaign = await loadCampaign(platform.db, accountId, accountId)
  if (!campaign) throw new Error('no campaign')
  return { campaign, hashKey: await openHashKey(platform, accountId) }
}

async function sell(client: pg.PoolClient, post: Post): Promise<string> {
  const now = platform.clock.now()
  const found = await client.query(
    `select k.account_id, k.supplier_id from posting_keys k join campaigns c using (account_id, campaign_id)
     where k.key_hash = $1 for share of c`,
    [Buffer.from(post.keyHash, 'hex')],
  )
  const { account_id: account, supplier_id: supplierId } = found.rows[0]
  const { campaign, hashKey } = await knownOf(account)
  const supplier = campaign.suppliers.get(supplierId)
  if (!supplier) throw new Error('no supplier')
  const lead = readLead(post, campaign, supplier, hashKey)
  if (await isDuplicate(client, account, lead)) return 'DUPLICATED'
  const [offer] = lead.offers
  if (!offer) throw new Error('no buyer')
  const leadId = newId(now)
  await writeSale(client, { account, lead, offer, leadId, now, periods: periodKeys(now, offer.buyer.zone) })
  return leadId
}

async function isDuplicate(client: pg.PoolClient, account: number, lead: Lead): Promise<boolean> {
  const { rows } = await client.query(
    `select 1 from recent_posts where account_id = $1 and key = $2
     union all select 1 from duplicate_keys where account_id = $1 and key = any ($3)`,
    [account, lead.identical, lead.checks],
  )
  return rows.length > 0
}

const server = fastify({ bodyLimit: 65_536 })
server.removeAllContentTypeParsers()
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
server.post('/direct_post', async (request) => {
  // the parser above makes every body a Buffer
  const post = readPost(request.body as Buffer, 'application/json', '127.0.0.1', platform.clock.now())
  const client = await pool.connect()
  try {
    await client.query('begin')
    const leadId = await sell(client, post)
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
announce(Number(new URL(server.listeningOrigin).port))
