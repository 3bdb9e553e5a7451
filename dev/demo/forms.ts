/** What the demo's campaigns ask of a lead, and how somebody fills it in. */
import type { z } from 'zod'
import type { Field } from '../../contract/fields.ts'
import { CampaignPart } from '../../contract/settings.ts'
import type { Random } from '../random.ts'
import type { Country, Person } from './people.ts'

export type Values = Record<string, string | number>

/** A line of business: the campaign's settings and what a lead of it looks like. */
export interface Vertical {
  name: string
  publicName: string
  country: Country
  part: CampaignPart
  /** As a website would post it: now and then somebody whom the campaign filters out. */
  fill(person: Person, random: Random): Values
  /** Answers that pass every filter. */
  good: Values
}

type FieldSpec = Partial<Field> & Pick<Field, 'name' | 'type'>

const labelOf = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function field(spec: FieldSpec): Field {
  return {
    label: labelOf(spec.name),
    required: false,
    allowed: [],
    description: '',
    consent: false,
    hiddenFromSpecs: false,
    hiddenFromBuyers: false,
    ...spec,
  }
}

const need = (name: string, type: Field['type'], more: Partial<Field> = {}): Field =>
  field({ name, type, required: true, ...more })
export const list = (name: string, allowed: string[], more: Partial<Field> = {}): Field =>
  field({ name, type: 'list', allowed, ...more })

const person: Field[] = [
  need('first_name', 'text'),
  need('last_name', 'text'),
  need('phone', 'phone', { label: 'Phone' }),
  need('email', 'email', { label: 'E-mail' }),
]
const usAddress: Field[] = [
  field({ name: 'address', type: 'text' }),
  field({ name: 'city', type: 'text' }),
  need('state', 'state'),
  need('zip', 'postal_code', { label: 'ZIP code' }),
]
const ukAddress: Field[] = [field({ name: 'town', type: 'text' }), need('postcode', 'postal_code')]
/** What shows that a person agreed to be called; kept exactly as posted. */
const consent: Field[] = [
  need('consent_text', 'text', { consent: true, description: 'The words the person agreed to.' }),
  field({ name: 'consent_at', type: 'datetime', consent: true, label: 'Consent given at' }),
  field({ name: 'landing_page', type: 'url', consent: true }),
  field({ name: 'consent_ip', type: 'ip', consent: true, label: 'IP address', hiddenFromBuyers: true }),
  field({ name: 'user_agent', type: 'text', consent: true, hiddenFromBuyers: true }),
  field({ name: 'trustedform_cert_url', type: 'url', consent: true, label: 'TrustedForm certificate' }),
]
/** Written by the operator's own tools; suppliers are not told of it, buyers do not see it. */
const internal: Field[] = [
  field({ name: 'internal_score', type: 'numeric', hiddenFromSpecs: true, hiddenFromBuyers: true }),
]

/** The fields of a campaign: the person, where they live, what it is about, and their consent. */
export function formOf(country: Country, about: Field[]): Field[] {
  return [...person, ...(country === 'US' ? usAddress : ukAddress), ...about, ...consent, ...internal]
}

export const campaignPart = (part: z.input<typeof CampaignPart>): CampaignPart => CampaignPart.parse(part)

const CONSENT =
  'By pressing Continue I agree to be called and texted at the number given, also by automated means. Agreeing is no condition of a purchase.'

/** The part every lead has; the campaign's own answers come on top. */
export function filledBy(country: Country, someone: Person, token: string): Values {
  const address: Values =
    country === 'US'
      ? { address: someone.street, city: someone.city, state: someone.state, zip: someone.zip }
      : { town: someone.city, postcode: someone.zip }
  return {
    first_name: someone.first,
    last_name: someone.last,
    phone: someone.phone,
    email: someone.email,
    ...address,
    consent_text: CONSENT,
    landing_page: 'https://quotes.example.com/start',
    consent_ip: '203.0.113.24',
    user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)',
    trustedform_cert_url: `https://cert.example.com/${token}`,
  }
}
