/** Starting points of a campaign, one a line of business: its fields, its duplicate check, how it is sold. */
import type { Field } from '../fields.ts'
import { CampaignPart, type Distribution } from '../settings.ts'
import { ADDRESS, BIRTH, CONSENT, choice, field, needed, PERSON } from './fields.ts'

export interface Preset {
  id: string
  name: string
  /** What it begins with, in a sentence. */
  description: string
  fields: readonly Field[]
  /** Days in which the same phone or e-mail is a duplicate; null: not checked. */
  duplicateDays: number | null
  distribution: Distribution
}

/** Person, address, what it is about, consent: the order in which a form asks. */
const consumer = (preset: Omit<Preset, 'fields'> & { about: readonly Field[]; person?: readonly Field[] }): Preset => {
  const { about, person = [], ...rest } = preset
  return { ...rest, fields: [...PERSON, ...person, ...ADDRESS, ...about, ...CONSENT] }
}

const CREDIT = ['Excellent', 'Good', 'Fair', 'Poor']
const PROPERTY = ['Single family', 'Townhouse', 'Condo', 'Multi family', 'Mobile home']
const SOON = ['Immediately', 'Within 1 month', '1–3 months', '3–6 months', 'Just looking']

const solar = consumer({
  id: 'solar',
  name: 'Solar',
  description: 'Homeowners who want panels: electric bill, ownership, roof and shade.',
  duplicateDays: 30,
  distribution: 'highest_bidder',
  about: [
    needed('monthly_bill', 'Monthly electric bill', 'numeric', { description: 'In dollars.' }),
    choice('home_ownership', 'Home ownership', ['Own', 'Rent'], { required: true }),
    choice('property_type', 'Property type', PROPERTY),
    choice('roof_type', 'Roof', ['Asphalt shingle', 'Tile', 'Metal', 'Flat', 'Other']),
    choice('roof_shade', 'Roof shade', ['None', 'Some', 'Mostly shaded', 'Not sure']),
    field('utility_provider', 'Utility provider', 'text'),
    choice('credit_rating', 'Credit rating', CREDIT),
  ],
})

const homeInsurance = consumer({
  id: 'home_insurance',
  name: 'Home insurance',
  description: 'Homeowners comparing cover: the house, its age and roof, claims and current insurer.',
  duplicateDays: 30,
  distribution: 'waterfall',
  person: [BIRTH],
  about: [
    choice('property_type', 'Property type', PROPERTY, { required: true }),
    needed('year_built', 'Year built', 'numeric'),
    field('square_feet', 'Square feet', 'numeric'),
    choice('roof_age', 'Roof age', ['Under 5 years', '5–10 years', '10–20 years', 'Over 20 years']),
    field('currently_insured', 'Currently insured', 'boolean'),
    field('current_insurer', 'Current insurer', 'text'),
    field('policy_expires', 'Policy expires', 'date'),
    field('claims_3_years', 'Claims in the last 3 years', 'numeric'),
    choice('credit_rating', 'Credit rating', CREDIT),
  ],
})

const autoInsurance = consumer({
  id: 'auto_insurance',
  name: 'Auto insurance',
  description: 'Drivers comparing cover: vehicle, driving record and current insurer.',
  duplicateDays: 30,
  distribution: 'waterfall',
  person: [BIRTH],
  about: [
    needed('vehicle_year', 'Vehicle year', 'numeric'),
    needed('vehicle_make', 'Vehicle make', 'text'),
    needed('vehicle_model', 'Vehicle model', 'text'),
    field('vin', 'VIN', 'text'),
    choice('gender', 'Gender', ['Female', 'Male', 'Not given']),
    choice('marital_status', 'Marital status', ['Single', 'Married', 'Divorced', 'Widowed']),
    field('licensed', 'Has a valid license', 'boolean'),
    field('dui', 'DUI in the last 5 years', 'boolean'),
    field('accidents_3_years', 'Accidents in the last 3 years', 'numeric'),
    field('currently_insured', 'Currently insured', 'boolean', { required: true }),
    field('current_insurer', 'Current insurer', 'text'),
    choice('home_ownership', 'Home ownership', ['Own', 'Rent']),
  ],
})

