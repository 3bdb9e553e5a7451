/** Halyard Media, New York: five lines of business, sold to home-improvement, insurance and lending companies. */
import type { WeekRange } from '../../contract/conditions.ts'
import { inList, serviceArea } from './lists.ts'
import type { BuyerPlan, CustomerPlan, OperatorPlan, SupplierPlan } from './plan.ts'
import { autoInsurance, homeInsurance, mortgage, roofing, solar } from './us-verticals.ts'

const weekdays = (from: string, to: string): WeekRange[] => [{ days: [1, 2, 3, 4, 5], from, to }]
const allWeek = (from: string, to: string): WeekRange[] => [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }]
const states = (...values: string[]) => ({
  mode: 'allow' as const,
  conditions: [{ op: 'any_of' as const, field: 'state', values }],
})
const fixed = (amount: number) => ({ kind: 'fixed' as const, amount })
const share = (rate: number) => ({ kind: 'share' as const, rate })
const live = { testMode: false }

const suppliers: SupplierPlan[] = [
  { campaign: solar.name, client: 'Clearpath Media', settings: { payout: fixed(2_100), ...live }, weight: 5 },
  { campaign: solar.name, client: 'Quillpoint Media', settings: { payout: share(6_000), ...live }, weight: 3 },
  { campaign: solar.name, client: 'Northbeam Digital', settings: { payout: fixed(1_900), ...live }, weight: 2 },
  {
    campaign: homeInsurance.name,
    client: 'Clearpath Media',
    settings: { payout: fixed(650), returns: { accepted: true, days: 5 }, ...live },
    weight: 4,
  },
  {
    campaign: homeInsurance.name,
    client: 'Tidewater Ads',
    settings: { payout: share(5_500), ...live },
    weight: 3,
    silentHours: 26,
  },
  { campaign: homeInsurance.name, client: 'Larkspur Leads', settings: { payout: fixed(600) }, weight: 0.4 },
  { campaign: autoInsurance.name, client: 'Quillpoint Media', settings: { payout: share(6_500), ...live }, weight: 4 },
  {
    campaign: autoInsurance.name,
    client: 'Northbeam Digital',
    settings: {
      payout: fixed(500),
      filters: [{ mode: 'block', conditions: [{ op: 'lt', field: 'vehicle_year', value: 2006 }] }],
      ...live,
    },
    weight: 3,
  },
  {
    campaign: roofing.name,
    client: 'Tidewater Ads',
    settings: { payout: fixed(2_400), priced: false, ...live },
    weight: 3,
  },
  { campaign: roofing.name, client: 'Clearpath Media', settings: { payout: share(5_000), ...live }, weight: 2 },
  {
    campaign: mortgage.name,
    client: 'Larkspur Leads',
    settings: { payout: fixed(2_600), returns: { accepted: false, days: 0 }, ...live },
    weight: 3,
  },
  { campaign: mortgage.name, client: 'Quillpoint Media', settings: { payout: share(6_000), ...live }, weight: 2 },
]

