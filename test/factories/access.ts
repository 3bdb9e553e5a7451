/** Two businesses of the demo with one of everything that an address of a route can name: for the access matrix. */
import { asCents } from '../../contract/money.ts'
import { addSupplierUsers, type BuiltBusiness, buildBusiness } from '../../dev/demo/build.ts'
import { foxglove, supplierUsers } from '../../dev/demo/foxglove.ts'
import { halyard } from '../../dev/demo/halyard.ts'
import { DEMO_PASSWORD } from '../../dev/demo/plan.ts'
import { samplePost } from '../../dev/demo/posts.ts'
import { noCourier } from '../../dev/no-courier.ts'
import { png } from '../../dev/png.ts'
import { newCharge } from '../../server/billing/actions/charges.ts'
import { insertCharge } from '../../server/billing/tables/charges.ts'
import { createImport, readFile, uploadPart } from '../../server/imports/actions/steps.ts'
import { openIntake } from '../../server/intake/intake.ts'
import { readyPartitions } from '../../server/intake/jobs.ts'
import { addCredit } from '../../server/ledger/actions.ts'
import { readLists } from '../../server/lists/actions.ts'
import { invite, listInvitations } from '../../server/people/actions/invitations.ts'
import { revokeSupplierAccess } from '../../server/people/actions/suppliers.ts'
import { addTeamMember } from '../../server/people/actions/team.ts'
import { transact } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { setLogo } from '../../server/portals/actions/logo.ts'
import { readPortal } from '../../server/portals/actions/portal.ts'
import { freshDatabase } from '../harness/database.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../harness/platform.ts'
import { aMailedStatement, anExport } from './papers.ts'

interface Built {
  platform: TestPlatform
  /** Whose routes are asked for. */
  business: BuiltBusiness
  other: BuiltBusiness
}
export interface AccessWorld extends Built {
  /** By the parameter's name. */
  ids: Record<string, string | number>
  /** Ids that mean another thing in another place: the part of the path they stand behind, then the parameter's name. */
  placed: Map<string, string>
}

/** A Thursday morning in Los Angeles: the buyer of the sample is open. */
const NOW = new Date('2026-11-19T18:00:00.000Z')

export const intakeOf = (platform: TestPlatform) =>
  openIntake({ ...platform, now: () => platform.clock.now() }, { courier: noCourier })

export async function anAccessWorld(): Promise<AccessWorld> {
  const platform = await testPlatform({ database: await freshDatabase('access'), now: NOW })
  await readyPartitions(systemCtx(platform))
  const [business, other] = [await buildBusiness(platform, halyard), await buildBusiness(platform, foxglove)]
  const built = { platform, business, other }
  await addSupplierUsers(platform, supplierUsers, [business, other])
  const plain = { name: 'Mel Plain', email: 'mel@example.com', password: DEMO_PASSWORD, role: 'member' as const }
  await addTeamMember(systemCtx(platform), business.ctx.actor.accountId, plain)
  const world = { ...built, ids: await makeIds(built), placed: new Map<string, string>() }
  await revokeJules(built)
  await inviteSome(world)
  await uploadSome(world)
  await setLogos(world)
  await keepPapers(world)
  await chargeSome(world)
  return world
}

async function makeIds({ platform, business }: Built): Promise<AccessWorld['ids']> {
  const account = business.ctx.actor.accountId
  const customer = business.customers.get('Summit Ridge Solar') ?? 0
  await addCredit(business.ctx, customer, { id: newId(NOW), amount: asCents(1_000_000), reason: 'Opening balance' })
  const [supplier] = business.suppliers
  if (!supplier) throw new Error('no supplier')
  const body = Buffer.from(JSON.stringify(samplePost(supplier, supplier.vertical, 1)))
  const { lead_id } = JSON.parse((await intakeOf(platform).receive(body, 'application/json', '203.0.113.5')).body)
  const client = business.clients.get('Brightwater Solar') ?? 0
  const base = { account, campaign: supplier.campaignId, supplier: supplier.id, buyer: 1, client, version: 1 }
  // a customer that none of the people here belongs to, so that changing it changes nobody's view
  const [list] = (await readLists(business.ctx, { limit: 1 })).items
  return {
    ...base,
    list: list?.list_id ?? '',
    customer: business.customers.get('Brightwater Solar') ?? 0,
    lead: lead_id,
    session: 'x',
    key: 'x',
  }
}

