/** Imports from upload to result: what comes in, what does not and why, and that a row is done exactly once. */
import { text as whole } from 'node:stream/consumers'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { Mapping } from '../../contract/api/imports.ts'
import { makeTeamMember, unique } from '../../test/factories/account.ts'
import { aBusiness, aLeadFor, type Business, intakeOf, SELL_PRICE } from '../../test/factories/business.ts'
import { post } from '../../test/factories/intake.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { changeSettings } from '../campaigns/actions/settings.ts'
import type { Ctx, TeamActor } from '../platform/ctx.ts'
import { checks } from '../registry.ts'
import { readDetails, readFaults } from './actions/read.ts'
import { resultFile } from './actions/result.ts'
import {
  checkImport,
  continueImport,
  createImport,
  pauseImport,
  readFile,
  runImport,
  stopImport,
  uploadPart,
} from './actions/steps.ts'
import { work } from './actions/work.ts'

const NOW = new Date('2026-11-19T18:00:00.000Z')
const PAGE = { limit: 100 } as const
const on = new AbortController().signal

let platform: TestPlatform
let business: Business
let ctx: Ctx<TeamActor>

beforeAll(async () => {
  platform = await testPlatform({ now: NOW })
  business = await aBusiness(platform, `imp${unique()}`)
  ctx = business.ctx
}, 60_000)

const HEADS = 'Lead ID,Date,Status,Supplier,Buyer,Sell price,Cost,Returned,first_name,phone,email,state'
let nth = 0
/** A good row of an accepted lead; cells can be replaced by name. */
function aRow(cells: Partial<Record<string, string>> = {}): string {
  const id = `old-${++nth}-${unique()}`
  const number = String(2_000_000 + nth)
  const good: Record<string, string> = {
    'Lead ID': id,
    Date: '2026-11-10T10:15:00',
    Status: 'ACCEPTED',
    Supplier: `${business.word} supplier`,
    Buyer: String(business.patrons[0].buyerId),
    'Sell price': '46.50',
    Cost: '11.00',
    Returned: 'no',
    first_name: 'Grace',
    phone: `(530) 2${number.slice(1, 3)}-${number.slice(3)}`,
    email: `${id}@example.com`,
    state: 'CA',
  }
  return HEADS.split(',')
    .map((name) => cells[name] ?? good[name])
    .join(',')
}

async function uploaded(text: string, kind: 'leads' | 'returns' = 'leads', by = ctx): Promise<string> {
  const campaign = kind === 'leads' ? business.campaignId : null
  const id = await createImport(by, { kind, fileName: 'old leads.csv', campaign })
  const half = Math.ceil(text.length / 2)
  await uploadPart(by, id, { part: 0, text: text.slice(0, half) })
  if (text.length > 1) await uploadPart(by, id, { part: 1, text: text.slice(half) })
  await readFile(by, id)
  return id
}

const stateOf = async (id: string) => (await readDetails(ctx, id)).one
const mappingOf = async (id: string) => Mapping.parse((await stateOf(id)).mapping)

async function worked(id: string): Promise<void> {
  const turn = { accountId: business.accountId, importId: id }
  while (await work(systemCtx(platform), turn, on));
}

async function checked(id: string, more: Partial<Mapping> = {}): Promise<void> {
  await checkImport(ctx, id, { ...(await mappingOf(id)), ...more })
  await worked(id)
}

async function imported(
  text: string,
  kind: 'leads' | 'returns' = 'leads',
  more: Partial<Mapping> = {},
): Promise<string> {
  const id = await uploaded(text, kind)
  await checked(id, more)
  await runImport(ctx, id)
  await worked(id)
  return id
}

const faultsOf = async (id: string) => (await readFaults(ctx, id, PAGE)).items
const file = (...rows: string[]) => [HEADS, ...rows].join('\n')

