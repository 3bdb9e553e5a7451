/** The campaigns of Foxglove Partners. */
import { campaignPart, field, formOf, list, type Vertical } from './forms.ts'

const FUELS = ['Gas', 'Oil', 'Electric', 'LPG']
const CLAIMS = ['Road accident', 'Accident at work', 'Slip or trip', 'Other']

export const boilers: Vertical = {
  name: 'Boiler Replacement',
  publicName: 'New Boiler Quotes',
  country: 'UK',
  part: campaignPart({
    zone: 'Europe/London',
    fields: formOf('UK', [
      list('fuel', FUELS, { required: true }),
      field({ name: 'bedrooms', type: 'numeric' }),
      field({ name: 'homeowner', type: 'boolean', required: true }),
    ]),
    duplicates: { days: 30, fields: ['phone', 'email'], match: 'any', scope: 'campaign' },
    filters: [{ mode: 'block', conditions: [{ op: 'any_of', field: 'homeowner', values: ['false'] }] }],
  }),
  fill: (_person, random) => ({
    fuel: random.pick(FUELS),
    bedrooms: random.int(1, 5),
    homeowner: random.chance(0.96) ? 'yes' : 'no',
  }),
  good: { fuel: 'Gas', bedrooms: 3, homeowner: 'yes' },
}

export const injury: Vertical = {
  name: 'Personal Injury',
  publicName: 'Injury Claim Check',
  country: 'UK',
  part: campaignPart({
    zone: 'Europe/London',
    distribution: 'highest_bidder',
    fields: formOf('UK', [
      list('claim', CLAIMS, { required: true }),
      field({ name: 'happened_on', type: 'date', required: true }),
      field({ name: 'has_solicitor', type: 'boolean', required: true }),
      field({ name: 'details', type: 'text' }),
    ]),
    duplicates: { days: 90, fields: ['phone', 'email'], match: 'all', scope: 'campaign' },
    filters: [{ mode: 'block', conditions: [{ op: 'any_of', field: 'has_solicitor', values: ['true'] }] }],
  }),
  fill: (_person, random) => ({
    claim: random.pick(CLAIMS),
    happened_on: `2026-0${random.int(1, 8)}-1${random.int(0, 9)}`,
    has_solicitor: random.chance(0.05) ? 'yes' : 'no',
    details: random.pick(['Rear-ended at a light', 'Fell on wet stairs', 'Hurt my back lifting', 'Hit while cycling']),
  }),
  good: { claim: 'Road accident', happened_on: '2026-06-14', has_solicitor: 'no', details: 'Rear-ended at a light' },
}
