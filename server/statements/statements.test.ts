import { createHash } from 'node:crypto'
import { buffer, text } from 'node:stream/consumers'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/statements.ts'
import { asCents } from '../../contract/money.ts'
import { asCustomer, asTeam, auditOf } from '../../test/factories/customer.ts'
import { aCustomer, aWorld, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { deposit, fee, manualCredit, manualDebit, post, readWallet, reversed } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { bodyPlace } from '../platform/mail/outbox.ts'
import { beginMonths } from './actions/ask.ts'
import { issueStatements } from './actions/issue.ts'
import { readAllPapers, readMailedPaper, readPaper } from './actions/read.ts'
import { issueForMonth } from './actions/turns.ts'
import { statementRoutes } from './routes.ts'

const DAY = 86_400_000
let world: World
let customer: number

// wallets of the factory are opened at NOW, November 22
beforeEach(async () => {
  world = await aWorld()
  customer = await aCustomer(world)
})

const at = (day: string) => world.clock.set(new Date(day))
const ofWorld = () => systemCtx(world.platform)
const entry = (walletId = customer) => ({
  walletId,
  source: newId(world.clock.now()),
  currency: 'USD',
  note: 'by wire',
  actorName: 'Mia',
})

const book = (posting: Parameters<typeof post>[3]) =>
  ofWorld().transact((tx) => post(tx, world.accountId, world.clock.now(), posting))
const credit = (amount: number, walletId = customer) =>
  book(manualCredit({ ...entry(walletId), amount: asCents(amount) }))
const debit = (amount: number) => book(manualDebit({ ...entry(), amount: asCents(amount) }))

const issue = (month: string, customerId = customer) =>
  issueStatements(ofWorld(), { accountId: world.accountId, customerId, month })
const own = async (customerId = customer) =>
  (await call(statementRoutes, asCustomer(world, customerId), api.listOwnStatements, {})).items

async function paperOf(id: string): Promise<{ bytes: Buffer; words: string; csv: string }> {
  const ctx = asCustomer(world, customer)
  const bytes = await buffer((await readPaper(ctx, id, 'pdf')).body)
  const { text: pages } = await extractText(await getDocumentProxy(new Uint8Array(bytes)))
  return { bytes, words: pages.join('\n'), csv: await text((await readPaper(ctx, id, 'csv')).body) }
}

describe('a statement', () => {
  test('holds the month’s entries from opening to closing, for both sides', async () => {
    await credit(50_000)
    at('2026-12-03T15:00:00Z')
    await debit(12_345)
    at('2027-01-02T15:00:00Z')
    expect(await issue('2026-12')).toBe(2)
    const [december, november] = await own()
    expect(november).toMatchObject({
      number: `${customer}-1`,
      month: '2026-11',
      opening: 0,
      closing: 50_000,
      entries: 1,
    })
    expect(december).toMatchObject({ number: `${customer}-2`, opening: 50_000, closing: 37_655, entries: 1 })
    const { words, csv } = await paperOf(december?.id ?? '')
    for (const said of ['Opening balance', '$500.00', '−$123.45', 'Closing balance', '$376.55', 'not a tax invoice'])
      expect(words).toContain(said)
    expect(csv.trim().split('\r\n')).toHaveLength(2)
    expect(csv).toContain('-123.45')
  })

  test('names who both sides were when it was issued', async () => {
    const sender = { legalName: 'Halyard Leads LLC', address: '1 Pier\nBoston', taxId: '12-3456789' }
    await call(statementRoutes, asTeam(world), api.changeStatementSender, { params: params(), body: sender })
    await world.platform.db
      .updateTable('customers')
      .set({ legal_name: 'Roofs Inc.', address: '2 Hill', tax_id: 'T-2' })
      .where('customer_id', '=', customer)
      .execute()
    await credit(1)
    at('2026-12-02T15:00:00Z')
    await issue('2026-11')
    const renamed = { ...sender, legalName: 'Another name' }
    await call(statementRoutes, asTeam(world), api.changeStatementSender, { params: params(), body: renamed })
    const { words } = await paperOf((await own())[0]?.id ?? '')
    for (const said of ['Halyard Leads LLC', '1 Pier', 'Tax id 12-3456789', 'Roofs Inc.', '2 Hill', 'Tax id T-2'])
      expect(words).toContain(said)
    expect(words).not.toContain('Another name')
  })

  test('tells of fees beside the balance, and not what the operator bears', async () => {
    await book(deposit({ ...entry(), amount: asCents(10_000) }))
    await book(fee({ ...entry(), fee: asCents(300) }))
    const parts = { wallet: asCents(0), fee: asCents(0), loss: asCents(777) }
    for (const posting of reversed('refund', entry(), parts)) await book(posting)
    at('2026-12-02T15:00:00Z')
    await issue('2026-11')
    const { words, csv } = await paperOf((await own())[0]?.id ?? '')
    expect(words).toContain('Beside the balance')
    expect(words).toContain('$3.00')
    expect(`${words}${csv}`).not.toContain('7.77')
  })

  test('counts days in the account’s zone', async () => {
    // half past eleven in the evening of November 30 in New York
    at('2026-12-01T04:30:00Z')
    await credit(100)
    at('2026-12-01T05:30:00Z')
    await credit(200)
    expect(await issue('2026-11')).toBe(1)
    expect((await own()).map(({ month, closing }) => [month, closing])).toEqual([['2026-11', 100]])
  })

  test('of many leads puts those of a day together, to the cent', async () => {
    const count = 1_200
    await world.platform.pool.query(
      `insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
         wallet_seq, balance_after, booked_at)
       select $1, 'sale', gen_random_uuid(), 'wallet', 'sales', 101, 'USD', $2, n, -101 * n,
         timestamptz '2026-11-23T15:00Z' + n * interval '1 minute' from generate_series(1, $3::int) n`,
      [world.accountId, customer, count],
    )
    await world.platform.pool.query(
      `update wallets set seq = $3::int, balance = -101 * $3::int, booked_at = '2026-11-24T12:00Z' where account_id = $1 and wallet_id = $2`,
      [world.accountId, customer, count],
    )
    at('2026-12-02T15:00:00Z')
    await issue('2026-11')
    const { words, csv } = await paperOf((await own())[0]?.id ?? '')
    expect(words).toContain('−$1,212.00')
    expect(words).toContain('leads')
    expect(csv.trim().split('\r\n')).toHaveLength(count + 1)
  })
})

const params = () => ({ account: world.accountId })

describe('issuing', () => {
  test('twice or at once makes one, and leaves no other paper', async () => {
    await credit(100)
    at('2026-12-02T15:00:00Z')
    const issued = await Promise.all([issue('2026-11'), issue('2026-11'), issue('2026-11')])
    expect(issued.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(await issue('2026-11')).toBe(0)
    expect(await own()).toHaveLength(1)
    expect((await auditOf(world)).filter(({ action }) => action === 'statement.issued')).toHaveLength(1)
  })

  test('closes the month: what a clock behind books then stands in the next', async () => {
    await credit(100)
    at('2026-12-01T05:30:00Z')
    await issue('2026-11')
    at('2026-12-01T04:59:00Z')
    const { transfer } = await credit(50)
    expect(transfer.bookedAt.toISOString()).toBe('2026-12-01T05:00:00.000Z')
    at('2027-01-02T15:00:00Z')
    await issue('2026-12')
    expect((await own()).map(({ opening, closing }) => [opening, closing])).toEqual([
      [100, 150],
      [0, 100],
    ])
  })

  test('is refused for a month that is not over, and of another account’s customer', async () => {
    const ask = (body: { month: string; customer?: number }) =>
      call(statementRoutes, asTeam(world), api.issueStatements, { params: params(), body })
    await expect(ask({ month: '2026-11' })).rejects.toMatchObject({ details: { field: 'month' } })
    const stranger = await aCustomer(await aWorld())
    await expect(ask({ month: '2026-10', customer: stranger })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('begins by itself when the account’s month is over, once', async () => {
    await credit(100)
    const begun = async () => {
      await beginMonths(ofWorld())
      const jobs = await world.platform.pool.query(
        `select count(*)::int as n from pgboss.job where name = 'statements.month' and data @> $1`,
        [JSON.stringify({ accountId: world.accountId, month: '2026-11' })],
      )
      return jobs.rows[0]?.n
    }
    at('2026-12-01T04:59:00Z')
    expect(await begun()).toBe(0)
    at('2026-12-01T05:07:00Z')
    expect(await begun()).toBe(1)
    expect(await begun()).toBe(1)
    await issueForMonth.run(ofWorld(), { accountId: world.accountId, month: '2026-11' }, new AbortController().signal)
    const asked = await world.platform.pool.query(
      `select data from pgboss.job where name = 'statements.customer' and data @> $1`,
      [JSON.stringify({ accountId: world.accountId })],
    )
    expect(asked.rows.map(({ data }) => data.customerId)).toEqual([customer])
  })

  test('mails the month that was asked for, with a link that opens without signing in, here only', async () => {
    await credit(100)
    at('2026-12-05T15:00:00Z')
    await credit(100)
    at('2027-01-02T15:00:00Z')
    await issue('2026-12')
    const listed = await call(statementRoutes, asTeam(world), api.listStatements, { params: params() })
    expect(listed.items.map(({ mailedTo }) => mailedTo === null)).toEqual([false, true])
    const { rows } = await world.platform.pool.query(
      `select mail_id, kind, body_text from mail_outbox where account_id = $1`,
      [world.accountId],
    )
    expect(rows.map(({ kind }) => kind)).toEqual(['statements.ready'])
    const link =
      /\/papers\/(\S+)/.exec(
        world.platform.secrets.open(rows[0].body_text, bodyPlace('body_text', rows[0].mail_id)),
      )?.[1] ?? ''
    const { fileName, body } = await readMailedPaper(ofWorld(), world.accountId, link)
    expect(fileName).toBe(`statement-2026-12-${customer}-2.pdf`)
    expect((await buffer(body)).subarray(0, 4).toString()).toBe('%PDF')
    const other = await aWorld()
    await expect(readMailedPaper(ofWorld(), other.accountId, link)).rejects.toMatchObject({ code: 'token_invalid' })
    at('2027-03-15T15:00:00Z')
    await expect(readMailedPaper(ofWorld(), world.accountId, link)).rejects.toMatchObject({ code: 'token_invalid' })
  })
})

describe('walls', () => {
  test('a customer reads its own only; an account its own only', async () => {
    const other = await aCustomer(world)
    await credit(100)
    await credit(200, other)
    at('2026-12-02T15:00:00Z')
    await issue('2026-11')
    await issue('2026-11', other)
    const [mine] = await own()
    const [theirs] = await own(other)
    const asMe = asCustomer(world, customer)
    await expect(readPaper(asMe, theirs?.id ?? '', 'pdf')).rejects.toMatchObject({ code: 'not_found' })
    const stranger = asTeam(await aWorld())
    await expect(readPaper(stranger, mine?.id ?? '', 'pdf')).rejects.toMatchObject({ code: 'not_found' })
    const files = unzipSync(new Uint8Array(await buffer(readAllPapers(asMe, { customer: other }))))
    expect(Object.keys(files)).toEqual(['pdf', 'csv'].map((format) => `statement-2026-11-${customer}-1.${format}`))
    const all = unzipSync(new Uint8Array(await buffer(readAllPapers(asTeam(world), {}))))
    expect(Object.keys(all)).toHaveLength(4)
    const nothing = unzipSync(new Uint8Array(await buffer(readAllPapers(stranger, {}))))
    expect(nothing).toEqual({})
  })
})

test('over any history every month foots, follows the one before, and never changes', async () => {
  const step = fc.record({
    days: fc.integer({ min: 0, max: 40 }),
    amount: fc.integer({ min: 1, max: 90_000 }),
    kind: fc.constantFrom('credit', 'debit', 'issue'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      world = await aWorld('Australia/Lord_Howe')
      customer = await aCustomer(world)
      const papers = new Map<string, string>()
      const issueAll = async () => {
        await issue(api.Month.parse(new Date(world.clock.now().getTime() - 31 * DAY).toISOString().slice(0, 7)))
        for (const { id } of await own()) {
          const { bytes, csv } = await paperOf(id)
          const now = createHash('sha256').update(bytes).update(csv).digest('hex')
          expect(papers.get(id) ?? now).toBe(now)
          papers.set(id, now)
        }
      }
      for (const { days, amount, kind } of steps) {
        world.clock.set(new Date(world.clock.now().getTime() + days * DAY))
        await (kind === 'issue' ? issueAll() : kind === 'credit' ? credit(amount) : debit(amount))
      }
      world.clock.set(new Date(world.clock.now().getTime() + 70 * DAY))
      await issueAll()
      const months = (await own()).toReversed()
      expect(months.map(({ opening }) => opening)).toEqual(
        [0, ...months.map(({ closing }) => closing)].slice(0, months.length),
      )
      const { balance, seq } = await readWallet(world.platform.db, world.accountId, customer)
      expect(months.at(-1)?.closing ?? 0).toBe(balance)
      expect(months.reduce((sum, { entries }) => sum + entries, 0)).toBe(seq)
    }),
    { numRuns: 8 },
  )
})
