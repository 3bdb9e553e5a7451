/** Foxglove Partners, London: the other operator of the installation, behind its own walls. */
import type { OperatorPlan, SupplierUserPlan } from './plan.ts'
import { boilers, injury } from './uk-verticals.ts'

export const foxglove: OperatorPlan = {
  name: 'Foxglove Partners',
  portal: { name: 'Foxglove Enquiries', subdomain: 'foxglove', brand: '#1f6f54' },
  zone: 'Europe/London',
  currency: 'GBP',
  owner: { name: 'Imogen Clarke', email: 'imogen@foxglove.example.com' },
  team: [],
  campaigns: [
    { vertical: boilers, weight: 3, overflowPrice: 1_400 },
    { vertical: injury, weight: 2, overflowPrice: 4_000 },
  ],
  suppliers: [
    {
      campaign: boilers.name,
      client: 'Clearpath Media',
      settings: { payout: { kind: 'fixed', amount: 1_000 }, testMode: false },
      weight: 3,
    },
    {
      campaign: boilers.name,
      client: 'Thistledown Digital',
      settings: { payout: { kind: 'share', rate: 5_000 }, testMode: false },
      weight: 2,
    },
    {
      campaign: injury.name,
      client: 'Marlow Ads',
      settings: { payout: { kind: 'fixed', amount: 3_000 }, testMode: false },
      weight: 1,
    },
  ],
  buyers: [
    { campaign: boilers.name, client: 'Albion Heating', settings: { price: 3_200, caps: { day: 12 } } },
    {
      campaign: boilers.name,
      client: 'Kestrel Boilers',
      settings: {
        price: 2_800,
        schedule: { open: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }], datesOff: [] },
      },
    },
    { campaign: injury.name, client: 'Harcourt Legal', settings: { price: 8_500, caps: { day: 8 } } },
    { campaign: injury.name, client: 'Wren and Company', settings: { price: 6_500 } },
  ],
  lists: [],
  overflow: 'Second Call',
  customers: [
    {
      company: 'Albion Heating',
      clients: ['Albion Heating'],
      billing: 'manual',
      owner: { name: 'Rhys Bowen', email: 'rhys@albion.example.com' },
      wallet: { topUp: 400_000, floor: 80_000, lastDays: 0, minimum: 10_000 },
    },
    {
      company: 'Harcourt Legal',
      clients: ['Harcourt Legal'],
      billing: 'none',
      owner: { name: 'Tess Harcourt', email: 'tess@harcourt.example.com' },
    },
  ],
  leads: 1_800,
  seed: 40_117,
}

const halyard = 'Halyard Media'

/** People of the supplying companies; the first works for both operators. */
export const supplierUsers: SupplierUserPlan[] = [
  {
    name: 'Maya Castellan',
    email: 'maya@clearpath.example.com',
    access: [
      [halyard, 'Clearpath Media'],
      [foxglove.name, 'Clearpath Media'],
    ],
  },
  { name: 'Jules Quill', email: 'jules@quillpoint.example.com', access: [[halyard, 'Quillpoint Media']] },
  { name: 'Astrid Berg', email: 'astrid@northbeam.example.com', access: [[halyard, 'Northbeam Digital']] },
  { name: 'Dev Kapoor', email: 'dev@tidewater.example.com', access: [[halyard, 'Tidewater Ads']] },
  { name: 'Lena Larkin', email: 'lena@larkspur.example.com', access: [[halyard, 'Larkspur Leads']] },
  { name: 'Finn Thistle', email: 'finn@thistledown.example.com', access: [[foxglove.name, 'Thistledown Digital']] },
]