const medicare = consumer({
  id: 'medicare',
  name: 'Medicare',
  description: 'People at or near 65 looking for a plan: eligibility and present coverage.',
  duplicateDays: 60,
  distribution: 'waterfall',
  person: [BIRTH],
  about: [
    choice('gender', 'Gender', ['Female', 'Male', 'Not given']),
    field('has_part_a_b', 'Has Medicare Parts A and B', 'boolean', { required: true }),
    field('on_medicaid', 'Also on Medicaid', 'boolean'),
    choice('plan_type', 'Plan wanted', ['Medicare Advantage', 'Medicare Supplement', 'Part D', 'Not sure']),
    field('current_plan', 'Current plan', 'text'),
    field('tobacco', 'Uses tobacco', 'boolean'),
    field('county', 'County', 'text'),
  ],
})

const mortgage = consumer({
  id: 'mortgage',
  name: 'Mortgage',
  description: 'Borrowers who buy or refinance: loan, property value and credit.',
  duplicateDays: 30,
  distribution: 'highest_bidder',
  about: [
    choice('loan_purpose', 'Loan purpose', ['Purchase', 'Refinance', 'Cash out', 'Home equity'], { required: true }),
    needed('loan_amount', 'Loan amount', 'numeric', { description: 'In dollars.' }),
    needed('property_value', 'Property value', 'numeric', { description: 'In dollars.' }),
    choice('property_type', 'Property type', PROPERTY),
    choice('property_use', 'Property use', ['Primary home', 'Second home', 'Investment']),
    choice('credit_rating', 'Credit rating', CREDIT, { required: true }),
    field('down_payment', 'Down payment', 'numeric'),
    field('current_rate', 'Current interest rate', 'numeric', { description: 'In percent, like 6.5.' }),
    field('veteran', 'Veteran or active military', 'boolean'),
    field('working_with_agent', 'Working with an agent', 'boolean'),
  ],
})

const legal = consumer({
  id: 'legal',
  name: 'Legal',
  description: 'People with a possible claim: what happened, when, and whether a lawyer has it.',
  duplicateDays: 90,
  distribution: 'waterfall',
  about: [
    choice(
      'case_type',
      'Case type',
      ['Auto accident', 'Truck accident', 'Slip and fall', 'Workers’ compensation', 'Medical malpractice', 'Other'],
      { required: true },
    ),
    needed('incident_date', 'Incident date', 'date'),
    field('injured', 'Was injured', 'boolean', { required: true }),
    field('treated', 'Had medical treatment', 'boolean'),
    field('at_fault', 'Was at fault', 'boolean', { required: true }),
    field('has_attorney', 'Has an attorney', 'boolean', { required: true }),
    field('case_description', 'What happened', 'text'),
  ],
})

const homeServices = consumer({
  id: 'home_services',
  name: 'Home services',
  description: 'Homeowners with a project: roofing, windows, HVAC, plumbing and the like, and how soon.',
  duplicateDays: 30,
  distribution: 'round_robin',
  about: [
    choice(
      'service',
      'Service',
      ['Roofing', 'Windows', 'HVAC', 'Plumbing', 'Bathroom', 'Kitchen', 'Siding', 'Gutters', 'Flooring', 'Other'],
      { required: true },
    ),
    choice('project_type', 'Project', ['New', 'Replace', 'Repair'], { required: true }),
    choice('timeframe', 'How soon', SOON, { required: true }),
    choice('home_ownership', 'Home ownership', ['Own', 'Rent'], { required: true }),
    choice('property_type', 'Property type', PROPERTY),
    field('budget', 'Budget', 'numeric', { description: 'In dollars.' }),
    field('details', 'Details', 'text'),
  ],
})

const empty: Preset = {
  id: 'empty',
  name: 'Empty',
  description: 'Only name, phone and e-mail. You add the rest.',
  fields: PERSON,
  duplicateDays: null,
  distribution: 'waterfall',
}

export const PRESETS: readonly Preset[] = [
  solar,
  homeInsurance,
  autoInsurance,
  medicare,
  mortgage,
  legal,
  homeServices,
  empty,
]

/** The first settings of a campaign that begins with a preset. */
export function settingsOfPreset({ fields, duplicateDays, distribution }: Preset, zone: string): CampaignPart {
  const duplicates = duplicateDays && {
    days: duplicateDays,
    fields: ['phone', 'email'],
    match: 'any',
    scope: 'campaign',
  }
  return CampaignPart.parse({ zone, fields, distribution, duplicates })
}