const buyers: BuyerPlan[] = [
  {
    campaign: solar.name,
    client: 'Summit Ridge Solar',
    settings: {
      price: 6_200,
      rules: [
        { price: 8_200, conditions: [{ op: 'ge', field: 'monthly_bill', value: 300 }] },
        {
          price: 7_000,
          conditions: [
            { op: 'any_of', field: 'state', values: ['CA'] },
            { op: 'ge', field: 'monthly_bill', value: 180 },
          ],
        },
      ],
      filters: [states('CA', 'AZ', 'NV'), inList('zip', serviceArea)],
      schedule: { open: allWeek('07:00', '21:00'), datesOff: [] },
      caps: { day: 22, weekdays: { '6': 10, '7': 8 } },
      acceptsTests: true,
    },
  },
  {
    campaign: solar.name,
    client: 'Sunpeak Energy',
    settings: {
      price: 5_400,
      rules: [{ price: 6_400, conditions: [{ op: 'ge', field: 'monthly_bill', value: 250 }] }],
      filters: [states('CA', 'TX', 'FL')],
      budget: { on: true, day: 90_000, month: 2_000_000 },
    },
  },
  {
    campaign: solar.name,
    client: 'Brightwater Solar',
    settings: { price: 4_900, floor: 4_000, caps: { day: 18, week: 90 }, zone: 'America/Denver' },
  },
  {
    campaign: solar.name,
    client: 'Redwood Home Energy',
    settings: { price: 4_500, filters: [states('CA', 'CO', 'GA', 'NC')] },
    paused: 'Their crews are booked out until the new year',
  },
  {
    campaign: homeInsurance.name,
    client: 'Copperline Insurance',
    settings: {
      price: 2_600,
      filters: [
        { mode: 'block', conditions: [{ op: 'starts_with', field: 'zip', values: ['331', '336', '328'] }] },
        { mode: 'allow', conditions: [{ op: 'ge', field: 'year_built', value: 1950 }] },
      ],
      schedule: { open: weekdays('08:00', '20:00'), datesOff: ['2026-11-26', '2026-12-25'] },
      caps: { day: 25, month: 600 },
    },
  },
  {
    campaign: homeInsurance.name,
    client: 'Harbor Mutual',
    settings: { price: 2_200, filters: [states('CA', 'TX', 'FL', 'NY', 'NJ', 'IL')], caps: { day: 14 } },
  },
  {
    campaign: homeInsurance.name,
    client: 'Fieldstone Coverage',
    settings: {
      price: 1_900,
      rules: [{ price: 1_400, conditions: [{ op: 'lt', field: 'year_built', value: 1960 }] }],
      schedule: { open: weekdays('09:00', '18:00'), datesOff: [] },
    },
  },
  {
    campaign: autoInsurance.name,
    client: 'Copperline Insurance',
    settings: {
      price: 1_700,
      rules: [{ price: 2_100, conditions: [{ op: 'between', field: 'birth_date', from: 30, to: 60 }] }],
      filters: [{ mode: 'allow', conditions: [{ op: 'ge', field: 'birth_date', value: 25 }] }],
      caps: { day: 20 },
      budget: { on: true, day: 40_000 },
    },
  },
  {
    campaign: autoInsurance.name,
    client: 'Meridian Auto Cover',
    settings: { price: 1_450, schedule: { open: allWeek('06:00', '23:00'), datesOff: [] }, caps: { day: 24 } },
  },
  {
    campaign: autoInsurance.name,
    client: 'Pinecrest Insurance',
    settings: { price: 1_200, filters: [states('GA', 'NC', 'FL', 'OH')] },
  },
  {
    campaign: roofing.name,
    client: 'Redwood Roofing',
    settings: {
      price: 6_500,
      rules: [{ price: 8_000, conditions: [{ op: 'any_of', field: 'storm_damage', values: ['true'] }] }],
      filters: [states('TX', 'FL', 'GA', 'NC', 'CO')],
      caps: { week: 70 },
      acceptsTests: true,
    },
  },
  {
    campaign: roofing.name,
    client: 'Stormguard Roofing',
    settings: { price: 5_200, filters: [{ mode: 'allow', conditions: [{ op: 'ge', field: 'roof_age', value: 8 }] }] },
  },
  {
    campaign: mortgage.name,
    client: 'Lakeview Lending',
    settings: {
      price: 7_500,
      filters: [
        { mode: 'allow', conditions: [{ op: 'any_of', field: 'credit', values: ['Excellent', 'Good'] }] },
        { mode: 'allow', conditions: [{ op: 'ge', field: 'loan_amount', value: 150_000 }] },
      ],
      schedule: { open: weekdays('08:00', '19:00'), datesOff: [] },
      caps: { day: 12 },
    },
  },
  {
    campaign: mortgage.name,
    client: 'Ironbridge Mortgage',
    settings: { price: 6_000, floor: 5_000, caps: { day: 15 }, filters: [states('CA', 'TX', 'CO', 'IL', 'OH')] },
  },
  { campaign: mortgage.name, client: 'Beacon Home Loans', settings: { price: 5_200, caps: { month: 450 } } },
]