/** Leads in a file that was read. */
async function uploadSome({ business, ids, placed }: AccessWorld): Promise<void> {
  const wish = { kind: 'leads', fileName: 'leads.csv', campaign: Number(ids.campaign) } as const
  const id = await createImport(business.ctx, wish)
  await uploadPart(business.ctx, id, { part: 0, text: 'Lead ID,Date\na,2026-11-01' })
  await readFile(business.ctx, id)
  placed.set('imports import', id)
}

/** Papers of the customer whose people are here, and files of both sides. */
async function keepPapers({ platform, business, ids, placed }: AccessWorld): Promise<void> {
  const accountId = Number(ids.account)
  const customerId = business.customers.get('Summit Ridge Solar') ?? 0
  const { statementId, token } = await aMailedStatement(platform, accountId, customerId, NOW)
  const [ofTeam, ofCustomer] = [
    await anExport(platform, accountId, null, NOW),
    await anExport(platform, accountId, customerId, NOW),
  ]
  placed.set(' token', token)
  placed.set('exports export', ofTeam.exportId)
  placed.set(' link', ofTeam.link)
  placed.set(':export export', ofCustomer.exportId)
  placed.set(' file', ofCustomer.link)
  Object.assign(ids, { statement: statementId, format: 'pdf' })
}

/** A charge of the customer whose people are here, and one of the customer in the addresses. */
async function chargeSome({ platform, business, ids, placed }: AccessWorld): Promise<void> {
  const accountId = Number(ids.account)
  const payer = { currency: 'USD', feeBp: null, portalFeeBp: 300 }
  const connection = { mode: 'test', stripeAccountId: 'acct_1' } as const
  const wish = { accountId, kind: 'deposit', amount: asCents(10_000), reason: null, byName: null } as const
  for (const customerId of [business.customers.get('Summit Ridge Solar') ?? 0, Number(ids.customer)]) {
    const chargeId = newId(NOW)
    const charge = newCharge({ ...wish, customerId, chargeId, actorKind: 'customer' }, payer, connection, NOW)
    await transact(platform.db, (tx) => insertCharge(tx, { ...charge, state: 'expired', decidedAt: NOW }))
    if (ids.charge === undefined) ids.charge = chargeId
    else placed.set('customers charge', chargeId)
  }
  ids.webhook = 'x'
}

async function setLogos({ business, other, placed }: AccessWorld): Promise<void> {
  const bytes = png(20, 20, () => [31, 111, 84, 255])
  for (const { ctx } of [business, other]) await setLogo(ctx, { data: bytes.toString('base64') })
  placed.set(' version', (await readPortal(business.ctx)).portal.logo_version ?? '')
}

/** Somebody to be invited, changed and removed in each realm, on whom no other line depends. */
async function inviteSome({ platform, business, ids, placed }: AccessWorld): Promise<void> {
  const { customer, client, account } = ids
  const doors: [string, Parameters<typeof invite>[1]][] = [
    ['team', { realm: 'team', role: 'viewer', grants: [] }],
    ['customers', { realm: 'customer', customerId: Number(customer), role: 'viewer', mayPay: false, name: '' }],
    ['clients', { realm: 'supplier', clientId: Number(client) }],
  ]
  for (const [part, door] of doors) {
    await invite(business.ctx, door, 'waiting@example.com')
    const { items } = await listInvitations(business.ctx, door, { limit: 1 })
    placed.set(`${part} invitation`, items[0]?.id ?? '')
  }
  const spare = { name: 'Sid Spare', email: 'sid@example.com', role: 'viewer' as const }
  placed.set('team user', await addTeamMember(systemCtx(platform), Number(account), spare))
  const users = platform.db.selectFrom('customer_users').select('user_id').where('account_id', '=', Number(account))
  const { user_id: owner } = await users.where('customer_id', '=', Number(customer)).executeTakeFirstOrThrow()
  placed.set('customers user', owner)
  placed.set('clients user', await userOfJules(platform))
}

async function userOfJules(platform: TestPlatform): Promise<string> {
  const row = await platform.db
    .selectFrom('supplier_users')
    .select('user_id')
    .where('email', '=', 'jules@quillpoint.example.com')
    .executeTakeFirstOrThrow()
  return row.user_id
}

async function revokeJules({ platform, business }: Built): Promise<void> {
  const { accountId } = business.ctx.actor
  const clientId = business.clients.get('Quillpoint Media') ?? 0
  await revokeSupplierAccess(systemCtx(platform), await userOfJules(platform), { accountId, clientId })
}
