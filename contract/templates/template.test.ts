import { describe, expect, it, test } from 'vitest'
import { stepFault } from './steps.ts'
import { compileTemplate, MASK, type Mode, placeInWords, type TemplateValue } from './template.ts'
import { TRANSFORMERS } from './transformers.ts'

const LEAD: Record<string, TemplateValue> = {
  first_name: 'Ann',
  full_name: 'Ann  Marie O’Neil',
  last_name: 'Núñez',
  city: 'SAN JUAN-ON-HILL',
  address: ' 1 "Elm" <St> & Co #4 ',
  email: 'Ann@Example.com',
  phone: '+15305550142',
  zip: '94105-1234',
  state: 'CA',
  birth_date: '1980-11-23',
  monthly_bill: 1234.5,
  income: 90_000,
  homeowner: true,
  credit_rating: null,
  landing_page: 'https://x.example/a?b=c d',
  'lead.id': 'L1',
  'lead.received_at': '2026-03-08T10:30:05.007Z',
  'secret.api_key': 's3cret/"key',
  'secret.login': 'me:pass',
  nasty: `"}],\n{"x": 1, </a>]]><!-- & 'q' \0 \uD800 \r\nX-Evil: 1`,
}

const compile = (text: string, mode: Mode = 'plain') =>
  compileTemplate(text, { mode, isKnown: (name) => Object.hasOwn(LEAD, name) })

function render(text: string, mode: Mode = 'plain') {
  const { template, faults } = compile(text, mode)
  if (!template) throw new Error(JSON.stringify(faults))
  return template.render({
    now: new Date('2026-11-22T12:00:00Z'),
    zone: 'America/Los_Angeles',
    valueOf: (name) => LEAD[name] ?? null,
  })
}
const of = (text: string, mode?: Mode) => render(text, mode).text

describe('a tag', () => {
  test.each([
    ['Hello {{first_name}}!', 'Hello Ann!'],
    ['{{ first_name | upper | append: "-1" }}', 'ANN-1'],
    ["{{ credit_rating | default: 'none, yet' }}", 'none, yet'],
    ['[{{ credit_rating | upper }}]', '[]'],
    ['{{ "fixed" | upper }}', 'FIXED'],
    ['{ {{ first_name }} } }}', '{ Ann } }}'],
    ['', ''],
  ])('%s', (text, expected) => expect(of(text)).toBe(expected))

  test.each([
    ['{{ city | capitalize }}', 'San Juan-On-Hill'],
    ['{{ email | lower }}', 'ann@example.com'],
    ['[{{ address | trim }}]', '[1 "Elm" <St> & Co #4]'],
    ['{{ last_name | ascii }}', 'Nunez'],
    ['{{ phone | digits }}', '15305550142'],
    ['{{ phone | phone }}', '5305550142'],
    ['{{ phone | phone: "(###) ###-####" }}', '(530) 555-0142'],
    ['{{ phone | phone: "#-###" }}', '5305550142'],
    ['{{ phone | area_code }}', '530'],
    ['{{ lead.received_at | date: "MM/DD/YYYY hh:mm A" }}', '03/08/2026 03:30 AM'],
    ['{{ lead.received_at | date: "YYYY-MM-DDTHH:mm:ss.SSSZ", "America/New_York" }}', '2026-03-08T06:30:05.007-04:00'],
    ['{{ lead.received_at | date: "DDD D MMM YY, X [at] x" }}', 'Sun 8 Mar 26, 1772965805 at 1772965805007'],
    ['{{ birth_date | date: "M/D/YYYY" }}', '11/23/1980'],
    ['{{ birth_date | age }}', '45'],
    ['{{ state | state_name }}', 'California'],
    ['{{ state | state_name | state_code }}', 'CA'],
    ['{{ zip | slice: 0, 5 }}', '94105'],
    ['{{ zip | slice: -4 }}', '1234'],
    ['{{ full_name | word: 1 }} {{ full_name | word: -1 }}', 'Ann O’Neil'],
    ['{{ monthly_bill | round }} {{ monthly_bill | decimals: 2 }}', '1235 1234.50'],
    ['{{ income | divided_by: 12 | round: 1 }}', '7500'],
    ['{{ income | divided_by: 0 }}', ''],
    ['{{ monthly_bill | times: 2 | plus: 1 | minus: 0.5 }}', '2469.5'],
    ['{{ homeowner | map: "true", "Y", "false", "N" }}', 'Y'],
    ['{{ state | map: "NV", 1, "other" }}', 'other'],
    ['{{ homeowner | yes_no: "Own", "Rent" }}', 'Own'],
    ['{{ address | replace: "#", "$&" | remove: "&" | trim }}', '1 "Elm" <St>  Co $4'],
    ['{{ landing_page | url_encode }}', 'https%3A%2F%2Fx.example%2Fa%3Fb%3Dc%20d'],
    ['Basic {{ secret.login | base64 }}', `Basic ${btoa('me:pass')}`],
    ['{{ first_name | date: "YYYY" }}{{ first_name | round }}', ''],
  ])('%s', (text, expected) => expect(of(text)).toBe(expected))

  test.each(Object.entries(TRANSFORMERS))('%s has an example that works', (name, { example }) => {
    expect(example).toContain(name)
    expect(() => render(example)).not.toThrow()
  })
})

