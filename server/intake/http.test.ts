/** Posts over a real socket: what is read, what is refused by which code, and what is left in the database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answered, aMarket, anIntake, aPost, type Market } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { type Got, listeningIntake, type Sent, send, type Wire } from '../../test/harness/wire.ts'

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const LIMIT = 64 * 1024

let world: World
let market: Market
let wire: Wire

beforeAll(async () => {
  world = await aWorld()
  market = await aMarket(world)
  wire = await listeningIntake(world.platform, anIntake(world))
})
afterAll(() => wire.close())

const form = (fields: Record<string, unknown>) =>
  new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString()
const asJson = (fields: Record<string, unknown>): Sent => ({ type: JSON_TYPE, body: JSON.stringify(fields) })
const asForm = (fields: Record<string, unknown>): Sent => ({ type: FORM_TYPE, body: form(fields) })

/** What a business outcome looks like on the wire, whatever it is. */
function answerOf(got: Got): Answered {
  expect(got).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } })
  expect(got.ms).toBeLessThan(1_000)
  const answer: Answered = JSON.parse(got.text)
  expect(answer.status === 'ERROR').toBe(answer.code !== 0 && answer.code !== 1008)
  expect(answer.message).toEqual(expect.stringMatching(/\w/))
  expect(answer.id).toBe(answer.lead_id)
  return answer
}
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1]))
const answered = async (sent: Sent) => answerOf(await send(wire, sent))

async function leadCount(): Promise<number> {
  const { rows } = await world.platform.pool.query('select count(*)::int as n from leads where account_id = $1', [
    world.accountId,
  ])
  return rows[0].n
}

describe.each([
  ['JSON', asJson],
  ['a form', asForm],
])('a post as %s', (_name, as) => {
  test.each(['/direct_post', '/ingest'])('is sold at %s', async (path) => {
    expect(await answered({ ...as(aPost(market)), path })).toMatchObject({ status: 'ACCEPTED', code: 0, payout: 24 })
  })

  test.each(['lp_campaign_id', 'lp_supplier_id', 'lp_key'])('without %s is refused by its name', async (name) => {
    const { [name]: _left, ...rest } = aPost(market)
    for (const fields of [rest, { ...rest, [name]: '' }, { ...rest, [name]: '  ' }]) {
      const answer = await answered(as(fields))
      expect(answer).toEqual({ status: 'ERROR', code: 1001, message: `${name}: required` })
    }
  })

  test.each([
    ['lp_campaign_id', 1],
    ['lp_campaign_id', 'x'.repeat(201)],
    ['lp_supplier_id', 1],
    ['lp_supplier_id', '0x1'],
    ['lp_key', 'wrong'],
    ['lp_key', 'wrong\u0000'],
    ['lp_key', 12345],
  ])('with a wrong %s is refused in the same words: %j', async (name, value) => {
    const before = await leadCount()
    expect(await answered(as(aPost(market, { [name]: value })))).toEqual({
      status: 'ERROR',
      code: 1002,
      message: 'Unknown campaign, supplier or key',
    })
    expect(await leadCount()).toBe(before)
  })

  test('drops what the campaign does not know', async () => {
    const canary = `canary-${market.supplierId}-${as.name}`
    const strange = { [canary]: canary, lp_strange: canary, __proto__x: canary }
    const odd = Object.fromEntries(['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((k) => [k, canary]))
    // defineProperty, as a literal's __proto__ sets the prototype
    const fields = Object.defineProperty({ ...aPost(market, strange), ...odd }, '__proto__', {
      value: canary,
      enumerable: true,
    })
    expect(await answered(as(fields))).toMatchObject({ code: 0 })
    const { rows } = await world.platform.pool.query('select l::text from leads l where account_id = $1', [
      world.accountId,
    ])
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain('canary')
  })
})

describe('a body', () => {
  const refused: [string, () => Sent, RegExp][] = [
    ['empty', () => ({ type: JSON_TYPE, body: '' }), /JSON/],
    ['half', () => ({ type: JSON_TYPE, body: JSON.stringify(aPost(market)).slice(0, -9) }), /JSON/],
    ['no object', () => ({ type: JSON_TYPE, body: '[]' }), /object/],
    ['a bare null', () => ({ type: JSON_TYPE, body: 'null' }), /object/],
    ['a bare text', () => ({ type: JSON_TYPE, body: '"lp_key"' }), /object/],
    ['of no type', () => ({ body: JSON.stringify(aPost(market)) }), /Content-Type/],
    ['of text/plain', () => ({ type: 'text/plain', body: JSON.stringify(aPost(market)) }), /Content-Type/],
    ['of no valid type', () => ({ type: '???;;=', body: JSON.stringify(aPost(market)) }), /Content-Type/],
    ['of multipart', () => ({ type: 'multipart/form-data; boundary=x', body: '--x--' }), /Content-Type/],
    [
      'compressed',
      () => ({ ...asJson(aPost(market)), headers: { 'content-encoding': 'gzip' }, body: '\x1f\x8b\b' }),
      /JSON/,
    ],
    ['with an object in it', () => asJson(aPost(market, { email: { a: 1 } })), /^email:/],
    ['with a list in it', () => asJson(aPost(market, { unheard_of: [1] })), /^unheard_of:/],
    ['with a nested prototype', () => ({ type: JSON_TYPE, body: '{"__proto__":{"lp_key":"x"}}' }), /^__proto__:/],
    [
      'with one form key twice',
      () => ({ type: FORM_TYPE, body: `${form(aPost(market))}&email=b%40example.com` }),
      /^email:/,
    ],
    ['of five thousand keys', () => asJson(keys(5_000)), /1000 keys/],
    ['of ten thousand keys', () => asJson(keys(10_000)), /65536/],
    ['of ten thousand form keys', () => ({ type: FORM_TYPE, body: 'k=1&'.repeat(10_000) }), /k: /],
    [
      'of a thousand levels',
      () => ({ type: JSON_TYPE, body: `{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}` }),
      /^a:/,
    ],
    ['a byte too long', () => asJson(padded(LIMIT + 1)), /65536/],
    ['a megabyte long', () => asJson(padded(1_000_000)), /65536/],
  ]
  test.each(refused)('that is %s is refused, and nothing kept', async (_name, make, words) => {
    const before = await leadCount()
    const answer = await answered(make())
    expect(answer).toMatchObject({ status: 'ERROR', code: 1004, message: expect.stringMatching(words) })
    expect(answer.id).toBeUndefined()
    expect(await leadCount()).toBe(before)
  })

  test.each([LIMIT - 1, LIMIT])('of %i bytes is read', async (size) => {
    const sent = asJson(padded(size))
    expect(Buffer.byteLength(String(sent.body))).toBe(size)
    expect(await answered(sent)).toMatchObject({ code: 0 })
  })

  test('is read in any spelling of its type', async () => {
    for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.api+json'])
      expect(await answered({ ...asJson(aPost(market)), type })).toMatchObject({ code: 0 })
    const type = `${FORM_TYPE};charset=UTF-8`
    expect(await answered({ ...asForm(aPost(market)), type })).toMatchObject({ code: 0 })
  })
})

/** A valid post made this long by a key nobody knows. */
function padded(size: number): Record<string, unknown> {
  const fields = { ...aPost(market), padding: '' }
  return { ...fields, padding: 'x'.repeat(size - Buffer.byteLength(JSON.stringify(fields))) }
}