const customers: CustomerPlan[] = [
  {
    company: 'Summit Ridge Solar',
    clients: ['Summit Ridge Solar'],
    billing: 'manual',
    owner: { name: 'Carmen Ruiz', email: 'carmen@summitridge.example.com' },
    users: [
      { name: 'Tobias Hale', email: 'tobias@summitridge.example.com', role: 'manager' },
      { name: 'Priya Nair', email: 'priya@summitridge.example.com', role: 'viewer' },
    ],
    wallet: { topUp: 1_000_000, floor: 300_000, lastDays: 0, minimum: 50_000 },
  },
  {
    company: 'Sunpeak Energy',
    clients: ['Sunpeak Energy'],
    billing: 'real_time',
    owner: { name: 'Gordon Pike', email: 'gordon@sunpeak.example.com' },
    wallet: { topUp: 500_000, floor: 120_000, lastDays: 8, minimum: 100_000 },
    card: { number: '4000056655665556', recharge: { threshold: 100_000, amount: 300_000 }, declines: true },
  },
  {
    company: 'Brightwater Solar',
    clients: ['Brightwater Solar'],
    billing: 'none',
    owner: { name: 'Helen Osei', email: 'helen@brightwater.example.com' },
  },
  {
    company: 'Copperline Insurance',
    clients: ['Copperline Insurance'],
    billing: 'real_time',
    owner: { name: 'Marcus Bell', email: 'marcus@copperline.example.com' },
    users: [{ name: 'Ivy Sandoval', email: 'ivy@copperline.example.com', role: 'manager' }],
    wallet: { topUp: 500_000, floor: 250_000, lastDays: 0, minimum: 20_000, creditLimit: 100_000 },
    card: { number: '4242424242424242', recharge: { threshold: 80_000, amount: 250_000 } },
  },
  {
    company: 'Redwood Group',
    clients: ['Redwood Roofing', 'Redwood Home Energy'],
    billing: 'manual',
    owner: { name: 'Walt Jensen', email: 'walt@redwood.example.com' },
    users: [{ name: 'Bea Lowry', email: 'bea@redwood.example.com', role: 'viewer' }],
    wallet: { topUp: 900_000, floor: 200_000, lastDays: 0, minimum: 40_000 },
  },
  {
    company: 'Lakeview Lending',
    clients: ['Lakeview Lending'],
    billing: 'real_time',
    owner: { name: 'Renata Voss', email: 'renata@lakeview.example.com' },
    wallet: { topUp: 400_000, floor: 90_000, lastDays: 9, minimum: 0 },
    card: { number: '5555555555554444' },
  },
  {
    company: 'Meridian Auto Cover',
    clients: ['Meridian Auto Cover'],
    billing: 'none',
    owner: { name: 'Sunil Rao', email: 'sunil@meridian.example.com' },
  },
  {
    company: 'Sunpeak Partners',
    clients: ['Sunpeak Energy'],
    billing: 'none',
    owner: { name: 'Alma Frost', email: 'alma@sunpeakpartners.example.com' },
  },
]

export const halyard: OperatorPlan = {
  name: 'Halyard Media',
  portal: { name: 'Halyard Leads', subdomain: 'halyard', brand: '#7c2d6b' },
  zone: 'America/New_York',
  currency: 'USD',
  owner: { name: 'Nora Halloran', email: 'nora@halyard.example.com' },
  team: [
    {
      name: 'Felix Ortega',
      email: 'felix@halyard.example.com',
      role: 'member',
      grants: ['customer_portal_access', 'export_data'],
    },
    { name: 'Grace Lindqvist', email: 'grace@halyard.example.com', role: 'billing', grants: [] },
    { name: 'Owen Marsh', email: 'owen@halyard.example.com', role: 'viewer', grants: [] },
  ],
  campaigns: [
    { vertical: solar, weight: 6, overflowPrice: 2_600 },
    { vertical: homeInsurance, weight: 5, overflowPrice: 900 },
    { vertical: autoInsurance, weight: 5, overflowPrice: 700 },
    { vertical: roofing, weight: 2, overflowPrice: 2_900 },
    { vertical: mortgage, weight: 2, overflowPrice: 3_100 },
  ],
  suppliers,
  buyers,
  lists: [serviceArea],
  overflow: 'Evergreen Aftermarket',
  customers,
  leads: 20_600,
  seed: 20_231,
}