describe('a value', () => {
  it('cannot leave its place in JSON', () => {
    const text = of('{"a": "{{ nasty }}", "b": {{ nasty }}, "c": {{ monthly_bill }}, "d": {{ credit_rating }}}', 'json')
    const read = JSON.parse(text)
    expect(Object.keys(read)).toEqual(['a', 'b', 'c', 'd'])
    expect(read).toMatchObject({ a: LEAD.nasty?.toString().toWellFormed(), c: 1234.5, d: null })
    expect(of('{"a": "\\"{{ homeowner }}", "b": {{ homeowner }}}', 'json')).toBe('{"a": "\\"true", "b": true}')
  })

  it('cannot leave its place in XML', () => {
    const text = of('<a b="{{ nasty }}"><c>{{ nasty }}</c><![CDATA[{{ nasty }}]]></a>', 'xml')
    expect(compile(text, 'xml').faults).toBeUndefined()
    expect(text).not.toMatch(/\0/)
    expect(text.match(/<\/a>/g)).toHaveLength(2) // the one in CDATA is text
  })

  it('cannot leave its place in a URL or a header', () => {
    expect(of('/a/{{ nasty }}?x=1', 'url')).not.toMatch(/["\s#&/]{1}x|\r|\n|<|>/)
    expect(new URL(of('https://x.example/a/{{ address }}/z', 'url')).pathname.split('/')).toHaveLength(4)
    expect(of('{{ nasty }}', 'line')).not.toMatch(/[\r\n\0]/)
  })
})

describe('a secret', () => {
  it('is sent, and shown masked however it was changed', () => {
    const { text, shown, secrets } = render('key={{ secret.api_key | upper }}&n={{ first_name }}')
    expect(text).toBe('key=S3CRET/"KEY&n=Ann')
    expect(shown).toBe(`key=${MASK}&n=Ann`)
    expect(secrets).toEqual(['S3CRET/"KEY'])
  })
})

describe('a template that is not one', () => {
  test.each<[string, Mode, number, RegExp]>([
    ['{{ nobody }}', 'plain', 3, /no field "nobody"/],
    ['{{ secret.other }}', 'plain', 3, /no secret "other"/],
    ['x {{ first_name | shout }}', 'plain', 18, /no transformer "shout"/],
    ['{{ first_name | slice }}', 'plain', 16, /needs an argument/],
    ['{{ first_name | slice: "a" }}', 'plain', 16, /not a number/],
    ['{{ first_name | upper: 1 }}', 'plain', 16, /takes no arguments/],
    ['{{ birth_date | date: "YYYY", "Mars/One" }}', 'plain', 16, /not a time zone/],
    ['{{ first_name', 'plain', 13, /ends with/],
    ['{{ }}', 'plain', 3, /expected/],
    ['{{{ first_name }}}', 'plain', 2, /expected/],
    ['a\n{% for x in y %}', 'plain', 2, /only \{\{ tags \}\}/],
    ['{"a": {{ first_name }}', 'json', 22, /JSON/],
    ['{"a": "x}', 'json', 0, /JSON/],
    ['<a>{{ first_name }}</b>', 'xml', 19, /closes b/],
    ['<a><!-- {{ first_name }} --></a>', 'xml', 8, /only in the text/],
    ['<a b={{ first_name }}></a>', 'xml', 5, /only in the text/],
    ['<{{ first_name }}/>', 'xml', 1, /only in the text/],
    ['plain', 'xml', 0, /outside|no element/],
  ])('%s', (text, mode, at, message) => {
    const { faults } = compile(text, mode)
    expect(faults?.[0]?.message).toMatch(message)
    if (at > 0) expect(faults?.[0]?.at).toBe(at)
  })

  it('tells every fault of its tags, and where in words', () => {
    const text = 'one\n{{ a }} and {{ b | c }}'
    const { faults } = compile(text)
    expect(faults).toHaveLength(3)
    expect(placeInWords(text, faults?.[1]?.at ?? 0)).toBe('line 2, column 16')
  })
})

describe('a hostile template', () => {
  const HOSTILE = [
    '{{ constructor }}',
    '{{ __proto__ }}',
    '{{ first_name.constructor }}',
    '{{ first_name | constructor }}',
    '{{ first_name | toString }}',
    '{{ first_name | __proto__ }}',
    '{{ first_name | raw }}',
    '{{ first_name | safe }}',
    '{{ this }}',
    '{{ process.env.HOME }}',
    '{{ globalThis }}',
    '{{ first_name["length"] }}',
    '{{ first_name[0] }}',
    '{{ (1..100000000) }}',
    '{{ 7*7 }}',
    '{{ "a" + "b" }}',
    "{{ 'x'.repeat(1000000) }}",
    '{{ #each x }}',
    '{{> partial }}',
    '{{! comment }}',
    '{{ first_name | include: "/etc/passwd" }}',
    '{% include "/etc/passwd" %}',
    '{% render "x" %}',
    '{% raw %}{{ first_name }}{% endraw %}',
    '{% assign x = 1 %}',
    '{% for i in (1..9999999) %}x{% endfor %}',
    '{{ "a" | times: 1e999 }}',
    '{{ secret }}',
    '{{ first_name | default: secret.api_key }}',
    `{{ "${'a'.repeat(501)}" }}`,
    `{{ first_name ${'| upper '.repeat(11)} }}`,
    '{{ first_name }}'.repeat(600),
    '{{'.repeat(10_000),
  ]
  test.each(HOSTILE)('%# is refused', (text) => expect(compile(text).faults?.length).toBeGreaterThan(0))

  it('cannot grow without end', () => {
    const blow = `{{ "${'a'.repeat(500)}" ${`| replace: "a", "${'a'.repeat(500)}" `.repeat(5)} }}`
    expect(() => of(blow)).toThrow('too long')
    expect(() => of('{{ address }}'.repeat(400).padEnd(300_000, 'x'))).toThrow('too long')
  })

  it('is compiled and refused in no time', () => {
    const started = performance.now()
    for (const text of [
      `{{ a ${'|'.repeat(50_000)}`,
      `<${'a '.repeat(30_000)}`,
      '<a>'.repeat(20_000),
      '"'.repeat(60_001),
    ])
      for (const mode of ['plain', 'json', 'xml'] as const) compile(text, mode)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('names no transformer by accident of its language', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype))
      expect(stepFault(name, [])).toMatch(/no transformer/)
  })
})
