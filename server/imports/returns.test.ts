/** Imports of returns, and who may bring in what. */
import { beforeAll, describe, expect, test } from 'vitest'
import { Mapping } from '../../contract/api/imports.ts'
import { makeTeamMember, unique } from '../../test/factories/account.ts'
import { aBusiness, aLeadFor, type Business, intakeOf, SELL_PRICE } from '../../test/factories/business.ts'
import { type Importer, importerOf } from '../../test/factories/imports.ts'
import { post } from '../../test/factories/intake.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import type { Ctx, TeamActor } from '../platform/ctx.ts'
import { readDetails, readFaults } from './actions/read.ts'
import { resultFile } from './actions/result.ts'
import { checkImport, createImport, runImport, stopImport, uploadPart } from './actions/steps.ts'

const PAGE = { limit: 100 } as const

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
    const id = await at.imported(rows, 'returns')
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', done: 5, faulty: 3 })
    const faults = await at.faultsOf(id)
    expect(faults.map((fault) => fault.row)).toEqual([4, 5, 6])
    expect(faults[2]?.faults).toHaveLength(2)
    const { rows: credits } = await platform.pool.query(
      `select amount from transfers where account_id = $1 and kind = 'return' order by 1`,
      [business.accountId],
    )
    expect(credits).toEqual([{ amount: SELL_PRICE }])
    expect(await at.unsound()).toEqual([])
  })

  test('are tried by the dry run without returning anything', async () => {
    const lead = await sold()
    const id = await at.uploaded(returns(`${lead};Wrong number;yes`), 'returns')
    await at.checked(id)
    expect(await at.stateOf(id)).toMatchObject({ state: 'checked', faulty: 0 })
    const { rows } = await platform.pool.query(
      'select 1 from leads where account_id = $1 and returned and lead_id = any($2)',
      [business.accountId, []],
    )
    expect(rows).toEqual([])
    await runImport(ctx, id)
    await at.worked(id)
    expect(await at.stateOf(id)).toMatchObject({ state: 'done', faulty: 0 })
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
    const id = await at.uploaded(at.file(at.aRow()))
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
