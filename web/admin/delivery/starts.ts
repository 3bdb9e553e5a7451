/** Bodies, rules and checks as they begin, ready to be sent before anything is typed. */
import type { Purpose } from '../../../contract/calls.ts'
import type { Body, Call, OutsideCheck, Place } from '../../../contract/delivery.ts'
import type { Field } from '../../../contract/fields.ts'

/** All that buyers see; a checker is sent who the person is. */
function sentFields(fields: readonly Field[], purpose: Purpose): Field[] {
  const named = fields.filter(({ name, hiddenFromBuyers }) => name !== '' && !hiddenFromBuyers)
  return purpose === 'delivery' ? named : named.filter(({ type }) => type === 'phone' || type === 'email')
}

/** A body of that format with the fields in it. */
export function bodyOf(format: Body['format'], fields: readonly Field[], purpose: Purpose): Body {
  const sent = sentFields(fields, purpose)
  if (format === 'none') return { format }
  if (format === 'form') return { format, entries: sent.map(({ name }) => ({ name, value: `{{ ${name} }}` })) }
  if (format === 'json') {
    const lines = sent.map(({ name }) => `  ${JSON.stringify(name)}: {{ ${name} }}`)
    return { format, template: `{\n${lines.join(',\n')}\n}` }
  }
  const lines = sent.map(({ name }) => `  <${name}>{{ ${name} }}</${name}>`)
  return { format, template: `<lead>\n${lines.join('\n')}\n</lead>` }
}

const json = (path: string): Place => ({ at: 'json', path })
const is = (path: string, value: string) => ({ place: json(path), op: 'equals' as const, value })

const nameOfType = (fields: readonly Field[], type: Field['type']) => fields.find((field) => field.type === type)?.name

/** The first field of that type as a tag, or nothing to send. */
const tagOf = (name: string | undefined, how = ''): string => (name ? `{{ ${name}${how} }}` : '')

function call(url: string, more: Partial<Call>): Call {
  return { url, method: 'GET', query: [], headers: [], body: { format: 'none' }, secrets: [], ...more }
}

const bearer = {
  headers: [{ name: 'Authorization', value: 'Bearer {{ secret.api_key }}' }],
  secrets: [{ name: 'api_key', id: '', lastFour: '' }],
}

export interface CheckStart {
  title: string
  text: string
  make(fields: readonly Field[]): OutsideCheck
}

const base = { timeoutSeconds: 2, reason: json('reason'), onFailure: 'pass' } as const

/** Checks that many campaigns want; the address and the names in the answer are the provider's. */
export const CHECK_STARTS: readonly CheckStart[] = [
  {
    title: 'Consent certificate',
    text: 'Keeps the certificate of consent with its issuer, and rejects a lead without a valid one.',
    make: (fields) => {
      const url = fields.find(({ name }) => /trusted_?form|certificate/i.test(name))?.name
      const email = tagOf(nameOfType(fields, 'email'))
      const phone = tagOf(nameOfType(fields, 'phone'), ' | phone')
      const entries = [
        { name: 'certificate', value: tagOf(url) },
        { name: 'email', value: email },
        { name: 'phone_1', value: phone },
        { name: 'reference', value: '{{ lead.id }}' },
      ]
      return {
        ...base,
        name: 'Consent certificate',
        call: call('https://', { ...bearer, method: 'POST', body: { format: 'form', entries } }),
        rules: [
          { tests: [is('outcome', 'failure')], action: { do: 'reject' } },
          { tests: [is('outcome', 'success')], action: { do: 'pass' } },
        ],
      }
    },
  },
  {
    title: 'Litigators and do-not-call',
    text: 'Asks whether the phone number is on a list of litigators or of people not to be called.',
    make: (fields) => ({
      ...base,
      name: 'Litigators and do-not-call',
      call: call('https://', {
        ...bearer,
        query: [{ name: 'phone', value: tagOf(nameOfType(fields, 'phone'), ' | phone') }],
      }),
      rules: [
        { tests: [is('is_litigator', 'true')], action: { do: 'reject' } },
        { tests: [is('do_not_call', 'true')], action: { do: 'reject' } },
        { tests: [{ place: { at: 'status' }, op: 'equals', value: '200' }], action: { do: 'pass' } },
      ],
      onFailure: 'reject',
    }),
  },
  {
    title: 'Phone number',
    text: 'Asks whether the number is in service.',
    make: (fields) => ({
      ...base,
      name: 'Phone number',
      call: call('https://', { ...bearer, query: [{ name: 'number', value: tagOf(nameOfType(fields, 'phone')) }] }),
      rules: [
        { tests: [is('valid', 'false')], action: { do: 'reject' } },
        { tests: [is('valid', 'true')], action: { do: 'pass' } },
      ],
    }),
  },
  {
    title: 'E-mail address',
    text: 'Asks whether the address takes mail.',
    make: (fields) => ({
      ...base,
      name: 'E-mail address',
      call: call('https://', { ...bearer, query: [{ name: 'email', value: tagOf(nameOfType(fields, 'email')) }] }),
      rules: [
        { tests: [is('result', 'undeliverable')], action: { do: 'reject' } },
        { tests: [{ place: json('result'), op: 'exists', value: '' }], action: { do: 'pass' } },
      ],
    }),
  },
  {
    title: 'Something else',
    text: 'An empty check: you say what is asked and what the answer means.',
    make: () => ({
      ...base,
      name: 'Outside check',
      call: call('https://', {}),
      rules: [{ tests: [{ place: { at: 'status' }, op: 'matches', value: '^2' }], action: { do: 'pass' } }],
      reason: null,
    }),
  },
]
