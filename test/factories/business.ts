/**
 * A whole account at work, made by the product's own actions: every name and note in it carries the same word, so
 * that a test can ask whether anything of it shows where it must not.
 */

import { randomUUID } from 'node:crypto'
import { noCourier } from '../../dev/no-courier.ts'
import { addAlias } from '../../server/campaigns/actions/aliases.ts'
import { addBuyer } from '../../server/campaigns/actions/buyers.ts'
import { createCampaign } from '../../server/campaigns/actions/settings.ts'
import { addSupplier } from '../../server/campaigns/actions/suppliers.ts'
import { createClient } from '../../server/clients/actions.ts'
import { createCustomer } from '../../server/customers/actions/customers.ts'
import { createImport, readFile, uploadPart } from '../../server/imports/actions/steps.ts'
import { type Intake, openIntake } from '../../server/intake/intake.ts'
import { addCredit } from '../../server/ledger/actions.ts'
import { invite } from '../../server/people/actions/invitations.ts'
import { addSupplierUser, grantSupplierAccess } from '../../server/people/actions/suppliers.ts'
import type { Ctx, Platform, TeamActor } from '../../server/platform/ctx.ts'
import { systemCtx } from '../harness/platform.ts'
import { makeAccount, PASSWORD, type TestAccount, uniqueEmail } from './account.ts'
import { buyerPart, SOLAR_FIELDS, solarPart, supplierPart } from './campaign.ts'
import { post } from './intake.ts'

/** No other number in a reply looks like it. */
export const SELL_PRICE = 7_310_573

export interface Patron {
  customerId: number
  clientId: number
  buyerId: number
  email: string
}

export interface Business {
  word: string
  account: TestAccount
  ctx: Ctx<TeamActor>
  accountId: number
  campaignId: number
  supplier: { id: number; key: string; clientId: number; email: string; userId: string }
  patrons: [Patron, Patron]
  /** As answered: sold to the first patron, sold to the second, failed. */
  leads: { first: string; second: string; failed: string }
  /** Returns in a file whose columns are read. */
  imported: string
  /** A deposit of the first patron that came to nothing. */
  charge: string
  person: { phone: string; email: string }
}

async function addPatron(ctx: Ctx<TeamActor>, campaignId: number, word: string, state: string): Promise<Patron> {
  const { client_id: clientId } = await createClient(ctx, `${word} client ${state}`)
  const email = uniqueEmail()
  const company = `${word} company ${state}`
  const owner = { email, name: `${word} owner ${state}`, password: PASSWORD }
  const wish = {
    company,
    billingEmail: `${word}-${email}`,
    billingMode: 'manual',
    clients: [clientId],
    owner,
  } as const
  const customerId = await createCustomer(ctx, { ...wish, clients: [clientId] })
  await addCredit(ctx, customerId, { id: randomUUID(), amount: 90_000_000, reason: `${word} credit ${state}` })
  const filters = [{ mode: 'allow' as const, conditions: [{ op: 'any_of' as const, field: 'state', values: [state] }] }]
  const settings = buyerPart({ price: SELL_PRICE, filters, position: state === 'CA' ? 1 : 2 })
  const { id: buyerId } = await addBuyer(ctx, campaignId, {
    client: clientId,
    name: `${word} buyer ${state}`,
    settings,
  })
  return { customerId, clientId, buyerId, email }
}

async function addSource(ctx: Ctx<TeamActor>, platform: Platform, campaignId: number, word: string) {
  const { client_id: clientId } = await createClient(ctx, `${word} source`)
  const settings = supplierPart({ payout: { kind: 'fixed', amount: 1_100 } })
  const { id, key } = await addSupplier(ctx, campaignId, { client: clientId, name: `${word} supplier`, settings })
  const email = uniqueEmail()
  const userId = await addSupplierUser(systemCtx(platform), { email, name: `${word} theo`, password: PASSWORD })
  await grantSupplierAccess(systemCtx(platform), userId, { accountId: ctx.actor.accountId, clientId })
  return { id, key, clientId, email, userId }
}

/** A process's intake with this platform's log. */
export const intakeOf = (platform: Platform): Intake =>
  openIntake({ ...platform, now: () => platform.clock.now() }, { courier: noCourier })

