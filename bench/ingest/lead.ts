/** The leads of the load: 27 fields, about 1 KB, each of a new person, in as many kinds as a market has buyers. */
import type { Field } from '../../contract/fields.ts'

const STATES =
  'CA TX FL NY PA IL OH GA NC MI NJ VA WA AZ TN MA IN MO MD WI CO MN SC AL LA KY OR OK CT UT IA NV AR MS KS NM NE ID WV HI NH ME MT RI DE SD ND AK VT WY'.split(
    ' ',
  )
const EXTRAS = 13
const LOWEST_BILL = 100
const BAND = 10

export const FIELDS: Field[] = [
  ...(['first_name', 'last_name', 'street', 'city'] as const).map((name) => field(name, 'text')),
  field('phone', 'phone'),
  field('email', 'email'),
  field('state', 'state'),
  field('zip', 'postal_code'),
  field('monthly_bill', 'numeric'),
  field('birth', 'age'),
  field('owns_home', 'boolean'),
  field('landing_page', 'url'),
  field('ip', 'ip'),
  field('consent_text', 'text'),
  ...Array.from({ length: EXTRAS }, (_, nth) => field(`extra_${nth + 1}`, 'text')),
]

function field(name: string, type: Field['type']): Field {
  const flags = { hiddenFromSpecs: false, hiddenFromBuyers: false }
  return { name, label: name, type, required: name === 'phone', allowed: [], description: '', consent: false, ...flags }
}

/** What tells one kind of lead from another: a state and a band of the monthly bill. */
export function segmentOf(nth: number): { state: string; bill: { from: number; to: number } } {
  const state = STATES[nth % STATES.length] ?? 'CA'
  const from = LOWEST_BILL + BAND * Math.floor(nth / STATES.length)
  return { state, bill: { from, to: from + BAND - 1 } }
}

/** A phone of the nth person: area and exchange codes that exist in form, 700 million of them. */
export function phoneOf(nth: number): string {
  const area = `${2 + (nth % 8)}${10 + (Math.floor(nth / 8) % 90)}`
  return `+1${area}${2_000_000 + (Math.floor(nth / 720) % 7_999_999)}`
}

/** The fields of every lead that are the same, without the opening brace. */
const REST = JSON.stringify({
  street: '12 Orchard Lane',
  city: 'Paradise',
  zip: '95965',
  birth: '1984-03-12',
  owns_home: 'yes',
  landing_page: 'https://example.com/solar/offer',
  ip: '203.0.113.7',
  consent_text: 'By pressing the button I agree to be called about solar offers by up to four partners.',
  ...Object.fromEntries(Array.from({ length: EXTRAS }, (_, at) => [`extra_${at + 1}`, `answer number ${at + 1}`])),
}).slice(1)

/** The nth lead's own fields and the common ones, without the opening brace. */
export function fieldsOf(nth: number, segment: number): string {
  const { state, bill } = segmentOf(segment)
  return `"first_name":"Ada${nth}","last_name":"Lovelace","phone":"${phoneOf(nth)}","email":"ada${nth}@example.com","state":"${state}","monthly_bill":${bill.from + (nth % BAND)},${REST}`
}
