import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type SampleEndpoint, startEndpoint } from '../../dev/endpoint.ts'
import { directPost, orderOfCheck, orderTo, outsideCheck } from '../../test/factories/delivery.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { type Courier, courierOf } from './ops.ts'

let platform: TestPlatform
let endpoint: SampleEndpoint
let courier: Courier

beforeAll(async () => {
  platform = await testPlatform({ env: { DELIVERY_ALLOW: '127.0.0.1' } })
  endpoint = await startEndpoint(() => platform.clock.now())
  courier = courierOf(platform)
})
beforeEach(() => endpoint.clear())
afterAll(async () => {
  await platform.outgoing.close()
  await endpoint.close()
})

const buyer = (how: string) => `${endpoint.url}/buyer/${how}`
const checker = (how: string) => `${endpoint.url}/check/${how}`
const priced = { answers: { price: { place: { at: 'json' as const, path: 'price' } } } }

describe('a delivery', () => {
  it('is the same courier for the whole process', () => {
    expect(courierOf({ ...platform })).toBe(courier)
  })

  it('sends what the template says, with the id of the attempt', async () => {
    const headers = [{ name: 'X-Campaign', value: '{{ campaign.name | upper }}' }]
    const result = await courier.deliver(orderTo(directPost(buyer('accept'), { call: { headers } })))
    expect(result).toMatchObject({ outcome: 'accepted', price: null, rule: 0, transcript: { status: 200 } })
    const [got] = endpoint.received
    expect(got).toMatchObject({ method: 'POST', body: '{"first": "Ann", "phone": "5305550142", "bill": 180.5}' })
    expect(got?.headers).toMatchObject({
      'x-campaign': 'SOLAR',
      'content-type': 'application/json; charset=utf-8',
      'idempotency-key': '01890000-0000-7000-8000-000000000001',
    })
    expect(result.transcript.request).toContain('POST http://127.0.0.1')
    expect(result.transcript.response).toContain('"status":"accepted"')
  })

  it('sends a form, with what was sent to be hidden in nothing that is kept', async () => {
    const secret = { name: 'api_key', value: 'top secret/42' }
    const entries = [
      { name: 'key', value: '{{ secret.api_key }}' },
      { name: 'name', value: '{{ first_name }} & co' },
    ]
    const call = {
      secrets: [secret],
      body: { format: 'form' as const, entries },
      headers: [{ name: 'Authorization', value: 'Basic {{ secret.api_key | base64 }}' }],
      query: [{ name: 'k', value: '{{ secret.api_key }}' }],
    }
    const result = await courier.deliver(orderTo(directPost(buyer('accept'), { call })))
    const [got] = endpoint.received
    expect(got?.body).toBe('key=top+secret%2F42&name=Ann+%26+co')
    expect(got?.path).toBe('/buyer/accept?k=top+secret%2F42')
    expect(got?.headers.authorization).toBe(`Basic ${btoa(secret.value)}`)
    const { request } = result.transcript
    expect(request).not.toMatch(/top.{0,3}secret/)
    expect(request).not.toContain(btoa(secret.value))
    expect(request).toContain('key=••••••')
  })

  test.each([
    ['reject', { outcome: 'rejected', reason: 'Not buying there at the moment', rule: 2 }],
    ['duplicate', { outcome: 'duplicated', reason: 'Seen before', rule: 1 }],
    ['lie?as=garbage', { outcome: 'rejected', rule: null }],
    ['lie?as=html', { outcome: 'rejected', rule: null }],
    ['lie?as=empty', { outcome: 'rejected', rule: null }],
    ['lie?as=error_200', { outcome: 'rejected', rule: null }],
    ['lie?as=redirect', { outcome: 'rejected', rule: null }],
    ['lie?as=huge', { outcome: 'unknown' }],
    ['lie?as=bad_length', { outcome: 'unknown' }],
    ['cut', { outcome: 'unknown' }],
    ['half', { outcome: 'unknown' }],
    ['die', { outcome: 'unknown' }],
  ])('to a buyer that does %s', async (how, expected) => {
    expect(await courier.deliver(orderTo(directPost(buyer(how))))).toMatchObject(expected)
    expect(endpoint.count).toBe(1)
  })

  it('takes a price from the answer up to the ceiling and never above', async () => {
    const outcomeOf = async (how: string) => courier.deliver(orderTo(directPost(buyer(how), priced)))
    expect(await outcomeOf('accept?price=12.50')).toMatchObject({ outcome: 'accepted', price: 1_250 })
    expect(await outcomeOf('accept?price=46')).toMatchObject({ outcome: 'accepted', price: 4_600 })
    expect(await outcomeOf('accept?price=46.01')).toMatchObject({ outcome: 'rejected', reason: /\$46\.01/ })
    expect(await outcomeOf('accept')).toMatchObject({ outcome: 'rejected', reason: /without a price/ })
    expect(await outcomeOf('lie?as=wrong_price')).toMatchObject({ outcome: 'rejected' })
    expect(await outcomeOf('lie?as=no_price')).toMatchObject({ outcome: 'rejected' })
  })

  it('that is not answered in time is known to have been sent', async () => {
    const stalling = directPost(buyer('stall?ms=5000'), { timeoutSeconds: 0.2 })
    const result = await courier.deliver(orderTo(stalling))
    expect(result).toMatchObject({ outcome: 'timed_out', transcript: { response: null, status: null } })
    expect(result.transcript.request).toContain('5305550142')
  })

  it('that cannot be made is definite', async () => {
    expect(await courier.deliver(orderTo(directPost('http://127.0.0.1:9/')))).toMatchObject({ outcome: 'errored' })
    expect(await courier.deliver(orderTo(directPost('http://10.0.0.1/')))).toMatchObject({ outcome: 'errored' })
    const kept = { secrets: [{ name: 'gone', id: '01890000-0000-7000-8000-00000000dead' }] }
    expect(await courier.deliver(orderTo(directPost(buyer('accept'), { call: kept })))).toMatchObject({
      outcome: 'errored',
      reason: 'The secret "gone" must be entered again.',
    })
    expect(endpoint.count).toBe(0)
  })
})