let people = 1_000

/** A valid post to a business from a person nobody has seen. */
export function aLeadFor(
  business: Pick<Business, 'word' | 'campaignId' | 'supplier'>,
  more: Record<string, unknown> = {},
) {
  const nth = String(++people)
  return {
    lp_campaign_id: business.campaignId,
    lp_supplier_id: business.supplier.id,
    lp_key: business.supplier.key,
    lp_subid1: `${business.word}-sub`,
    first_name: `${business.word} ada`,
    phone: `(415) 555-${nth}`,
    email: `${business.word}.${nth}@example.com`,
    state: 'CA',
    ...more,
  }
}

async function anImport(ctx: Ctx<TeamActor>, word: string): Promise<string> {
  const id = await createImport(ctx, { kind: 'returns', fileName: `${word}.csv`, campaign: null })
  await uploadPart(ctx, id, { part: 0, text: `Lead,Reason\nnone,${word}` })
  await readFile(ctx, id)
  return id
}

/** Written straight to its table: what is paid by card is tested with Stripe's simulator. */
async function aCharge({ db, clock }: Platform, accountId: number, customerId: number, word: string): Promise<string> {
  const [charge_id, at] = [randomUUID(), clock.now()]
  const money = {
    amount: 10_000,
    fee: 300,
    fee_bp: 300,
    currency: 'USD',
    mode: 'test',
    stripe_account_id: `${word} stripe`,
  }
  const by = { actor_kind: 'customer', by_name: `${word} payer`, created_at: at, decided_at: at }
  await db
    .insertInto('charges')
    .values({
      account_id: accountId,
      charge_id,
      customer_id: customerId,
      kind: 'deposit',
      state: 'declined',
      decline_message: `${word} said no`,
      ...money,
      ...by,
    })
    .execute()
  return charge_id
}

/** Somebody of each realm who is asked in and has not come yet. */
async function inviteSome(ctx: Ctx<TeamActor>, { customerId, clientId }: Patron, word: string): Promise<void> {
  await invite(ctx, { realm: 'team', role: 'viewer', grants: [] }, `${word}-${uniqueEmail()}`)
  await invite(
    ctx,
    { realm: 'customer', customerId, role: 'viewer', mayPay: false, name: `${word} invited` },
    `${word}-${uniqueEmail()}`,
  )
  await invite(ctx, { realm: 'supplier', clientId }, `${word}-${uniqueEmail()}`)
}

/** Two customers who buy by state, one supplier, three leads. @param word a single lower-case one */
export async function aBusiness(platform: Platform, word: string): Promise<Business> {
  const account = await makeAccount(platform, { name: `${word} account` })
  const { ctx } = account.owner
  const fields = SOLAR_FIELDS.map((field) => ({ ...field, description: `${word} description` }))
  const campaign = { name: `${word} campaign`, publicName: `${word} public`, settings: solarPart({ fields }) }
  const { id: campaignId } = await createCampaign(ctx, campaign)
  const supplier = await addSource(ctx, platform, campaignId, word)
  const patrons: Business['patrons'] = [
    await addPatron(ctx, campaignId, word, 'CA'),
    await addPatron(ctx, campaignId, word, 'TX'),
  ]
  await addAlias(ctx, { kind: 'campaign', alias: `${word}-alias`, target: campaignId })
  const made = { word, campaignId, supplier }
  const intake = intakeOf(platform)
  const posted = async (more: Record<string, unknown>) => (await post(intake, aLeadFor(made, more))).id ?? ''
  const person = { phone: `(415) 555-${String(++people)}`, email: `${word}.known@example.com` }
  const leads = {
    first: await posted(person),
    second: await posted({ state: 'TX' }),
    failed: await posted({ email: `${word} is no address` }),
  }
  await intake.close()
  const imported = await anImport(ctx, word)
  const { accountId } = account
  await inviteSome(ctx, { ...patrons[0], clientId: patrons[1].clientId }, word)
  const charge = await aCharge(platform, accountId, patrons[0].customerId, word)
  return { ...made, imported, charge, account, ctx, accountId, patrons, leads, person }
}
