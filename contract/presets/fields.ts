/** The fields that presets are put together from. */
import type { Field } from '../fields.ts'

type Spec = Partial<Omit<Field, 'name' | 'label' | 'type'>>

/** A field with its defaults: not required, seen by everybody. */
export function field(name: string, label: string, type: Field['type'], more: Spec = {}): Field {
  return {
    name,
    label,
    type,
    required: false,
    allowed: [],
    description: '',
    consent: false,
    hiddenFromSpecs: false,
    hiddenFromBuyers: false,
    ...more,
  }
}

export const needed = (name: string, label: string, type: Field['type'], more: Spec = {}): Field =>
  field(name, label, type, { required: true, ...more })

/** One of a list of answers. */
export const choice = (name: string, label: string, allowed: string[], more: Spec = {}): Field =>
  field(name, label, 'list', { allowed, ...more })

export const PERSON: readonly Field[] = [
  needed('first_name', 'First name', 'text'),
  needed('last_name', 'Last name', 'text'),
  needed('phone', 'Phone', 'phone'),
  needed('email', 'E-mail', 'email'),
]

export const ADDRESS: readonly Field[] = [
  field('address', 'Street address', 'text'),
  field('city', 'City', 'text'),
  needed('state', 'State', 'state'),
  needed('zip_code', 'ZIP code', 'postal_code'),
]

export const BIRTH = needed('date_of_birth', 'Date of birth', 'age', {
  description: 'Filters compare it as an age in years.',
})

const consent = (name: string, label: string, type: Field['type'], description: string, more: Spec = {}): Field =>
  field(name, label, type, { consent: true, description, ...more })

/** What proves that the person agreed to be called: kept exactly as posted, never editable. */
export const CONSENT: readonly Field[] = [
  consent('consent_text', 'Consent text', 'text', 'The words the person agreed to, as they were shown.', {
    required: true,
  }),
  consent('consent_time', 'Consent given at', 'datetime', 'When the person agreed.'),
  consent('consent_page', 'Consent page', 'url', 'The page the person agreed on.'),
  consent('ip_address', 'IP address', 'ip', 'The address of the person, not of the server that posts.'),
  consent('user_agent', 'User agent', 'text', "The person's browser as it names itself."),
  consent('trustedform_cert_url', 'TrustedForm certificate URL', 'url', 'xxTrustedFormCertUrl of the form.'),
  consent('jornaya_leadid', 'Jornaya LeadiD', 'text', 'universal_leadid of the form.'),
]
