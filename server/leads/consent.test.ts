/** The consent record: what stands in it for whom, and that its hash is of that and of nothing else. */
import { createHash } from 'node:crypto'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Field } from '../../contract/fields.ts'
import { DEFAULT_SYSTEM_FIELDS } from '../../contract/fields.ts'
import type { CampaignPart } from '../../contract/settings.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aVersion,
  aWorld,
  type Campaign,
  customerOf,
  FIELDS,
  mapClient,
  NOW,
  outwardId,
  teamOf,
  type World,
  writeCampaignPart,
} from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { customerScope } from '../analytics/ops.ts'
import { leadIdText } from '../platform/ids.ts'
import { customerConsent, operatorConsent } from './actions/consent.ts'

const WORDS = 'I agree to be called by Summit Ridge Solar, “even” at night.\nSigned: Ada <ada@example.com>'
const consent = (name: string, hidden: Partial<Field> = {}): Field => ({
  name,
  label: `Label of ${name}`,
  type: 'text',
  required: false,
  allowed: [],
  description: '',
  consent: true,
  hiddenFromSpecs: false,
  hiddenFromBuyers: false,
  ...hidden,
})
const fields = [
  ...FIELDS,
  consent('tcpa'),
  consent('cert_url', { type: 'url' }),
  consent('secret', { hiddenFromBuyers: true }),
]
const data = { tcpa: WORDS, secret: 'canary-consent', for_operator: 'canary-for-operator' }

let world: World
let campaign: Campaign
let supplierId: number
let clientId: number
let customerId: number
let lead: string
/** Drawing one takes a while: the first lead's are drawn once. */
let own: { fileName: string; body: Buffer }
let ownText: string

/** A campaign of the customer's with such settings, and a lead it bought there. */
async function sold(settings: Partial<CampaignPart> = {}): Promise<string> {
  campaign = await aCampaign(world, { name: 'canary-internal', fields, ...settings })
  supplierId = await aSupplier(world, campaign, {
    name: 'canary-supplier',
    clientId: await aClient(world, `canary-seller ${outwardId()}`),
  })
  const buyerId = await aBuyer(world, campaign, { clientId, name: 'canary-buyer' })
  return aLead(world, { campaign, supplierId, at: NOW, data, sales: [{ buyerId, price: 4_600 }] })
}

beforeAll(async () => {
  world = await aWorld()
  clientId = await aClient(world)
  customerId = await aCustomer(world)
  await mapClient(world, { customerId, clientId })
  lead = await sold()
  own = await ofCustomer()
  ownText = await textOf(own)
})

async function textOf({ body }: { body: Buffer }): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(body)), { mergePages: true })
  return text
}

async function ofCustomer(id = lead, customer = customerId, of = world) {
  const ctx = of.as(customerOf(of, customer))
  return customerConsent(ctx, await customerScope(ctx.db, of.accountId, customer), leadIdText(id))
}
const ofOperator = (id = lead, of = world) => operatorConsent(of.as(teamOf(of)), of.accountId, leadIdText(id))
const hashIn = (text: string): string => /ofthisrecord([0-9a-f]{64})/.exec(text.replaceAll(/\s/g, ''))?.[1] ?? ''
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')

describe('a customer’s record', () => {
  test('has the consent it may see as it was posted, and when, and nothing else', async () => {
    const text = flat(ownText)
    expect(own.fileName).toBe(`consent-${leadIdText(lead)}.pdf`)
    for (const words of [leadIdText(lead), 'Public name', flat(WORDS), '2026-11-22T15:00:00.000Z', '10:00:00 AM EST'])
      expect(text).toContain(words)
    expect(text).toContain('Label of cert_url (cert_url) Not posted')
    for (const canary of ['canary', 'secret', 'Source', '203.0.113.7', '530', '4600', '46.00'])
      expect(text).not.toContain(canary)
  })

  test('carries the hash of its own lines, which anybody can make again', async () => {
    const lines = [
      [
        'Lead',
        [
          ['Lead', leadIdText(lead)],
          ['Campaign', 'Public name'],
          ['Posted', NOW.toISOString()],
        ],
      ],
      [
        'Consent, as it was posted',
        [
          ['Label of tcpa (tcpa)', WORDS],
          ['Label of cert_url (cert_url)', 'Not posted'],
        ],
      ],
    ]
    const hash = createHash('sha256').update(JSON.stringify(lines)).digest('hex')
    expect(hashIn(ownText)).toBe(hash)
    expect((await ofCustomer()).body.equals(own.body)).toBe(true)
  })

  test('names the source where that is visible, and the sale’s time where the post’s is not', async () => {
    const shown = { hiddenFromSpecs: false, hiddenFromBuyers: false }
    const systemFields = {
      ...DEFAULT_SYSTEM_FIELDS,
      source_address: shown,
      received_at: { ...shown, hiddenFromBuyers: true },
    }
    const text = flat(await textOf(await ofCustomer(await sold({ systemFields }))))
    expect(text).toContain('Source address 203.0.113.7')
    expect(text).toContain('Bought 2026-11-22T15:00:0')
    expect(text).not.toContain('Posted 2026')
    expect(text).not.toContain('canary')
  })

  test('loses what is hidden afterwards', async () => {
    const id = await sold()
    const hidden = fields.map((field) => (field.name === 'tcpa' ? { ...field, hiddenFromBuyers: true } : field))
    await writeCampaignPart(world, await aVersion(world, campaign.campaignId, 2), { fields: hidden })
    const text = await textOf(await ofCustomer(id))
    expect(text).not.toContain('Summit Ridge')
    expect(text).toContain('Label of cert_url')
  })

  test('is not there for leads it did not buy, nor where no consent is visible', async () => {
    expect(await refusalOf(ofCustomer(lead, await aCustomer(world)))).toBe('not_found')
    const other = await aWorld()
    expect(await refusalOf(ofCustomer(lead, customerId, other))).toBe('not_found')
    expect(
      await refusalOf(ofCustomer(await sold({ fields: [...FIELDS, consent('secret', { hiddenFromBuyers: true })] }))),
    ).toBe('not_allowed_now')
  })
})

describe('the operator’s record', () => {
  test('has everything, and the hash that the buyer’s own has', async () => {
    const text = await textOf(await ofOperator())
    for (const words of [
      'canary-internal',
      'canary-consent',
      'canary-for-operator',
      'canary-supplier',
      'canary-seller',
    ])
      expect(flat(text)).toContain(words)
    for (const words of ['canary-buyer', '203.0.113.7', flat(WORDS), 'hidden from buyers', '+15305550142'])
      expect(flat(text)).toContain(words)
    expect(hashIn(ownText)).toMatch(/^[0-9a-f]{64}$/)
    expect(text.replaceAll(/\s/g, '')).toContain(hashIn(ownText))
    expect(hashIn(text)).not.toBe(hashIn(ownText))
  })

  test('is of the own account', async () => {
    expect(await refusalOf(ofOperator(lead, await aWorld()))).toBe('not_found')
  })
})
