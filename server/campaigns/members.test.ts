import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { SupplierPart } from '../../contract/settings.ts'
import { buyerPart, makeCampaign, type SolarCampaign, supplierPart } from '../../test/factories/campaign.ts'
import { auditOf } from '../../test/factories/customer.ts'
import { aClient, aCustomer, aWorld, mapClient, NOW, type World } from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { hashToken } from '../platform/secrets.ts'
import { addAlias, removeAlias } from './actions/aliases.ts'
import { addBuyer, pauseBuyer, resumeBuyer } from './actions/buyers.ts'
import { readCampaign } from './actions/campaigns.ts'
import { pauseSupplier, resumeSupplier } from './actions/pauses.ts'
import { addAliasKey, addSupplier, removeAliasKey, revealKey, rotateKey } from './actions/suppliers.ts'
import { presentCampaign } from './present.ts'

let world: World
let other: SolarCampaign
beforeAll(async () => {
  world = await aWorld()
  other = await makeCampaign(await aWorld())
})

const pageOf = async (solar: SolarCampaign) => presentCampaign(await readCampaign(solar.ctx, solar.campaignId))
const revisionOf = async (solar: SolarCampaign) => (await readCampaign(solar.ctx, solar.campaignId)).row.revision
/** What the audit log says of a supplier. */
const doneTo = async (id: number) =>
  (await auditOf(world))
    .filter((line) => line.target_kind === 'supplier' && line.target_id === String(id))
    .map((line) => line.action)
/** What a post with this key would find. */
const indexed = async (key: string) => {
  const { rows } = await sql<{ supplier_id: number; account_id: number; campaign_id: number }>`
    select supplier_id, account_id, campaign_id from posting_keys where key_hash = ${hashToken(key)}`.execute(
    world.platform.db,
  )
  return rows
}
const place = ({ accountId, campaignId, supplier }: SolarCampaign) => ({
  supplier_id: supplier.id,
  account_id: accountId,
  campaign_id: campaignId,
})

