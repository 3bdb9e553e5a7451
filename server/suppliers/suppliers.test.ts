import { describe, expect, it } from 'vitest'
import { listSuppliedCampaigns } from '../../contract/api/suppliers.ts'
import { makeCampaign, supplierPart } from '../../test/factories/campaign.ts'
import { aSupplierUser, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { pauseSupplier, setCampaignStatus } from '../campaigns/actions/pauses.ts'
import { addSupplier } from '../campaigns/actions/suppliers.ts'
import type { Ctx } from '../platform/ctx.ts'
import { newId } from '../platform/ids.ts'
import { supplierRoutes } from './routes.ts'

async function asSupplierUser(world: World, clientIds: number[]): Promise<Ctx> {
  const userId = await aSupplierUser(world, clientIds)
  const access = clientIds.map((clientId) => ({ accountId: world.accountId, clientId }))
  return world.as({ kind: 'supplier', userId, sessionId: newId(NOW), email: 's@example.com', name: 'Theo', access })
}
const seenBy = (ctx: Ctx, account: number) => call(supplierRoutes, ctx, listSuppliedCampaigns, { params: { account } })

describe("a supplier's campaigns", () => {
  it('are those of its Clients, under public names, with test mode and status, and nothing of buyers', async () => {
    const world = await aWorld()
    const solar = await makeCampaign(world)
    await makeCampaign(world)
    const second = { client: solar.supplier.clientId, name: 'A second', settings: supplierPart({ testMode: true }) }
    const { id } = await addSupplier(solar.ctx, solar.campaignId, second)
    await pauseSupplier(solar.ctx, id)
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused')
    const ctx = await asSupplierUser(world, [solar.supplier.clientId])
    expect(await seenBy(ctx, world.accountId)).toEqual({
      items: [
        {
          id: solar.campaignId,
          name: 'Sunny homes',
          status: 'paused',
          suppliers: [
            { id, name: 'A second', status: 'paused', testMode: true },
            { id: solar.supplier.id, name: 'Bright Ads', status: 'active', testMode: false },
          ],
        },
      ],
    })
  })

  it('are none where the Client is a buyer, and nothing is there where nobody was invited', async () => {
    const [world, foreign] = [await aWorld(), await aWorld()]
    const [solar, strange] = [await makeCampaign(world), await makeCampaign(foreign)]
    const buyerOnly = await asSupplierUser(world, [solar.buyers[0]?.clientId ?? 0])
    expect(await seenBy(buyerOnly, world.accountId)).toEqual({ items: [] })
    expect(await refusalOf(seenBy(buyerOnly, strange.accountId))).toBe('not_found')
    expect(await refusalOf(seenBy(solar.ctx, world.accountId))).toBe('forbidden')
  })
})
