import { describe, expect, test } from 'vitest'
import * as api from '../../contract/api/reports.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { reportRoutes } from './routes.ts'
import { csvRows } from './rules/csv.ts'

const asked = { by: 'campaign', and: 'day', range: 'last_28', order: 'desc' } as const

function desk(world: World, ctx = asTeam(world)) {
  const account = { account: world.accountId }
  return {
    ctx,
    save: (name: string, shared = false) =>
      call(reportRoutes, ctx, api.saveReport, { params: account, body: { name, shared, report: asked } }),
    change: (report: string, name: string, shared = false) =>
      call(reportRoutes, ctx, api.changeReport, {
        params: { ...account, report },
        body: { name, shared, report: { ...asked, by: 'buyer' } },
      }),
    forget: (report: string) => call(reportRoutes, ctx, api.forgetReport, { params: { ...account, report } }),
    list: (query: { cursor?: string; limit?: number } = {}) =>
      call(reportRoutes, ctx, api.listReports, { params: account, query }),
  }
}

describe('a report under a name', () => {
  test('is kept, changed and forgotten by who made it', async () => {
    const own = desk(await aWorld())
    const { id } = await own.save('Weekly')
    await own.save('Another')
    expect((await own.list()).items).toMatchObject([
      { name: 'Another' },
      { id, name: 'Weekly', own: true, report: asked },
    ])
    expect(await own.change(id, 'Weekly, by buyer')).toMatchObject({ id, name: 'Weekly, by buyer' })
    expect((await own.list()).items[1]).toMatchObject({ name: 'Weekly, by buyer', report: { by: 'buyer' } })
    await own.forget(id)
    await expect(own.forget(id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await own.list()).items).toHaveLength(1)
  })

  test('is seen by the team where it is shared, and changed by nobody else', async () => {
    const world = await aWorld()
    const [own, mate, elsewhere] = [desk(world), desk(world), desk(await aWorld())]
    const { id } = await own.save('Mine')
    const { id: shared } = await own.save('Ours', true)
    expect((await mate.list()).items).toMatchObject([{ id: shared, own: false, by: 'Mia' }])
    expect((await elsewhere.list()).items).toEqual([])
    for (const stranger of [mate, elsewhere]) {
      for (const one of [id, shared]) {
        await expect(stranger.change(one, 'Taken')).rejects.toMatchObject({ code: 'not_found' })
        await expect(stranger.forget(one)).rejects.toMatchObject({ code: 'not_found' })
      }
    }
    expect((await own.list()).items.map(({ name }) => name)).toEqual(['Mine', 'Ours'])
  })

  test('has a name that its owner gave to no other, also of two at once', async () => {
    const world = await aWorld()
    const [own, mate] = [desk(world), desk(world)]
    const twice = await Promise.allSettled([own.save('Weekly'), own.save('weekly')])
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(own.save(' WEEKLY ')).rejects.toMatchObject({ code: 'already_exists', details: { field: 'name' } })
    expect(await mate.save('Weekly')).toMatchObject({ name: 'Weekly' })
    await expect(own.save(' ')).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'name' } })
  })

  test('is turned by pages, own and shared ones together', async () => {
    const world = await aWorld()
    const [own, mate] = [desk(world), desk(world)]
    for (const name of ['c', 'a', 'e']) await own.save(name)
    for (const name of ['d', 'b', 'a']) await mate.save(name, true)
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await own.list({ limit: 2, ...(cursor && { cursor }) })
      names.push(...page.items.map(({ name }) => name))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(names).toEqual(['a', 'a', 'b', 'c', 'd', 'e'])
  })

  test('a Viewer keeps its own and shares none', async () => {
    const world = await aWorld()
    const viewer = desk(world, asTeam(world, 'viewer'))
    const { id } = await viewer.save('Mine')
    await expect(viewer.save('Ours', true)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(viewer.change(id, 'Ours', true)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a report as a file', () => {
  const figures = {
    ...{ leads: 4, accepted: 2, duplicated: 1, failed: 1, returned: 1, revenue: 5_000, cost: 7_005 },
    ...{ returnedRevenue: 0, returnedCost: 0, profit: -2_005, acceptance: 5_000, returnRate: 5_000, margin: -4_010 },
  }
  const line = (label: string) => ({ keys: [{ id: 'x', label }], figures, reasons: [{ words: 'Filtered', leads: 1 }] })

  test('has plain numbers, amounts in the currency, and what is not known left empty', () => {
    const rows = [...csvRows(['sub1'], [line('=1+1')], 'USD')]
    expect(rows[0]).toContain('Sub id 1,Total,Accepted,')
    expect(rows[1]).toBe("'=1+1,4,2,1,1,1,50.00,50.00,50.00,0.00,70.05,0.00,-20.05,-40.10,USD,Filtered: 1\r\n")
    const unknown = { ...line('x'), figures: { ...figures, leads: null, cost: null, profit: null, margin: null } }
    expect([...csvRows(['buyer'], [unknown], 'JPY')][1]).toBe('x,,2,1,1,1,50.00,50.00,5000,0,,0,,,JPY,Filtered: 1\r\n')
  })
})