async function leadsOf(ids: readonly string[]) {
  const { rows } = await sql<{
    reference: string
    code: number
    revenue: number
    payout: number
    returned: boolean
    at: Date
  }>`
    select r.reference, l.code, l.revenue, l.payout, l.returned, l.received_at as at
    from lead_references r join leads l on l.account_id = r.account_id and l.lead_id = r.lead_id
    where r.account_id = ${business.accountId} and r.reference = any (${ids}::text[])`.execute(platform.db)
  return new Map(rows.map((row) => [row.reference, row]))
}

async function expectSound(): Promise<void> {
  for (const check of checks) {
    const { rows } = await platform.pool.query(check.sql)
    const ours = rows.filter((row) => row.account_id === business.accountId)
    expect(ours, check.name).toEqual([])
  }
}

const idOf = (row: string): string => row.split(',', 1)[0] ?? ''

describe('leads of the past', () => {
  test('come in with their sales, prices and returns, on their own dates, unbilled', async () => {
    const [sold, back, failed] = [
      aRow(),
      aRow({ Returned: 'yes', Date: '11/09/2026 3:30 PM' }),
      aRow({ Status: 'ERROR', Buyer: '', 'Sell price': '', email: 'broken' }),
    ]
    const walletOf = async () =>
      (await platform.pool.query('select balance from wallets where account_id = $1 order by 1', [business.accountId]))
        .rows
    const before = await walletOf()
    const id = await imported(file(sold, back, failed))
    expect(await stateOf(id)).toMatchObject({ state: 'done', total: 3, done: 3, faulty: 0 })
    const leads = await leadsOf([sold, back, failed].map(idOf))
    expect(leads.get(idOf(sold))).toMatchObject({ code: 0, revenue: 4_650, payout: 1_100, returned: false })
    expect(leads.get(idOf(sold))?.at).toEqual(new Date('2026-11-10T18:15:00.000Z'))
    expect(leads.get(idOf(back))).toMatchObject({ returned: true, at: new Date('2026-11-09T23:30:00.000Z') })
    expect(leads.get(idOf(failed))).toMatchObject({ code: 1006, revenue: 0 })
    expect(await walletOf()).toEqual(before)
    await expectSound()
  })

  test('hold their duplicate keys within the look-back', async () => {
    const { version } = await platform.db
      .selectFrom('campaigns')
      .select('version')
      .where('account_id', '=', business.accountId)
      .where('campaign_id', '=', business.campaignId)
      .executeTakeFirstOrThrow()
    const { campaign } = await import('../campaigns/ops.ts').then((ops) =>
      ops.readSettings(platform.db, business.accountId, business.campaignId, version),
    )
    const duplicates = { days: 30, fields: ['email'], match: 'any' as const, scope: 'campaign' as const }
    const body = { ...campaign, duplicates }
    await changeSettings(ctx, business.campaignId, { summary: 'Check', parts: [{ part: 'campaign', id: 0, body }] })
    const [recent, ancient] = [
      aRow({ email: 'recent@example.com' }),
      aRow({ email: 'ancient@example.com', Date: '2026-08-01' }),
    ]
    await imported(file(recent, ancient))
    const intake = intakeOf(platform)
    const posted = async (email: string) => (await post(intake, aLeadFor(business, { email }))).code
    expect([await posted('recent@example.com'), await posted('ancient@example.com')]).toEqual([1008, 0])
    await intake.close()
    await expectSound()
  })

  test('that came before do not come twice: not the file, not the id', async () => {
    const row = aRow()
    const anonymous = aRow({ 'Lead ID': '' })
    await imported(file(row, anonymous))
    const again = await imported(file(row, anonymous, aRow({ 'Lead ID': idOf(row) }), aRow()))
    expect(await stateOf(again)).toMatchObject({ done: 4, faulty: 3 })
    expect((await faultsOf(again)).map((fault) => [fault.row, fault.faults[0]])).toEqual([
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
    const good = aRow()
    const id = await imported(file(aRow({ [column]: value }), good))
    expect(await stateOf(id)).toMatchObject({ state: 'done', done: 2, faulty: 1 })
    const [fault, ...more] = await faultsOf(id)
    expect(more).toEqual([])
    expect(fault?.row).toBe(2)
    expect(fault?.faults.join()).toContain(`${column}: `)
    expect(fault?.faults.join()).toContain(expected)
    expect((await leadsOf([idOf(good)])).size).toBe(1)
  })

  test('need not have what the campaign asks for today, where the file has no column for it', async () => {
    const id = await imported(
      `Lead ID,Date,Supplier,Buyer,Sell price\nbare-${unique()},2026-11-01,${business.supplier.id},${business.patrons[0].buyerId},10`,
    )
    expect(await stateOf(id)).toMatchObject({ state: 'done', done: 1, faulty: 0 })
  })

  test('name every fault of a row at once', async () => {
    const id = await imported(file(aRow({ Date: 'x', phone: 'y', state: 'z', 'Sell price': 'w' })))
    expect((await faultsOf(id))[0]?.faults).toHaveLength(4)
  })

  test('are found under their original ids by who asks for them', async () => {
    const row = aRow()
    await imported(file(row))
    const { leadNamed } = await import('../publicapi/tables/refs.ts')
    expect(await leadNamed(platform.db, business.accountId, idOf(row))).toMatch(/^[0-9a-f-]{36}$/)
    expect(await leadNamed(platform.db, business.accountId + 1, idOf(row))).toBeUndefined()
  })
})

describe('a dry run', () => {
  test('says what the run will say, and writes no lead', async () => {
    const [good, bad] = [aRow(), aRow({ state: 'nowhere' })]
    const id = await uploaded(file(good, bad))
    await checked(id)
    expect(await stateOf(id)).toMatchObject({ state: 'checked', done: 2, faulty: 1 })
    const dry = await faultsOf(id)
    expect((await leadsOf([idOf(good)])).size).toBe(0)
    await runImport(ctx, id)
    await worked(id)
    expect(await faultsOf(id)).toEqual(dry)
  })

  test('wants the columns that are needed, naming the first that is missing', async () => {
    const id = await uploaded('a,b\n1,2')
    expect(await refusalOf(checkImport(ctx, id, await mappingOf(id)))).toBe('invalid_input columns.received_at')
  })
})

describe('a run', () => {
  const many = (count: number) => file(...Array.from({ length: count }, () => aRow()))

  test('that is paused goes on where it stood, and one that is stopped stays so', async () => {
    const id = await uploaded(many(1_200))
    await checked(id)
    await runImport(ctx, id)
    const turn = { accountId: business.accountId, importId: id }
    const afterOne = new AbortController()
    afterOne.abort()
    // a worker that is told to stop does the chunk in hand
    expect(await work(systemCtx(platform), turn, afterOne.signal)).toBe(true)
    expect(await stateOf(id)).toMatchObject({ state: 'running', done: 500 })
    await pauseImport(ctx, id)
    expect(await work(systemCtx(platform), turn, on)).toBe(false)
    expect(await stateOf(id)).toMatchObject({ state: 'paused', done: 500 })
    await continueImport(ctx, id)
    await worked(id)
    expect(await stateOf(id)).toMatchObject({ state: 'done', done: 1_200, faulty: 0 })
    expect(await refusalOf(stopImport(ctx, id))).toBe('not_allowed_now')
    await expectSound()
  }, 30_000)

  test('by two workers at once does each row once', async () => {
    const id = await uploaded(many(1_100))
    await checked(id)
    await runImport(ctx, id)
    await Promise.all([worked(id), worked(id)])
    await worked(id)
    expect(await stateOf(id)).toMatchObject({ state: 'done', done: 1_100, faulty: 0 })
    await expectSound()
  }, 30_000)

  test('gives the file back, each row with its result; the faulty ones alone to be corrected', async () => {
    const [good, bad] = [aRow(), aRow({ phone: '=cmd()' })]
    const id = await imported(file(good, bad))
    const all = (await whole((await resultFile(ctx, id, 'all')).body)).split('\r\n')
    expect(all).toHaveLength(4)
    expect(all[1]).toMatch(/^2,imported,,[0-9A-Z]{26},/)
    expect(all[2]).toMatch(/^3,not imported,"phone: /)
    expect(all[2]).toContain("'=cmd()")
    const faulty = (await whole((await resultFile(ctx, id, 'faulty')).body)).split('\r\n')
    expect(faulty).toHaveLength(3)
  })
})

describe('returns', () => {
  async function sold(): Promise<string> {
    const intake = intakeOf(platform)
    const { id } = await post(intake, aLeadFor(business))
    await intake.close()
    return id ?? ''
  }
  const returns = (...rows: string[]) => ['Lead;Reason;Refund', ...rows].join('\r\n')

  test('go through the same door: credited once, each row with what stood against it', async () => {
    const [one, two] = [await sold(), await sold()]
    const rows = returns(
      `${one};Wrong number;yes`,
      `${two};Agreed;no`,
      `${one};Again;yes`,
      'gone;x;yes',
      `${two};;perhaps`,
    )
    const id = await imported(rows, 'returns')
    expect(await stateOf(id)).toMatchObject({ state: 'done', done: 5, faulty: 3 })
    const faults = await faultsOf(id)
    expect(faults.map((fault) => fault.row)).toEqual([4, 5, 6])
    expect(faults[2]?.faults).toHaveLength(2)
    const { rows: credits } = await platform.pool.query(
      `select amount from transfers where account_id = $1 and kind = 'return' order by 1`,
      [business.accountId],
    )
    expect(credits).toEqual([{ amount: SELL_PRICE }])
    await expectSound()
  })

  test('are tried by the dry run without returning anything', async () => {
    const lead = await sold()
    const id = await uploaded(returns(`${lead};Wrong number;yes`), 'returns')
    await checked(id)
    expect(await stateOf(id)).toMatchObject({ state: 'checked', faulty: 0 })
    const { rows } = await platform.pool.query(
      'select 1 from leads where account_id = $1 and returned and lead_id = any($2)',
      [business.accountId, []],
    )
    expect(rows).toEqual([])
    await runImport(ctx, id)
    await worked(id)
    expect(await stateOf(id)).toMatchObject({ state: 'done', faulty: 0 })
  })
})

describe('who may', () => {
  test('bring in leads builds campaigns; who returns may bring in returns', async () => {
    const billing = await makeTeamMember(platform, business.accountId, { role: 'billing' })
    const member = await makeTeamMember(platform, business.accountId, { role: 'member' })
    const leads = { kind: 'leads' as const, fileName: 'x.csv', campaign: business.campaignId }
    const returns = { kind: 'returns' as const, fileName: 'x.csv', campaign: null }
    expect(await refusalOf(createImport(billing.ctx, leads))).toBe('forbidden')
    expect(await refusalOf(createImport(member.ctx, returns))).toBe('forbidden')
    await createImport(billing.ctx, returns)
    await createImport(member.ctx, leads)
  })

  test('is somebody of the account: another’s import is not there', async () => {
    const other = await aBusiness(platform, `oth${unique()}`)
    const id = await uploaded(file(aRow()))
    const steps = [
      () => readDetails(other.ctx, id),
      () => readFaults(other.ctx, id, PAGE),
      () => uploadPart(other.ctx, id, { part: 0, text: 'x' }),
      () => checkImport(other.ctx, id, Mapping.parse({ columns: {} })),
      () => runImport(other.ctx, id),
      () => stopImport(other.ctx, id),
      () => resultFile(other.ctx, id, 'all'),
    ]
    for (const step of steps) expect(await refusalOf(step())).toBe('not_found')
    const foreign = { kind: 'leads' as const, fileName: 'x.csv', campaign: business.campaignId }
    expect(await refusalOf(createImport(other.ctx, foreign))).toBe('invalid_input campaign')
  })
})