describe('suppliers', () => {
  it('are in test mode when new, with a key that finds them and is stored sealed', async () => {
    const solar = await makeCampaign(world)
    const client = await aClient(world)
    const settings = SupplierPart.parse({ payout: { kind: 'share', rate: 4_000 } })
    const { id, key, version } = await addSupplier(solar.ctx, solar.campaignId, { client, name: 'New one', settings })
    expect(await indexed(key)).toEqual([{ ...place(solar), supplier_id: id }])
    const page = await pageOf(solar)
    expect(page.version).toBe(version)
    expect(page.suppliers.at(-1)).toMatchObject({ id, testMode: true, status: 'active', keyLastFour: key.slice(-4) })
    const { rows } = await sql<{ key_sealed: string }>`
      select key_sealed from supplier_keys where account_id = ${world.accountId} and supplier_id = ${id}`.execute(
      world.platform.db,
    )
    expect(rows.map((row) => row.key_sealed.includes(key))).toEqual([false])
    expect(await revealKey(solar.ctx, id)).toBe(key)
    expect(await doneTo(id)).toEqual(['supplier.created', 'supplier.key_revealed'])
  })

  it('have names unique in their campaign, also at once, and a Client of the account', async () => {
    const solar = await makeCampaign(world)
    const client = await aClient(world)
    const add = (name: string, of = client) =>
      addSupplier(solar.ctx, solar.campaignId, { client: of, name, settings: supplierPart() })
    expect((await Promise.all([refusalOf(add('Twin')), refusalOf(add(' twin'))])).sort()).toEqual([
      'already_exists name',
      undefined,
    ])
    expect(await refusalOf(add('Stranger', other.supplier.clientId))).toBe('invalid_input client')
    expect(
      await refusalOf(addSupplier(other.ctx, solar.campaignId, { client, name: 'X', settings: supplierPart() })),
    ).toBe('not_found')
  })

  it('change their key: the one before is gone at once, one remains after two at once', async () => {
    const solar = await makeCampaign(world)
    const before = await revisionOf(solar)
    const keys = await Promise.all([rotateKey(solar.ctx, solar.supplier.id), rotateKey(solar.ctx, solar.supplier.id)])
    expect(await indexed(solar.supplier.key)).toEqual([])
    const found = await Promise.all(keys.map(indexed))
    expect(found.flat()).toEqual([place(solar)])
    expect(keys).toContain(await revealKey(solar.ctx, solar.supplier.id))
    expect(await revisionOf(solar)).toBe(before + 2)
    expect(await refusalOf(rotateKey(other.ctx, solar.supplier.id))).toBe('not_found')
    expect(await refusalOf(revealKey(other.ctx, solar.supplier.id))).toBe('not_found')
  })

  it('keep an old key beside their own, until it is taken away', async () => {
    const solar = await makeCampaign(world)
    await addAliasKey(solar.ctx, solar.supplier.id, 'old-key-1234')
    await addAliasKey(solar.ctx, solar.supplier.id, 'old-key-1234')
    await rotateKey(solar.ctx, solar.supplier.id)
    expect(await indexed('old-key-1234')).toEqual([place(solar)])
    const [alias] = (await pageOf(solar)).suppliers[0]?.aliasKeys ?? []
    expect(alias?.lastFour).toBe('1234')
    await removeAliasKey(solar.ctx, solar.supplier.id, alias?.id ?? '')
    await removeAliasKey(solar.ctx, solar.supplier.id, alias?.id ?? '')
    expect(await indexed('old-key-1234')).toEqual([])
    expect((await pageOf(solar)).suppliers[0]?.aliasKeys).toEqual([])
  })

  it('are paused and resumed; twice is once', async () => {
    const solar = await makeCampaign(world)
    await pauseSupplier(solar.ctx, solar.supplier.id)
    await pauseSupplier(solar.ctx, solar.supplier.id)
    expect((await pageOf(solar)).suppliers[0]?.status).toBe('paused')
    await resumeSupplier(solar.ctx, solar.supplier.id)
    expect((await pageOf(solar)).suppliers[0]?.status).toBe('active')
    expect(await doneTo(solar.supplier.id)).toEqual(['supplier.created', 'supplier.paused', 'supplier.resumed'])
    expect(await refusalOf(pauseSupplier(other.ctx, solar.supplier.id))).toBe('not_found')
  })
})

