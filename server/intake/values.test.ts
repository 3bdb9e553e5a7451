/** Whatever stands in a post, it gets a verdict: no value of any type breaks its batch, or its lead's drawer. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { readLead } from '../../contract/api/leads.ts'
import { type Field, FieldType, SUB_IDS } from '../../contract/fields.ts'
import { CODES } from '../../contract/verdict.ts'
import { SOLAR_FIELDS } from '../../test/factories/campaign.ts'
import { type Answered, aMarket, anIntake, type Market, post } from '../../test/factories/intake.ts'
import { aWorld, teamOf, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { leadRoutes } from '../leads/routes.ts'

const [template] = SOLAR_FIELDS
const fieldOf = (type: FieldType, more: Partial<Field> = {}): Field[] =>
  template
    ? [
        {
          ...template,
          name: `${type}${more.consent ? '_kept' : ''}`,
          type,
          allowed: ['a', 'B'],
          required: false,
          ...more,
        },
      ]
    : []
const fields = FieldType.options.flatMap((type) => [...fieldOf(type), ...fieldOf(type, { consent: true })])

let world: World
let market: Market
beforeAll(async () => {
  world = await aWorld()
  market = await aMarket(world, {
    campaign: {
      fields,
      duplicates: { days: 30, fields: ['text', 'phone', 'numeric'], match: 'any', scope: 'campaign' },
    },
    buyers: [{ filters: [{ mode: 'block', conditions: [{ op: 'matches', field: 'text', pattern: '^(a+)+$' }] }] }, {}],
  })
})

const telling = fc.constantFrom<string | number>(
  'a\0b',
  '\ud800',
  '\udc00x',
  'ﷺ'.repeat(500),
  'a'.repeat(5_000),
  '2024-02-29',
  '2023-02-29',
  '24:00',
  '0000-00-00',
  '9999-12-31',
  '2026-11-01T01:30',
  '+1 (415) 555-0123',
  '+4930901820',
  '00000',
  '07024-0000',
  '::ffff:1.2.3.4',
  '1e999',
  '-0',
  '$1,000.50',
  '999999999999999.999999',
  'http://a',
  'https://[::1]/\u202e',
  '02/30/2000',
  7024,
  -0,
  1e21,
  5e-324,
  2 ** 53,
)
const value = fc.oneof(
  telling,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)
const bodies = fc.dictionary(
  fc.constantFrom(...fields.map(({ name }) => name), ...SUB_IDS, 'lp_action', 'other'),
  value,
)
const LEAD_CODES: number[] = [CODES.accepted, CODES.no_buyers, CODES.duplicate, CODES.invalid]

async function drawerOf({ id = '' }: Answered) {
  return call(leadRoutes, world.as(teamOf(world)), readLead, { params: { account: world.accountId, lead: id } })
}

test('values of every kind, in batches', async () => {
  const intake = anIntake(world)
  const common = { lp_campaign_id: market.campaign.campaignId, lp_supplier_id: market.supplierId, lp_key: market.key }
  const given = fc.sample(bodies, { numRuns: 400, seed: 20_261_122 })
  const started = performance.now()
  const answers = await Promise.all(given.map((body) => post(intake, { ...body, ...common })))
  expect(performance.now() - started).toBeLessThan(5_000)
  for (const [nth, answer] of answers.entries()) expect(LEAD_CODES, JSON.stringify(given[nth])).toContain(answer.code)
  expect(new Set(answers.map(({ code }) => code)).size).toBeGreaterThanOrEqual(3)
  for (const [nth, answer] of answers.slice(0, 60).entries()) {
    const { timeline } = await drawerOf(answer)
    expect(timeline?.at(-1)?.title, JSON.stringify(given[nth])).toContain(`code ${answer.code}`)
  }
})

test('bytes of every kind', async () => {
  const intake = anIntake(world)
  const types = ['application/json', 'application/x-www-form-urlencoded', 'text/xml', '']
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.json(),
      fc.constantFrom(...types),
      async (bytes, json, type) => {
        for (const body of [Buffer.from(bytes), Buffer.from(json)]) {
          const answer = await intake.receive(body, type, '203.0.113.7')
          expect(answer.http).toBe(200)
          expect([CODES.unreadable, CODES.missing_parameter]).toContain(answer.code)
        }
      },
    ),
    { numRuns: 300 },
  )
})