describe('an outside check', () => {
  it('passes, rejects with a reason, or fails', async () => {
    const ask = (how: string, timeoutSeconds = 2) =>
      courier.check(orderOfCheck(outsideCheck(checker(how), { timeoutSeconds })))
    expect(await ask('pass')).toMatchObject({ result: 'pass', saved: [] })
    expect(endpoint.received[0]).toMatchObject({ method: 'GET', path: '/check/pass?phone=15305550142', body: '' })
    expect(await ask('reject')).toMatchObject({ result: 'reject', reason: 'On a list of litigators' })
    expect(await ask('down')).toMatchObject({ result: 'failed', reason: 'No rule fits the answer (status 503).' })
    expect(await ask('stall?ms=5000', 0.1)).toMatchObject({ result: 'failed' })
    expect(await ask('cut')).toMatchObject({ result: 'failed' })
  })

  it('saves what it found, read as its field reads a post', async () => {
    const save = (field: string, path: string) => ({
      tests: [],
      action: { do: 'save' as const, field, from: { at: 'json' as const, path } },
    })
    const scored = outsideCheck(checker('pass'), { rules: [save('monthly_bill', 'score')] })
    expect(await courier.check(orderOfCheck(scored))).toMatchObject({
      result: 'pass',
      saved: [{ field: 'monthly_bill', value: 87 }],
    })
    const wrong = outsideCheck(checker('pass'), { rules: [save('state', 'line_type')] })
    expect(await courier.check(orderOfCheck(wrong))).toMatchObject({
      result: 'failed',
      reason: /does not fit/,
      saved: [],
    })
  })
})

describe('an endpoint', () => {
  it('that keeps failing is left alone for a while, and others are not slowed', async () => {
    const dead = directPost(buyer('cut?dead'))
    const outcomes: string[] = []
    for (let nth = 0; nth < 14; nth++) outcomes.push((await courier.deliver(orderTo(dead))).outcome)
    // the one endpoint is the address without its query, which the cuts before this test count for too
    expect(outcomes.slice(-3)).toEqual(['errored', 'errored', 'errored'])
    const sent = endpoint.count
    const result = await courier.deliver(orderTo(dead))
    expect(result).toMatchObject({ outcome: 'errored', reason: /circuit is open/ })
    expect(endpoint.count).toBe(sent)
    expect(await courier.deliver(orderTo(directPost(buyer('accept'))))).toMatchObject({ outcome: 'accepted' })
  })

  it('that stalls fills its own places, and nobody waits long for one', async () => {
    const stalling = directPost(buyer('stall?ms=3000'), { timeoutSeconds: 1.5 })
    const many = Array.from({ length: 160 }, () => courier.deliver(orderTo(stalling)))
    const started = performance.now()
    const other = await courier.deliver(orderTo(directPost(buyer('accept'))))
    expect(other.outcome).toBe('accepted')
    expect(performance.now() - started).toBeLessThan(1_000)
    const results = await Promise.all(many)
    const busy = results.filter(({ outcome }) => outcome === 'errored')
    expect(busy.length).toBeGreaterThanOrEqual(50)
    for (const { transcript } of busy) expect(transcript.ms).toBeLessThan(1_000)
    expect(results.filter(({ outcome }) => outcome === 'timed_out').length).toBeGreaterThanOrEqual(90)
  })
})
