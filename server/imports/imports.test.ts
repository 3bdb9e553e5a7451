/** Imports of leads from upload to result: what comes in, what does not and why, and that a row is done exactly once. */
import { text as whole } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { unique } from '../../test/factories/account.ts'
import { aBusiness, aLeadFor, type Business, intakeOf } from '../../test/factories/business.ts'
import { type Importer, importerOf } from '../../test/factories/imports.ts'
import { post } from '../../test/factories/intake.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { changeSettings } from '../campaigns/actions/settings.ts'
import { readSettings } from '../campaigns/ops.ts'
import type { Ctx, TeamActor } from '../platform/ctx.ts'
import { leadNamed } from '../publicapi/tables/refs.ts'
import { resultFile } from './actions/result.ts'
import { checkImport, continueImport, pauseImport, runImport, stopImport } from './actions/steps.ts'
import { work } from './actions/work.ts'

const on = new AbortController().signal

const NOW = new Date('2026-11-19T18:00:00.000Z')

let platform: TestPlatform
let business: Business
let ctx: Ctx<TeamActor>
let at: Importer

beforeAll(async () => {
  platform = await testPlatform({ now: NOW })
  business = await aBusiness(platform, `imp${unique()}`)
  ctx = business.ctx
  at = importerOf(platform, business)
}, 60_000)

const idOf = (row: string): string => row.split(',', 1)[0] ?? ''

describe('leads of the past', () => {
  test('come in with their sales, prices and returns, on their own dates, unbilled', async () => {
    const [sold, back, failed] = [
      at.aRow(),
      at.aRow({ Returned: 'yes', Date: '11/09/2026 3:30 PM' }),
      at.aRow({ Status: 'ERROR', Buyer: '', 'Sell price': '', email: 'broken' }),
    ]
    const walletOf = async () =>
      (await platform.pool.query('select balance from wallets where account_id = $1 order by 1', [business.accountId]))
        .rows
    const before = await walletOf()
    const id = await at.imported(at.file(sold, back, failed))
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', total: 3, done: 3, faulty: 0 })
    const leads = await at.leadsOf([sold, back, failed].map(idOf))
    expect(leads.get(idOf(sold))).toMatchObject({ code: 0, revenue: 4_650, payout: 1_100, returned: false })
    expect(leads.get(idOf(sold))?.at).toEqual(new Date('2026-11-10T18:15:00.000Z'))
    expect(leads.get(idOf(back))).toMatchObject({ returned: true, at: new Date('2026-11-09T23:30:00.000Z') })
    expect(leads.get(idOf(failed))).toMatchObject({ code: 1006, revenue: 0 })
    expect(await walletOf()).toEqual(before)
    expect(await at.unsound()).toEqual([])
  })

  test('hold their duplicate keys within the look-back', async () => {
    const { version } = await platform.db
      .selectFrom('campaigns')
      .select('version')
      .where('account_id', '=', business.accountId)
      .where('campaign_id', '=', business.campaignId)
      .executeTakeFirstOrThrow()
    const { campaign } = await readSettings(platform.db, business.accountId, business.campaignId, version)
    const duplicates = { days: 30, fields: ['email'], match: 'any' as const, scope: 'campaign' as const }
    const body = { ...campaign, duplicates }
    await changeSettings(ctx, business.campaignId, { summary: 'Check', parts: [{ part: 'campaign', id: 0, body }] })
    const [recent, ancient] = [
      at.aRow({ email: 'recent@example.com' }),
      at.aRow({ email: 'ancient@example.com', Date: '2026-08-01' }),
    ]
    await at.imported(at.file(recent, ancient))
    const intake = intakeOf(platform)
    const posted = async (email: string) => (await post(intake, aLeadFor(business, { email }))).code
    expect([await posted('recent@example.com'), await posted('ancient@example.com')]).toEqual([1008, 0])
    await intake.close()
    expect(await at.unsound()).toEqual([])
  })

  test('that came before do not come twice: not the file, not the id', async () => {
    const row = at.aRow()
    const anonymous = at.aRow({ 'Lead ID': '' })
    await at.imported(at.file(row, anonymous))
    const again = await at.imported(at.file(row, anonymous, at.aRow({ 'Lead ID': idOf(row) }), at.aRow()))
    expect(await at.stateOf(again)).toMatchObject({ done: 4, faulty: 3 })
    expect((await at.faultsOf(again)).map((fault) => [fault.row, fault.faults[0]])).toEqual([
      [2, `The lead ${idOf(row)} was imported before`],
      [3, 'This row was imported before'],
      [4, expect.stringContaining(idOf(row))],
    ])
  })

  test.each([
    ['Lead ID', 'x'.repeat(65), 'at most 64'],
    ['Date', 'yesterday', 'a date'],
    ['Date', '', 'a date'],
    ['Date', '2030-01-01', 'past'],
    ['Date', '2026-02-30T10:00:00', 'a date'],
    ['Status', 'perhaps', 'accepted, duplicated'],
    ['Supplier', 'nobody', 'no supplier'],
    ['Supplier', '', 'a supplier is needed'],
    ['Buyer', 'nobody', 'no buyer'],
    ['Buyer', '', 'names the buyer'],
    ['Sell price', '46.505', 'an amount'],
    ['Sell price', '-3', 'an amount'],
    ['Sell price', '', 'has a price'],
    ['Cost', 'much', 'an amount'],
    ['Returned', 'maybe', 'yes or no'],
    ['first_name', '', 'required'],
    ['phone', '12', 'A phone number'],
    ['email', 'at home', 'An e-mail'],
    ['state', 'Ontario', 'A US state'],
  ])('with a fault in %s (%s) stay out, and the row says why', async (column, value, expected) => {
    const good = at.aRow()
    const id = await at.imported(at.file(at.aRow({ [column]: value }), good))
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', done: 2, faulty: 1 })
    const [fault, ...more] = await at.faultsOf(id)
    expect(more).toEqual([])
    expect(fault?.row).toBe(2)
    expect(fault?.faults.join()).toContain(`${column}: `)
    expect(fault?.faults.join()).toContain(expected)
    expect((await at.leadsOf([idOf(good)])).size).toBe(1)
  })

  test('need not have what the campaign asks for today, where the file has no column for it', async () => {
    const id = await at.imported(
      `Lead ID,Date,Supplier,Buyer,Sell price\nbare-${unique()},2026-11-01,${business.supplier.id},${business.patrons[0].buyerId},10`,
    )
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', done: 1, faulty: 0 })
  })

  test('name every fault of a row at once', async () => {
    const id = await at.imported(at.file(at.aRow({ Date: 'x', phone: 'y', state: 'z', 'Sell price': 'w' })))
    expect((await at.faultsOf(id))[0]?.faults).toHaveLength(4)
  })

  test('are found under their original ids by who asks for them', async () => {
    const row = at.aRow()
    await at.imported(at.file(row))
    expect(await leadNamed(platform.db, business.accountId, idOf(row))).toMatch(/^[0-9a-f-]{36}$/)
    expect(await leadNamed(platform.db, business.accountId + 1, idOf(row))).toBeUndefined()
  })
})

