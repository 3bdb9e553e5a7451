import { beforeAll, describe, expect, it } from 'vitest'
import type { DirectPost } from '../../contract/delivery.ts'
import { buyerPart, makeCampaign, type SolarCampaign } from '../../test/factories/campaign.ts'
import { directPost } from '../../test/factories/delivery.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { openSecrets } from '../delivery/ops/secrets.ts'
import { changeSettings, restoreVersion } from './actions/settings.ts'
import { readSettings } from './ops.ts'

const SECRET = 'planted-secret-value-0042'
const call = { secrets: [{ name: 'key', value: SECRET }], query: [{ name: 'k', value: '{{ secret.key }}' }] }

let world: World
let solar: SolarCampaign
beforeAll(async () => {
  world = await aWorld()
  solar = await makeCampaign(world, { buyers: [{ delivery: directPost('https://buyer.example/leads', { call }) }, {}] })
})

async function deliveryNow(at = solar): Promise<DirectPost> {
  const [version] = await world.platform.db
    .selectFrom('campaigns')
    .select('version')
    .where('account_id', '=', at.accountId)
    .where('campaign_id', '=', at.campaignId)
    .execute()
  const { buyers } = await readSettings(world.platform.db, at.accountId, at.campaignId, version?.version ?? 0)
  const delivery = buyers.get(at.buyers[0]?.id ?? 0)?.delivery
  if (delivery?.kind !== 'direct_post') throw new Error('no direct post')
  return delivery
}

const change = (delivery: DirectPost, at = solar) =>
  changeSettings(at.ctx, at.campaignId, {
    summary: 'Delivery',
    parts: [{ part: 'buyer', id: at.buyers[0]?.id ?? 0, body: buyerPart({ delivery }) }],
  })

describe('a secret of a delivery', () => {
  it('stands in no settings, and is opened again where it was given for', async () => {
    const { rows } = await world.platform.pool.query('select body::text from campaign_settings')
    expect(JSON.stringify(rows)).not.toContain(SECRET)
    const delivery = await deliveryNow()
    expect(delivery.call.secrets).toEqual([{ name: 'key', id: expect.any(String), lastFour: '0042' }])
    const opened = await openSecrets(world.platform, solar.accountId, delivery.call)
    expect(opened).toEqual(new Map([['secret.key', SECRET]]))
  })

  it('is kept by its id through other changes and through going back', async () => {
    const delivery = await deliveryNow()
    const { version } = await change({ ...delivery, timeoutSeconds: 5 })
    expect((await deliveryNow()).call.secrets).toEqual(delivery.call.secrets)
    await restoreVersion(solar.ctx, solar.campaignId, version - 1)
    const opened = await openSecrets(world.platform, solar.accountId, (await deliveryNow()).call)
    expect(opened.get('secret.key')).toBe(SECRET)
  })

  it('is not sent to another origin, and not opened towards one', async () => {
    const delivery = await deliveryNow()
    const moved = { ...delivery, call: { ...delivery.call, url: 'https://thief.example/leads' } }
    expect(await refusalOf(change(moved))).toBe(
      `invalid_input buyers.${solar.buyers[0]?.id}.delivery.call.secrets.0.value`,
    )
    expect((await openSecrets(world.platform, solar.accountId, moved.call)).size).toBe(0)
  })

  it("is nobody else's, whatever id they name", async () => {
    const delivery = await deliveryNow()
    const other = await aWorld()
    const foreign = await makeCampaign(other)
    expect(await refusalOf(change(delivery, foreign))).toMatch(/^invalid_input .*secrets.0.value$/)
    expect((await openSecrets(world.platform, foreign.accountId, delivery.call)).size).toBe(0)
  })

  it('must be there: an id or a value', async () => {
    const delivery = await deliveryNow()
    const empty = { ...delivery, call: { ...delivery.call, secrets: [{ name: 'key', id: '', lastFour: '' }] } }
    expect(await refusalOf(change(empty))).toMatch(/^invalid_input .*secrets.0.value$/)
  })
})

describe('settings with a template that is none', () => {
  it('are refused with its place', async () => {
    const wrong = directPost('https://buyer.example/leads', {
      call: { query: [{ name: 'a', value: 'x {{ nobody }}' }] },
    })
    expect(await refusalOf(change(wrong))).toBe(
      `invalid_input buyers.${solar.buyers[0]?.id}.delivery.call.query.0.value`,
    )
  })
})
