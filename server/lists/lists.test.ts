import { describe, expect, it } from 'vitest'
import { listLists, saveList as saveListEndpoint } from '../../contract/api/lists.ts'
import { type ListKind, MOST_VALUES } from '../../contract/lists.ts'
import { aLeadFor } from '../../test/factories/business.ts'
import { buyerPart, makeCampaign } from '../../test/factories/campaign.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { anIntake, post } from '../../test/factories/intake.ts'
import { aWorld } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { readCampaignSettings } from '../campaigns/actions/campaigns.ts'
import { readVersions } from '../campaigns/actions/history.ts'
import { changeSettings, restoreVersion } from '../campaigns/actions/settings.ts'
import { readListFile, readLists, saveList } from './actions.ts'
import { openLists } from './ops.ts'
import { listRoutes } from './routes.ts'

const upload = (text: string, more: { kind?: ListKind; name?: string; skipFaults?: boolean } = {}) => ({
  name: 'Bay Area ZIPs',
  kind: 'postal_code' as const,
  text,
  skipFaults: false,
  ...more,
})
const zips = (count: number) => Array.from({ length: count }, (_, nth) => String(nth).padStart(5, '0'))

describe('saving a list', () => {
  it('reads values into their normal form, each once, and can be asked and downloaded', async () => {
    const world = await aWorld()
    const ctx = asTeam(world)
    const text = '\uFEFF94105\r\n7024, "94105-1234";02134\n\n k1a 0b1 \n'
    const { list, ...report } = await saveList(ctx, upload(text))
    expect(report).toEqual({ values: 4, repeated: 1, faults: 0, faultLines: [] })
    expect(list).toMatchObject({ name: 'Bay Area ZIPs', kind: 'postal_code', count: 4 })
    const id = list?.list_id ?? ''
    const opened = (await openLists(ctx.db, world.accountId, [id])).get(id)
    expect(['07024', '94105', 'k1a 0b1', '7024', '10001'].map((value) => opened?.has(value))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(await readListFile(ctx, id)).toEqual({ name: 'Bay Area ZIPs', text: '02134\n07024\n94105\nK1A 0B1\n' })
    const [entry] = await auditOf(world)
    expect(entry).toMatchObject({ action: 'list.saved', after: { name: 'Bay Area ZIPs', count: 4 } })
    expect(JSON.stringify(entry)).not.toContain('94105')
  })

  it.each<[ListKind, string, string]>([
    ['state', 'california\nNV, ny', 'CA\nNV\nNY\n'],
    ['email', 'Ada@Example.com\nada@example.com;b@example.org', 'ada@example.com\nb@example.org\n'],
    ['phone', '(530) 555-0142\n+44 20 7946 0958', '+15305550142\n+442079460958\n'],
    ['text', 'fb, paid\nFB, Paid\nig', 'fb, paid\nig\n'],
  ])('reads %s', async (kind, text, file) => {
    const ctx = asTeam(await aWorld())
    const { list } = await saveList(ctx, upload(text, { kind }))
    expect((await readListFile(ctx, list?.list_id ?? '')).text).toBe(file)
  })

  it('tells lines that cannot be read by their numbers, and saves nothing unless they may be left out', async () => {
    const ctx = asTeam(await aWorld())
    const text = 'zip\n94105\n123456, 94107\n'
    const { list, ...report } = await saveList(ctx, upload(text))
    expect(list).toBeNull()
    expect(report).toEqual({
      values: 2,
      repeated: 0,
      faults: 2,
      faultLines: [
        { line: 1, text: 'zip' },
        { line: 3, text: '123456' },
      ],
    })
    expect((await readLists(ctx, { limit: 10 })).items).toEqual([])
    expect((await saveList(ctx, upload(text, { skipFaults: true }))).list?.count).toBe(2)
  })

  it('is one list when the same is saved twice, and another under another name', async () => {
    const world = await aWorld()
    const ctx = asTeam(world)
    const first = await saveList(ctx, upload('94105\n94107'))
    const again = await saveList(ctx, upload('94107, 94105'))
    expect(again.list?.list_id).toBe(first.list?.list_id)
    const renamed = await saveList(ctx, upload('94105\n94107', { name: 'City' }))
    expect(renamed.list?.list_id).not.toBe(first.list?.list_id)
    expect((await readLists(ctx, { limit: 10 })).items).toHaveLength(2)
    expect(await auditOf(world)).toHaveLength(2)
  })

  it('is one list when two save it at once', async () => {
    const world = await aWorld()
    const ctx = asTeam(world)
    const saved = await Promise.all([saveList(ctx, upload('94105')), saveList(ctx, upload('94105'))])
    expect(new Set(saved.map(({ list }) => list?.list_id)).size).toBe(1)
    expect((await readLists(ctx, { limit: 10 })).items).toHaveLength(1)
    expect(await auditOf(world)).toHaveLength(1)
  })

  it('takes 100,000 values in a few seconds and refuses one more, naming its line', async () => {
    const ctx = asTeam(await aWorld())
    const texts = Array.from({ length: MOST_VALUES + 1 }, (_, nth) => `source-${nth}`)
    const full = upload(texts.slice(0, MOST_VALUES).join('\n'), { kind: 'text' })
    const began = performance.now()
    const { list } = await saveList(ctx, full)
    expect(list?.count).toBe(MOST_VALUES)
    expect(performance.now() - began).toBeLessThan(10_000)
    const over = saveList(ctx, upload(texts.join('\n'), { kind: 'text' }))
    await expect(over).rejects.toThrow('Line 100,001 has one value too many: a list has at most 100,000.')
    expect(await refusalOf(saveList(ctx, upload(texts.join('\n'), { kind: 'text' })))).toBe('invalid_input text')
    // repeated values are not counted twice
    const twice = [...zips(60_000), ...zips(60_000)].join('\n')
    expect((await saveList(ctx, upload(twice))).list?.count).toBe(60_000)
  })

  it('refuses a text without any value, and one of which nothing can be read', async () => {
    const ctx = asTeam(await aWorld())
    expect(await refusalOf(saveList(ctx, upload(' \n\n')))).toBe('invalid_input text')
    await expect(saveList(ctx, upload('San Francisco, CA street', { skipFaults: true }))).rejects.toThrow(
      'None of it can be read. Line 1 says “San Francisco”',
    )
  })
})

describe('whose lists', () => {
  it('keeps accounts apart', async () => {
    const [mine, other] = [await aWorld(), await aWorld()]
    const { list } = await saveList(asTeam(other), upload('94105'))
    const id = list?.list_id ?? ''
    expect(await refusalOf(readListFile(asTeam(mine), id))).toBe('not_found')
    expect((await openLists(mine.platform.db, mine.accountId, [id])).size).toBe(0)
    expect((await readLists(asTeam(mine), { limit: 10 })).items).toEqual([])
  })

  it('lists page by page, by kind, for everybody who reads campaigns; only builders save', async () => {
    const world = await aWorld()
    const ctx = asTeam(world)
    for (const [nth, kind] of (['postal_code', 'state', 'postal_code'] as const).entries()) {
      world.platform.clock.set(new Date(Date.UTC(2026, 10, 22, 10, nth)))
      await saveList(ctx, upload(kind === 'state' ? 'CA' : `9410${nth}`, { kind, name: `List ${nth}` }))
    }
    const viewer = asTeam(world, 'viewer')
    const params = { account: world.accountId }
    const first = await call(listRoutes, viewer, listLists, { params, query: { limit: 2 } })
    expect(first.items.map(({ name }) => name)).toEqual(['List 2', 'List 1'])
    const rest = await call(listRoutes, viewer, listLists, { params, query: { limit: 2, cursor: first.next ?? '' } })
    expect(rest).toMatchObject({ items: [{ name: 'List 0', kind: 'postal_code', count: 1 }], next: null })
    const states = await call(listRoutes, viewer, listLists, { params, query: { kind: 'state' } })
    expect(states.items.map(({ name }) => name)).toEqual(['List 1'])
    const body = upload('94105')
    expect(await refusalOf(call(listRoutes, viewer, saveListEndpoint, { params, body }))).toBe('forbidden')
  })
})

it('is named by settings, which keep what it was and refuse what is not there or of another kind', async () => {
  const world = await aWorld()
  const ctx = asTeam(world)
  const { list } = await saveList(ctx, upload('CA\nNV', { kind: 'state', name: 'West' }))
  const id = list?.list_id ?? ''
  const filterOn = (field: string, named: string) => ({
    buyers: [
      {
        filters: [{ mode: 'allow' as const, conditions: [{ op: 'any_of' as const, field, list: named }] }],
      },
    ],
  })
  await makeCampaign(world, filterOn('state', id))
  const refused = (field: string, named: string) => refusalOf(makeCampaign(world, filterOn(field, named)))
  expect(await refused('state', 'a'.repeat(32))).toMatch(/^invalid_input buyers\.\d+\.filters\.0\.conditions\.0\.list$/)
  expect(await refused('email', id)).toMatch(/conditions\.0\.list$/)
  const other = await aWorld()
  expect(await refusalOf(makeCampaign(other, filterOn('state', id)))).toMatch(/conditions\.0\.list$/)
})

it('decides leads, in the version that names it, also after going back', async () => {
  const world = await aWorld()
  const ctx = asTeam(world)
  const listOf = async (text: string) => {
    const { list } = await saveList(ctx, upload(text, { kind: 'state', name: text }))
    return list?.list_id ?? ''
  }
  const filtersOn = (list: string) => [
    { mode: 'allow' as const, conditions: [{ op: 'any_of' as const, field: 'state', list }] },
  ]
  const [west, south] = [await listOf('CA, NV'), await listOf('Texas')]
  const solar = await makeCampaign(world, { buyers: [{ filters: filtersOn(west) }] })
  const buyer = solar.buyers[0]?.id ?? 0
  const supplier = { ...solar.supplier, email: '', userId: '' }
  const { campaignId } = solar
  const { version } = await readCampaignSettings(ctx, solar.campaignId)
  const intake = anIntake(world)
  const sold = async (state: string) =>
    (await post(intake, aLeadFor({ word: 'list', campaignId, supplier }, { state }))).code === 0
  expect([await sold('nevada'), await sold('TX')]).toEqual([true, false])
  const parts = [{ part: 'buyer' as const, id: buyer, body: buyerPart({ filters: filtersOn(south) }) }]
  await changeSettings(ctx, solar.campaignId, { summary: 'South', parts })
  expect([await sold('nevada'), await sold('TX')]).toEqual([false, true])
  await restoreVersion(ctx, solar.campaignId, version)
  expect([await sold('nevada'), await sold('TX')]).toEqual([true, false])
  const [back] = (await readVersions(ctx, solar.campaignId, { limit: 1 })).items
  expect(back?.changes[0]?.lines.map(({ after }) => after)).toContain('Allow when State is in list “CA, NV” (2 values)')
})