describe('a dry run', () => {
  test('says what the run will say, and writes no lead', async () => {
    const [good, bad] = [at.aRow(), at.aRow({ state: 'nowhere' })]
    const id = await at.uploaded(at.file(good, bad))
    await at.checked(id)
    expect(await at.stateOf(id)).toMatchObject({ state: 'checked', done: 2, faulty: 1 })
    const dry = await at.faultsOf(id)
    expect((await at.leadsOf([idOf(good)])).size).toBe(0)
    await runImport(ctx, id)
    await at.worked(id)
    expect(await at.faultsOf(id)).toEqual(dry)
  })

  test('wants the columns that are needed, naming the first that is missing', async () => {
    const id = await at.uploaded('a,b\n1,2')
    expect(await refusalOf(checkImport(ctx, id, await at.mappingOf(id)))).toBe('invalid_input columns.received_at')
  })
})

describe('a run', () => {
  const many = (count: number) => at.file(...Array.from({ length: count }, () => at.aRow()))

  test('that is paused goes on where it stood, and one that is stopped stays so', async () => {
    const id = await at.uploaded(many(1_200))
    await at.checked(id)
    await runImport(ctx, id)
    const turn = { accountId: business.accountId, importId: id }
    const afterOne = new AbortController()
    afterOne.abort()
    // a worker that is told to stop does the chunk in hand
    expect(await work(systemCtx(platform), turn, afterOne.signal)).toBe(true)
    expect(await at.stateOf(id)).toMatchObject({ state: 'running', done: 500 })
    await pauseImport(ctx, id)
    expect(await work(systemCtx(platform), turn, on)).toBe(false)
    expect(await at.stateOf(id)).toMatchObject({ state: 'paused', done: 500 })
    await continueImport(ctx, id)
    await at.worked(id)
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', done: 1_200, faulty: 0 })
    expect(await refusalOf(stopImport(ctx, id))).toBe('not_allowed_now')
    expect(await at.unsound()).toEqual([])
  }, 30_000)

  test('by two workers at once does each row once', async () => {
    const id = await at.uploaded(many(1_100))
    await at.checked(id)
    await runImport(ctx, id)
    await Promise.all([at.worked(id), at.worked(id)])
    await at.worked(id)
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', done: 1_100, faulty: 0 })
    expect(await at.unsound()).toEqual([])
  }, 30_000)

  test('gives the file back, each row with its result; the faulty ones alone to be corrected', async () => {
    const [good, bad] = [at.aRow(), at.aRow({ phone: '=cmd()' })]
    const id = await at.imported(at.file(good, bad))
    const all = (await whole((await resultFile(ctx, id, 'all')).body)).split('\r\n')
    expect(all).toHaveLength(4)
    expect(all[1]).toMatch(/^2,imported,,[0-9A-Z]{26},/)
    expect(all[2]).toMatch(/^3,not imported,"phone: /)
    expect(all[2]).toContain("'=cmd()")
    const faulty = (await whole((await resultFile(ctx, id, 'faulty')).body)).split('\r\n')
    expect(faulty).toHaveLength(3)
  })
})