describe('buyers', () => {
  it('come last without a position, also two at once', async () => {
    const solar = await makeCampaign(world)
    const { position: _, ...settings } = buyerPart()
    const client = await aClient(world)
    await Promise.all(
      ['Third', 'Fourth'].map((name) => addBuyer(solar.ctx, solar.campaignId, { client, name, settings })),
    )
    expect((await pageOf(solar)).buyers.map((buyer) => buyer.position)).toEqual([1, 2, 3, 4])
    const again = addBuyer(solar.ctx, solar.campaignId, { client, name: 'third', settings })
    expect(await refusalOf(again)).toBe('already_exists name')
    const strange = { client: other.supplier.clientId, name: 'X', settings }
    expect(await refusalOf(addBuyer(solar.ctx, solar.campaignId, strange))).toBe('invalid_input client')
    expect(await refusalOf(addBuyer(other.ctx, solar.campaignId, { client, name: 'X', settings }))).toBe('not_found')
  })

  it('are held up by each owner on its own', async () => {
    const solar = await makeCampaign(world)
    const [buyer] = solar.buyers
    if (!buyer) throw new Error('no buyer')
    const customerId = await aCustomer(world, 'Bright Homes')
    await mapClient(world, { customerId, clientId: buyer.clientId, billed: true })
    await sql`update wallets set low = true where account_id = ${world.accountId} and wallet_id = ${customerId}`.execute(
      world.platform.db,
    )
    await pauseBuyer(solar.ctx, buyer.id, { until: null, reason: 'Holidays' })
    await sql`
      insert into buyer_pauses (account_id, buyer_id, owner, since, until, by_name, reason)
      values (${world.accountId}, ${buyer.id}, 'customer', ${NOW}, null, 'Cora', 'Too many')`.execute(world.platform.db)
    const shown = async () => (await pageOf(solar)).buyers[0]
    expect((await shown())?.pauses.map((pause) => [pause.owner, pause.by])).toEqual([
      ['customer', 'Cora'],
      ['operator', 'Mia'],
      ['balance', 'Bright Homes'],
    ])
    await resumeBuyer(solar.ctx, buyer.id)
    await resumeBuyer(solar.ctx, buyer.id)
    expect(await shown()).toMatchObject({ running: false, pauses: [{ owner: 'customer' }, { owner: 'balance' }] })
    expect((await pageOf(solar)).buyers[1]).toMatchObject({ running: true, pauses: [] })
    await sql`update customers set status = 'closed' where account_id = ${world.accountId}`.execute(world.platform.db)
    expect((await shown())?.pauses.map((pause) => pause.reason)).toEqual(['Too many', 'The customer is closed'])
  })

  it('run again by themselves when the pause ends', async () => {
    const mine = await aWorld()
    const solar = await makeCampaign(mine)
    const id = solar.buyers[0]?.id ?? 0
    const until = new Date(NOW.getTime() + 3_600_000).toISOString()
    await pauseBuyer(solar.ctx, id, { until: null, reason: 'First' })
    mine.clock.advance(60_000)
    await pauseBuyer(solar.ctx, id, { until, reason: 'Second' })
    expect((await pageOf(solar)).buyers[0]?.pauses).toMatchObject([
      { since: NOW.toISOString(), until, reason: 'Second', liftedBy: expect.stringContaining('by itself') },
    ])
    mine.clock.advance(3_600_000)
    expect((await pageOf(solar)).buyers[0]?.running).toBe(true)
    expect(await refusalOf(pauseBuyer(solar.ctx, id, { until, reason: '' }))).toBe('invalid_input until')
  })

  it('of another account are not found', async () => {
    const id = other.buyers[0]?.id ?? 0
    const { ctx } = await makeCampaign(world)
    expect(await refusalOf(pauseBuyer(ctx, id, { until: null, reason: '' }))).toBe('not_found')
    expect(await refusalOf(resumeBuyer(ctx, id))).toBe('not_found')
    expect((await pageOf(other)).buyers[0]?.running).toBe(true)
  })
})

describe('aliases', () => {
  it('name one target a kind; twice is once, another target is refused', async () => {
    const solar = await makeCampaign(world)
    const again = await makeCampaign(world)
    const alias = { kind: 'campaign' as const, alias: `OLD-${solar.campaignId}`, target: solar.campaignId }
    const before = await revisionOf(solar)
    await addAlias(solar.ctx, alias)
    await addAlias(solar.ctx, alias)
    expect((await pageOf(solar)).aliases).toEqual([{ alias: alias.alias }])
    expect(await revisionOf(solar)).toBe(before + 2)
    expect(await refusalOf(addAlias(solar.ctx, { ...alias, target: again.campaignId }))).toBe('already_exists alias')
    await removeAlias(solar.ctx, alias)
    expect((await pageOf(solar)).aliases).toEqual([])
  })

  it('of several kinds, for what the account has alone', async () => {
    const solar = await makeCampaign(world)
    await addAlias(solar.ctx, { kind: 'supplier', alias: 'S-1', target: solar.supplier.id })
    await addAlias(solar.ctx, { kind: 'buyer', alias: 'S-1', target: solar.buyers[0]?.id ?? 0 })
    await addAlias(solar.ctx, { kind: 'client', alias: 'S-1', target: solar.supplier.clientId })
    const page = await pageOf(solar)
    expect([page.suppliers[0]?.aliases, page.buyers[0]?.aliases]).toEqual([[{ alias: 'S-1' }], [{ alias: 'S-1' }]])
    for (const [kind, target] of [
      ['campaign', other.campaignId],
      ['supplier', other.supplier.id],
      ['buyer', other.buyers[0]?.id ?? 0],
      ['client', other.supplier.clientId],
    ] as const) {
      expect(await refusalOf(addAlias(solar.ctx, { kind, alias: 'X', target }))).toBe('not_found')
    }
  })
})
