/** Fifty thousand rows with a fault in every column of some, by workers that are stopped again and again. */
import { expect, test } from 'vitest'
import { Mapping } from '../../contract/api/imports.ts'
import { readDetails, readFaults } from '../../server/imports/actions/read.ts'
import { checkImport, createImport, readFile, runImport, uploadPart } from '../../server/imports/actions/steps.ts'
import { work } from '../../server/imports/actions/work.ts'
import { checks } from '../../server/registry.ts'
import { aBusiness, type Business } from '../factories/business.ts'
import { systemCtx, testPlatform } from '../harness/platform.ts'

const ROWS = 50_000
const FAULTY_EVERY = 10
const PART = 900_000
const COLUMNS = [
  'lead_id',
  'date',
  'status',
  'supplier',
  'buyer',
  'price',
  'cost',
  'returned',
  'first_name',
  'phone',
  'email',
  'state',
]
const WRONG = [
  'x'.repeat(70),
  'someday',
  'perhaps',
  'nobody',
  'nobody',
  '-1',
  'free',
  'maybe',
  '',
  '12',
  'at home',
  'Ontario',
]

function aFile({ supplier, patrons }: Business): string {
  const lines = Array.from({ length: ROWS }, (_, nth) => {
    const number = String(1_000_000 + nth).slice(1)
    const minute = String(nth % 60).padStart(2, '0')
    const good = [
      `old-${nth}`,
      `2026-10-${String(1 + (nth % 28)).padStart(2, '0')}T10:${minute}:00`,
      'ACCEPTED',
      supplier.id,
    ]
    const sale = [patrons[nth % 2]?.buyerId, '46.00', '11.00', nth % 7 === 0 ? 'yes' : 'no']
    const cells = [
      ...good,
      ...sale,
      'Ada',
      `(530) 2${number.slice(0, 2)}-${number.slice(2)}`,
      `ada${nth}@example.com`,
      'CA',
    ]
    const wrong = Math.floor(nth / FAULTY_EVERY) % COLUMNS.length
    return cells.map((cell, at) => (nth % FAULTY_EVERY === 0 && at === wrong ? WRONG[at] : cell)).join(',')
  })
  return [COLUMNS.join(','), ...lines].join('\n')
}

test('a large file comes in whole, each row once, whatever stops its workers', async () => {
  const platform = await testPlatform({ now: new Date('2026-11-19T18:00:00.000Z') })
  const business = await aBusiness(platform, 'soak')
  const { ctx, accountId } = business
  const id = await createImport(ctx, { kind: 'leads', fileName: 'all.csv', campaign: business.campaignId })
  const text = aFile(business)
  for (let part = 0; part * PART < text.length; part++)
    await uploadPart(ctx, id, { part, text: text.slice(part * PART, (part + 1) * PART) })
  await readFile(ctx, id)
  const stateOf = async () => (await readDetails(ctx, id)).one
  const turn = { accountId, importId: id }
  const phase = async (): Promise<void> => {
    for (let nth = 0; ; nth++) {
      // two at once every few turns; each turn ends after one chunk at first
      const signal = nth < 10 ? AbortSignal.abort() : new AbortController().signal
      const more = await Promise.all([
        work(systemCtx(platform), turn, signal),
        ...(nth % 3 === 0 ? [work(systemCtx(platform), turn, signal)] : []),
      ])
      if (!more.includes(true)) return
    }
  }
  await checkImport(ctx, id, Mapping.parse((await stateOf()).mapping))
  await phase()
  const faulty = ROWS / FAULTY_EVERY
  expect(await stateOf()).toMatchObject({ state: 'checked', done: ROWS, faulty })
  await runImport(ctx, id)
  await phase()
  expect(await stateOf()).toMatchObject({ state: 'done', done: ROWS, faulty })
  const { items } = await readFaults(ctx, id, { limit: 100 })
  for (const column of COLUMNS)
    expect(
      items.some(({ faults }) => faults.some((fault) => fault.startsWith(`${column}: `))),
      column,
    ).toBe(true)
  for (const check of checks) {
    const { rows } = await platform.pool.query(check.sql)
    expect(
      rows.filter((row) => row.account_id === accountId),
      check.name,
    ).toEqual([])
  }
}, 600_000)
