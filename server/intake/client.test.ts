/** An integration written years ago against another system: it knows four keys of the answer and nothing of us. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCampaign, type SolarCampaign } from '../../test/factories/campaign.ts'
import { anIntake } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { listeningIntake, send, type Wire } from '../../test/harness/wire.ts'
import { addAlias, removeAlias } from '../campaigns/actions/aliases.ts'
import { addAliasKey, rotateKey } from '../campaigns/actions/suppliers.ts'
import { leadIdOf } from '../platform/ids.ts'

interface Verdict {
  sold: boolean
  again: boolean
  why: string
  reference: string | undefined
}

/** Reads `status`, `code`, `message`, `lead_id`; anything else in the answer is nothing to it. */
async function theirPost(wire: Wire, fields: Record<string, string>, as: 'form' | 'json' = 'form'): Promise<Verdict> {
  const isForm = as === 'form'
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const body = isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields)
  const { status: http, text } = await send(wire, { type, body, headers: { 'user-agent': 'leadbot/2.1' } })
  if (http !== 200) throw new Error(`leadbot: the API is down (${http})`)
  const { status, code, message, lead_id: reference } = JSON.parse(text)
  if (typeof code !== 'number' || typeof message !== 'string') throw new Error('leadbot: unknown answer')
  return { sold: status === 'ACCEPTED' && code === 0, again: status === 'DUPLICATED', why: message, reference }
}

let world: World
let solar: SolarCampaign
let wire: Wire
let nth = 2_000

beforeAll(async () => {
  world = await aWorld()
  solar = await makeCampaign(world)
  wire = await listeningIntake(world.platform, anIntake(world))
})
afterAll(() => wire.close())

const theirLead = (more: Record<string, string> = {}) => ({
  lp_campaign_id: String(solar.campaignId),
  lp_supplier_id: String(solar.supplier.id),
  lp_key: solar.supplier.key,
  first_name: 'Ada',
  phone: `(530) 555-${++nth}`,
  email: `ada${nth}@example.com`,
  state: 'ca',
  monthly_bill: '$1,250.50',
  ...more,
})

describe.each(['form', 'json'] as const)('the client, posting %s', (as) => {
  test('sells, is told of a duplicate, and of what is wrong', async () => {
    const lead = theirLead()
    const first = await theirPost(wire, lead, as)
    expect(first).toMatchObject({ sold: true, again: false, why: 'Lead accepted' })
    expect(leadIdOf(first.reference ?? '')).toBeDefined()
    expect(await theirPost(wire, lead, as)).toMatchObject({ sold: false, again: true })
    expect(await theirPost(wire, theirLead({ email: 'ada' }), as)).toMatchObject({
      sold: false,
      again: false,
      why: expect.stringMatching(/^email: /),
    })
    const { phone: _none, ...rest } = theirLead()
    expect(await theirPost(wire, rest, as)).toMatchObject({ sold: false, why: 'phone: required' })
    const stranger = await theirPost(wire, theirLead({ lp_key: 'old-key-nobody-moved' }), as)
    expect(stranger).toEqual({
      sold: false,
      again: false,
      why: expect.stringMatching(/^Unknown/),
      reference: undefined,
    })
  })

  test('goes on with its old ids and key once they are aliases, and stops when they are taken away', async () => {
    const [campaign, supplier, key] = [`C-${as}`, `SUP_${as}.7`, `old key of ${as}`]
    const old = { lp_campaign_id: campaign, lp_supplier_id: supplier, lp_key: key }
    expect((await theirPost(wire, theirLead(old), as)).sold).toBe(false)
    await addAlias(solar.ctx, { kind: 'campaign', alias: campaign, target: solar.campaignId })
    await addAlias(solar.ctx, { kind: 'supplier', alias: supplier, target: solar.supplier.id })
    expect((await theirPost(wire, theirLead(old), as)).sold).toBe(false)
    await addAliasKey(solar.ctx, solar.supplier.id, key)
    expect((await theirPost(wire, theirLead(old), as)).sold).toBe(true)
    expect((await theirPost(wire, theirLead({ lp_supplier_id: supplier }), as)).sold).toBe(true)
    await removeAlias(solar.ctx, { kind: 'campaign', alias: campaign, target: solar.campaignId })
    expect((await theirPost(wire, theirLead(old), as)).why).toMatch(/^Unknown/)
  })
})

test('a key that was replaced stops with the answer, and the old system’s stays', async () => {
  await addAliasKey(solar.ctx, solar.supplier.id, 'from-before')
  expect((await theirPost(wire, theirLead())).sold).toBe(true)
  const before = solar.supplier.key
  const lp_key = await rotateKey(solar.ctx, solar.supplier.id)
  expect((await theirPost(wire, theirLead({ lp_key: before }))).why).toMatch(/^Unknown/)
  expect((await theirPost(wire, theirLead({ lp_key }))).sold).toBe(true)
  expect((await theirPost(wire, theirLead({ lp_key: 'from-before' }))).sold).toBe(true)
})

test('an alias of one account opens nothing in another', async () => {
  const other = await makeCampaign(await aWorld())
  await addAlias(other.ctx, { kind: 'campaign', alias: 'SHARED', target: other.campaignId })
  const stolen = { lp_campaign_id: 'SHARED', lp_supplier_id: String(other.supplier.id) }
  expect((await theirPost(wire, theirLead(stolen))).why).toMatch(/^Unknown/)
  expect((await theirPost(wire, theirLead({ ...stolen, lp_key: other.supplier.key }))).sold).toBe(true)
})

test('one old key that stands in two accounts posts where the supplier id says', async () => {
  const other = await makeCampaign(await aWorld())
  for (const one of [solar, other]) {
    await addAliasKey(one.ctx, one.supplier.id, 'everybody-had-this')
    const ids = { lp_campaign_id: String(one.campaignId), lp_supplier_id: String(one.supplier.id) }
    const verdict = await theirPost(wire, theirLead({ ...ids, lp_key: 'everybody-had-this' }))
    expect(verdict.sold).toBe(true)
    const { rows } = await world.platform.pool.query('select account_id from leads where lead_id = $1', [
      leadIdOf(verdict.reference ?? ''),
    ])
    expect(rows).toEqual([{ account_id: one.accountId }])
  }
})

test('and where an alias says, when the id is an old one too', async () => {
  const other = await makeCampaign(await aWorld())
  for (const [nth, one] of [solar, other].entries()) {
    await addAliasKey(one.ctx, one.supplier.id, 'everybody-had-this-too')
    await addAlias(one.ctx, { kind: 'supplier', alias: `OLD-${nth}`, target: one.supplier.id })
    const ids = { lp_campaign_id: String(one.campaignId), lp_supplier_id: `OLD-${nth}` }
    expect((await theirPost(wire, theirLead({ ...ids, lp_key: 'everybody-had-this-too' }))).sold).toBe(true)
  }
})
