/** Some buyers of the demo take leads by HTTP or by mail; the sample endpoint plays their systems. */
import type { z } from 'zod'
import { DirectPost, EmailDelivery, OutsideCheck } from '../../contract/delivery.ts'
import type { BuyerPart } from '../../contract/settings.ts'
import { readCampaignSettings } from '../../server/campaigns/actions/campaigns.ts'
import { changeSettings } from '../../server/campaigns/actions/settings.ts'
import { type BuiltBusiness, buyerKey } from './build.ts'
import { foxglove } from './foxglove.ts'
import { halyard } from './halyard.ts'
import { boilers } from './uk-verticals.ts'
import { autoInsurance, homeInsurance, mortgage, roofing, solar } from './us-verticals.ts'

type Body = z.input<typeof DirectPost>['call']['body']
type Place = z.input<typeof DirectPost>['answers']['reason']

interface Line {
  campaign: string
  client: string
  part: Pick<BuyerPart, 'delivery'> & Partial<Pick<BuyerPart, 'checks'>>
}

const at = (kind: 'json' | 'xml', path: string) => ({ at: kind, path }) as const
const says = (kind: 'json' | 'xml', path: string, value: string) => ({
  place: at(kind, path),
  op: 'equals' as const,
  value,
})

/** The three outcomes, by the status that the endpoint writes. */
const byStatus = (kind: 'json' | 'xml', reason: Place = at(kind, 'reason')) => ({
  rules: [
    { outcome: 'accepted' as const, tests: [says(kind, 'status', 'accepted')] },
    { outcome: 'duplicated' as const, tests: [says(kind, 'status', 'duplicate')] },
    { outcome: 'rejected' as const, tests: [says(kind, 'status', 'rejected')] },
  ],
  reason,
})

function post(url: string, body: Body, kind: 'json' | 'xml' = 'json', price = false): BuyerPart['delivery'] {
  return DirectPost.parse({
    kind: 'direct_post',
    call: {
      url,
      body,
      headers: [{ name: 'Authorization', value: 'Bearer {{ secret.api_key }}' }],
      secrets: [{ name: 'api_key', value: 'demo-key-of-the-buyer' }],
    },
    answers: { ...byStatus(kind), ...(price && { price: { place: at(kind, 'price') } }) },
  })
}

const person = `"first_name": "{{ first_name }}",
  "last_name": "{{ last_name }}",
  "phone": "{{ phone | phone }}",
  "email": "{{ email | lower }}"`

const jsonBody = (more: string): Body => ({
  format: 'json',
  template: `{\n  "lead_id": "{{ lead.id }}",\n  ${person}${more}\n}`,
})

const XML_BODY = `<Lead id="{{ lead.id }}">
  <Name>{{ first_name }} {{ last_name }}</Name>
  <Phone>{{ phone | phone: "(###) ###-####" }}</Phone>
  <Email>{{ email }}</Email>
  <Received>{{ lead.received_at | date: "MM/DD/YYYY hh:mm A", "America/Chicago" }}</Received>
</Lead>`

const FORM = [
  { name: 'key', value: '{{ secret.api_key }}' },
  { name: 'first_name', value: '{{ first_name }}' },
  { name: 'last_name', value: '{{ last_name }}' },
  { name: 'phone', value: '{{ phone | phone: "###-###-####" }}' },
  { name: 'email', value: '{{ email }}' },
  { name: 'ref', value: '{{ lead.delivery_id }}' },
]

const mail = (to: string, campaign: string): BuyerPart['delivery'] =>
  EmailDelivery.parse({
    kind: 'email',
    to: [to],
    subject: `${campaign}: {{ first_name }} {{ last_name }}`,
    body: 'Name: {{ first_name }} {{ last_name }}\nPhone: {{ phone }}\nE-mail: {{ email }}\n\nLead {{ lead.id }}, {{ lead.received_at | date: "DDD, D MMM YYYY HH:mm" }} UTC',
  })

const phoneCheck = (url: string): BuyerPart['checks'][number] =>
  OutsideCheck.parse({
    name: 'Phone number',
    call: { url, method: 'GET', query: [{ name: 'number', value: '{{ phone }}' }] },
    rules: [
      { tests: [says('json', 'result', 'reject')], action: { do: 'reject' } },
      { tests: [says('json', 'result', 'pass')], action: { do: 'pass' } },
    ],
    reason: at('json', 'reason'),
    onFailure: 'pass',
  })

// all of them have a cap or a filter, so that the last buyer of each campaign is still one that stores
const foxgloveLines = (url: string): Line[] => [
  {
    campaign: boilers.name,
    client: 'Albion Heating',
    part: { delivery: post(`${url}/buyer/accept`, jsonBody('')) },
  },
  {
    campaign: boilers.name,
    client: 'Kestrel Boilers',
    part: { delivery: mail('leads@kestrel.example.com', boilers.name) },
  },
]

const halyardLines = (url: string): Line[] => [
  {
    campaign: solar.name,
    client: 'Summit Ridge Solar',
    part: {
      delivery: post(
        `${url}/buyer/accept`,
        jsonBody(',\n  "state": "{{ state | state_name }}",\n  "monthly_bill": {{ monthly_bill | round }}'),
      ),
    },
  },
  {
    campaign: homeInsurance.name,
    client: 'Harbor Mutual',
    part: { delivery: post(`${url}/buyer/mixed?accept=80`, { format: 'form', entries: FORM }) },
  },
  {
    campaign: roofing.name,
    client: 'Redwood Roofing',
    part: { delivery: post(`${url}/buyer/accept?format=xml`, { format: 'xml', template: XML_BODY }, 'xml') },
  },
  {
    campaign: mortgage.name,
    client: 'Lakeview Lending',
    part: {
      delivery: post(`${url}/buyer/accept?price=68.00`, jsonBody(',\n  "ceiling": "{{ lead.price }}"'), 'json', true),
      checks: [phoneCheck(`${url}/check/pass`)],
    },
  },
  {
    campaign: autoInsurance.name,
    client: 'Meridian Auto Cover',
    part: { delivery: mail('leads@meridian.example.com', autoInsurance.name) },
  },
]

const LINES: Readonly<Record<string, (url: string) => Line[]>> = {
  [foxglove.name]: foxgloveLines,
  [halyard.name]: halyardLines,
}

/** As of the business's clock: what came before was kept in the portal. */
export async function openLines({ ctx, plan, campaigns, buyers }: BuiltBusiness, endpointUrl: string): Promise<void> {
  for (const { campaign, client, part } of LINES[plan.name]?.(endpointUrl) ?? []) {
    const [campaignId, id] = [campaigns.get(campaign), buyers.get(buyerKey(campaign, client))]
    if (campaignId === undefined || id === undefined) continue
    const { settings } = await readCampaignSettings(ctx, campaignId)
    const body = settings.buyers.get(id)
    if (!body) continue
    const way = part.delivery.kind === 'email' ? 'e-mail' : 'direct post'
    await changeSettings(ctx, campaignId, {
      summary: `Leads reach ${client} by ${way}`,
      parts: [{ part: 'buyer', id, body: { ...body, ...part } }],
    })
  }
}
