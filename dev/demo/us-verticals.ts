/** The campaigns of Halyard Media. */
import { campaignPart, field, formOf, list, type Vertical } from './forms.ts'

const ROOFS = ['Tile', 'Metal', 'Shingle', 'Flat']
const OWNERSHIP = ['Own', 'Rent']
const CREDIT = ['Excellent', 'Good', 'Fair', 'Poor']

export const solar: Vertical = {
  name: 'Residential Solar',
  publicName: 'Home Solar Quotes',
  country: 'US',
  part: campaignPart({
    zone: 'America/Los_Angeles',
    distribution: 'highest_bidder',
    fields: formOf('US', [
      field({ name: 'monthly_bill', type: 'numeric', required: true, description: 'In dollars, of electricity.' }),
      list('ownership', OWNERSHIP, { required: true }),
      list('roof', ROOFS),
      list('shade', ['None', 'Partial', 'Full']),
    ]),
    duplicates: { days: 30, fields: ['phone', 'email'], match: 'any', scope: 'campaign' },
    filters: [
      { mode: 'block', conditions: [{ op: 'any_of', field: 'ownership', values: ['Rent'] }] },
      { mode: 'block', conditions: [{ op: 'lt', field: 'monthly_bill', value: 60 }] },
    ],
    minimumMargin: 300,
  }),
  fill: (_person, random) => ({
    monthly_bill: random.int(45, 460),
    ownership: random.chance(0.97) ? 'Own' : 'Rent',
    roof: random.pick(ROOFS),
    shade: random.pick(['None', 'None', 'Partial', 'Full']),
  }),
  good: { monthly_bill: 210, ownership: 'Own', roof: 'Tile', shade: 'None' },
}

export const homeInsurance: Vertical = {
  name: 'Home Insurance',
  publicName: 'Home Cover Check',
  country: 'US',
  part: campaignPart({
    zone: 'America/New_York',
    fields: formOf('US', [
      field({ name: 'year_built', type: 'numeric', required: true }),
      list('property_type', ['House', 'Condo', 'Townhouse', 'Mobile home'], { required: true }),
      field({ name: 'currently_insured', type: 'boolean' }),
      field({ name: 'birth_date', type: 'age', required: true, label: 'Date of birth' }),
    ]),
    duplicates: { days: 30, fields: ['phone'], match: 'any', scope: 'buyer' },
    filters: [{ mode: 'block', conditions: [{ op: 'any_of', field: 'property_type', values: ['Mobile home'] }] }],
  }),
  fill: (person, random) => ({
    year_built: random.int(1921, 2024),
    property_type: random.chance(0.03) ? 'Mobile home' : random.pick(['House', 'House', 'Condo', 'Townhouse']),
    currently_insured: random.pick(['yes', 'no']),
    birth_date: person.born,
  }),
  good: { year_built: 1998, property_type: 'House', currently_insured: 'yes', birth_date: '1984-05-12' },
}

export const autoInsurance: Vertical = {
  name: 'Auto Insurance',
  publicName: 'Compare Auto Cover',
  country: 'US',
  part: campaignPart({
    zone: 'America/Chicago',
    distribution: 'highest_bidder',
    fields: formOf('US', [
      field({ name: 'birth_date', type: 'age', required: true, label: 'Date of birth' }),
      field({ name: 'vehicle_year', type: 'numeric', required: true }),
      field({ name: 'vehicle_make', type: 'text' }),
      field({ name: 'currently_insured', type: 'boolean' }),
      field({ name: 'accidents', type: 'numeric', label: 'Accidents in three years' }),
    ]),
    duplicates: { days: 14, fields: ['phone', 'email'], match: 'any', scope: 'campaign' },
    filters: [{ mode: 'block', conditions: [{ op: 'gt', field: 'accidents', value: 3 }] }],
  }),
  fill: (person, random) => ({
    birth_date: person.born,
    vehicle_year: random.int(2004, 2026),
    vehicle_make: random.pick(['Toyota', 'Ford', 'Honda', 'Subaru', 'Kia', 'Chevrolet']),
    currently_insured: random.pick(['yes', 'yes', 'no']),
    accidents: random.chance(0.02) ? 4 : random.pick([0, 0, 0, 1, 2]),
  }),
  good: {
    birth_date: '1984-05-12',
    vehicle_year: 2019,
    vehicle_make: 'Honda',
    currently_insured: 'yes',
    accidents: 0,
  },
}

export const roofing: Vertical = {
  name: 'Roof Replacement',
  publicName: 'New Roof Estimates',
  country: 'US',
  part: campaignPart({
    zone: 'America/New_York',
    fields: formOf('US', [
      list('roof', ROOFS, { required: true }),
      field({ name: 'roof_age', type: 'numeric', label: 'Age of the roof in years' }),
      field({ name: 'storm_damage', type: 'boolean' }),
      list('ownership', OWNERSHIP, { required: true }),
    ]),
    duplicates: { days: 60, fields: ['phone', 'email'], match: 'any', scope: 'campaign' },
    filters: [{ mode: 'allow', conditions: [{ op: 'any_of', field: 'ownership', values: ['Own'] }] }],
  }),
  fill: (_person, random) => ({
    roof: random.pick(ROOFS),
    roof_age: random.int(2, 38),
    storm_damage: random.pick(['yes', 'no', 'no']),
    ownership: random.chance(0.97) ? 'Own' : 'Rent',
  }),
  good: { roof: 'Shingle', roof_age: 21, storm_damage: 'yes', ownership: 'Own' },
}

export const mortgage: Vertical = {
  name: 'Mortgage Refinance',
  publicName: 'Refinance Rates Today',
  country: 'US',
  part: campaignPart({
    zone: 'America/New_York',
    distribution: 'highest_bidder',
    fields: formOf('US', [
      field({ name: 'loan_amount', type: 'numeric', required: true }),
      field({ name: 'home_value', type: 'numeric', required: true }),
      list('credit', CREDIT, { required: true }),
      field({ name: 'rate_now', type: 'numeric', label: 'Interest rate now, in percent' }),
    ]),
    duplicates: { days: 60, fields: ['phone', 'email'], match: 'any', scope: 'campaign' },
    filters: [{ mode: 'block', conditions: [{ op: 'lt', field: 'loan_amount', value: 60_000 }] }],
  }),
  fill: (_person, random) => {
    const value = random.int(140, 1_150) * 1_000
    return {
      loan_amount: Math.round((value * random.int(25, 90)) / 100_000) * 1_000,
      home_value: value,
      credit: random.pick([...CREDIT.slice(0, 3), 'Good', ...CREDIT]),
      rate_now: random.int(40, 89) / 10,
    }
  },
  good: { loan_amount: 310_000, home_value: 480_000, credit: 'Good', rate_now: 6.4 },
}
