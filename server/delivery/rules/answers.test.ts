import { describe, expect, it, test } from 'vitest'
import type { AnswerTest, Place } from '../../../contract/delivery.ts'
import { Answer, compilePlace, compileTests } from './answers.ts'
import { Breaker } from './breaker.ts'
import { priceOf, reasonText } from './judge.ts'
import { responseText } from './transcript.ts'

const JSON_BODY = '{"result": {"items": [{"id": 7, "ok": true, "none": null, "first name": "Ann"}], "note": "a\\"b"}}'
const XML_BODY = `<?xml version="1.0"?><!-- c --><s:Envelope xmlns:s="x"><s:Body><Response code="17">
  <Status>ACC&#69;PTED</Status><Lead id='4 &amp; 5'/><Reason><![CDATA[<no>]]> way &lt;&foo;</Reason><Empty/></Response></s:Body></s:Envelope>`

const at = (body: string, place: Place) =>
  compilePlace(place)(new Answer({ status: 201, headers: { 'x-id': 'h1', 'set-cookie': ['a', 'b'] }, body }))

describe('a place', () => {
  test.each<[string, Place, string | null]>([
    ['', { at: 'status' }, '201'],
    ['', { at: 'header', name: 'X-Id' }, 'h1'],
    ['', { at: 'header', name: 'set-cookie' }, 'a, b'],
    ['', { at: 'header', name: 'other' }, null],
    ['plain', { at: 'body', pattern: null }, 'plain'],
    ['ACCEPT|12.50|ok', { at: 'body', pattern: 'accept\\|([0-9.]+)' }, '12.50'],
    ['nothing', { at: 'body', pattern: 'id=(\\d+)' }, null],
    [JSON_BODY, { at: 'json', path: 'result.items[0].id' }, '7'],
    [JSON_BODY, { at: 'json', path: '$.result.items[0].ok' }, 'true'],
    [JSON_BODY, { at: 'json', path: 'result.items[0]["first name"]' }, 'Ann'],
    [JSON_BODY, { at: 'json', path: 'result.note' }, 'a"b'],
    [JSON_BODY, { at: 'json', path: 'result.items[0].none' }, null],
    [JSON_BODY, { at: 'json', path: 'result.items[1].id' }, null],
    [JSON_BODY, { at: 'json', path: 'result.constructor' }, null],
    [JSON_BODY, { at: 'json', path: 'result.items.length' }, '1'],
    ['not json', { at: 'json', path: 'a' }, null],
    ['[1,2]', { at: 'json', path: '[1]' }, '2'],
    [XML_BODY, { at: 'xml', path: 'Response/Status' }, 'ACCEPTED'],
    [XML_BODY, { at: 'xml', path: 'status' }, 'ACCEPTED'],
    [XML_BODY, { at: 'xml', path: 'response/@code' }, '17'],
    [XML_BODY, { at: 'xml', path: 'lead/@id' }, '4 & 5'],
    [XML_BODY, { at: 'xml', path: 'Reason' }, '<no> way <&foo;'],
    [XML_BODY, { at: 'xml', path: 'Empty' }, ''],
    [XML_BODY, { at: 'xml', path: 'Body/Status' }, null],
    ['<a><b>1</b', { at: 'xml', path: 'b' }, null],
    ['<html><p>hi<br></html>', { at: 'xml', path: 'p' }, null],
  ])('%s %j', (body, place, expected) => expect(at(body, place)).toBe(expected))
})

describe('a test', () => {
  const holds = (body: string, test: Pick<AnswerTest, 'op' | 'value'>, place: Place = { at: 'body', pattern: null }) =>
    compileTests([{ place, ...test }])(new Answer({ status: 200, headers: {}, body }))

  it('compares without case', () => {
    expect(holds(' Accepted\n', { op: 'equals', value: 'ACCEPTED' })).toBe(true)
    expect(holds('not accepted', { op: 'equals', value: 'accepted' })).toBe(false)
    expect(holds('xx Accepted', { op: 'contains', value: 'accepted' })).toBe(true)
    expect(holds('id 42', { op: 'matches', value: '^ID \\d+$' })).toBe(true)
    expect(holds('', { op: 'exists', value: '' })).toBe(true)
    const missing: Place = { at: 'json', path: 'a' }
    expect(holds('{}', { op: 'missing', value: '' }, missing)).toBe(true)
    for (const op of ['equals', 'contains', 'matches', 'exists'] as const)
      expect(holds('{}', { op, value: '.*' }, missing)).toBe(false)
  })

  it('is linear whatever its pattern', () => {
    const started = performance.now()
    expect(holds('a'.repeat(50_000), { op: 'matches', value: '^(a+)+$b' })).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('a price', () => {
  test.each<[string, 'major' | 'minor', string, number | null]>([
    ['12.50', 'major', 'USD', 1_250],
    ['$1,234.5', 'major', 'USD', 123_450],
    ['46', 'major', 'USD', 4_600],
    ['46.009', 'major', 'USD', 4_600],
    ['46 USD', 'major', 'USD', 4_600],
    ['1250', 'minor', 'USD', 1_250],
    ['1250', 'major', 'JPY', 1_250],
    ['0', 'major', 'USD', 0],
    ['-5', 'major', 'USD', null],
    ['1e5', 'major', 'USD', null],
    ['12,50', 'major', 'USD', null],
    ['', 'major', 'USD', null],
    ['NaN', 'major', 'USD', null],
    ['99999999999', 'major', 'USD', null],
  ])('%s %s %s', (text, units, currency, expected) => expect(priceOf(text, units, currency)).toBe(expected))
})

describe('what is kept', () => {
  it('masks secrets as they may be spelled, and fits the database', () => {
    const text = responseText({ status: 200, headers: {}, body: 'k=a"b/c\0 {"k":"a\\"b/c"} a%22b%2Fc' }, ['a"b/c'])
    expect(text).not.toMatch(/a.{1,3}b.{1,3}c|\0/)
    expect(responseText({ status: 200, headers: {}, body: 'x'.repeat(100_000) }, []).length).toBeLessThan(17_000)
    expect(reasonText(`a\n\u2028b ${'x'.repeat(500)}`)).toMatch(/^a b x+…$/)
  })
})

describe('a circuit', () => {
  it('opens, lets one try, and closes again', () => {
    const breaker = new Breaker()
    for (let nth = 0; nth < 10; nth++) {
      expect(breaker.admits(nth)).toBe(true)
      breaker.failed(nth)
    }
    expect(breaker.admits(1_000)).toBe(false)
    expect([breaker.admits(2_100), breaker.admits(2_100)]).toEqual([true, false])
    breaker.failed(2_100)
    expect([breaker.admits(5_000), breaker.admits(6_200)]).toEqual([false, true])
    breaker.answered()
    expect([breaker.admits(6_300), breaker.admits(6_300)]).toEqual([true, true])
  })
})
