/** Making, changing and reading customers. */
import type { CustomerEdit, CustomerStanding, CustomerStatus, NewCustomer } from '../../../contract/api/customers.ts'
import { AppError } from '../../../contract/errors.ts'
import { nameKey } from '../../../contract/names.ts'
import { decideRecharge } from '../../billing/ops/recharge.ts'
import { chosenClient } from '../../clients/ops.ts'
import { openWallet, readWallet, type Wallet } from '../../ledger/ops.ts'
import { addCustomerUser, holdCurrency, inviteCustomerUser } from '../../people/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { customerLevelsOf } from '../rules/levels.ts'
import { edited, papersOf } from '../rules/paper.ts'
import * as tables from '../tables/customers.ts'
import { accountLevels, customerLevels } from '../tables/levels.ts'
import { standingOf } from '../tables/list.ts'
import { type Buying, buyingOf, type Mapping, mappingsOf } from '../tables/mappings.ts'
import { wantRealTime } from './modes.ts'
import { addMapping, holdForNew, holdPayer, takeUnpaidBills } from './payers.ts'

/** Without a password, the owner is invited by mail. */
type Wish = Omit<NewCustomer, 'owner'> & { owner: { name: string; email: string; password?: string } }

/** Makes a customer with its wallet, its first owner and its mappings. @throws AppError already_exists for a taken e-mail */
export async function createCustomer(ctx: Ctx, wish: Wish): Promise<number> {
  const { accountId } = actorOf(ctx, 'team')
  const clientIds = [...new Set(wish.clients)]
  const { company, billingMode, owner, billingEmail = owner.email } = wish
  const passwordHash = owner.password === undefined ? undefined : await hashPassword(owner.password)
  return ctx.transact(async (tx) => {
    for (const clientId of clientIds) await chosenClient(tx, accountId, clientId, 'clients')
    await holdForNew(tx, accountId, clientIds)
    // no card can be there yet: it takes effect with one
    const waits = billingMode === 'real_time'
    const first = { company, billingMode: waits ? ('none' as const) : billingMode, billingEmail }
    const customer = await insert(ctx, tx, accountId, first)
    if (waits) await wantRealTime(ctx, tx, accountId, customer.customerId)
    for (const clientId of clientIds) await addMapping(ctx, tx, accountId, customer, { clientId, visibleFrom: null })
    await audit(tx, ctx, {
      action: 'customer.created',
      target: { kind: 'customer', id: customer.customerId },
      before: null,
      after: { company, billingEmail, billingMode, owner: owner.email, clients: clientIds },
    })
    await addOwner(ctx, tx, customer.customerId, { ...owner, passwordHash })
    return customer.customerId
  })
}

type First = Pick<tables.Customer, 'company' | 'billingEmail' | 'billingMode'>

async function insert(ctx: Ctx, tx: Tx, accountId: number, wish: First): Promise<tables.Customer> {
  const currency = await holdCurrency(tx, accountId)
  if (currency === undefined) throw new AppError('not_found')
  const customer: tables.Customer = {
    customerId: await drawOutwardId(tx, 'customer'),
    ...wish,
    status: 'active',
    legalName: '',
    address: '',
    taxId: '',
    createdAt: ctx.now(),
  }
  await tables.insertCustomer(tx, accountId, { ...customer, companyKey: nameKey(wish.company) })
  await openWallet(tx, accountId, { walletId: customer.customerId, currency, now: ctx.now() })
  return customer
}

interface Owner {
  name: string
  email: string
  passwordHash: string | undefined
}

async function addOwner(ctx: Ctx, tx: Tx, customerId: number, { passwordHash, ...person }: Owner): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  const user = { name: person.name, email: person.email, role: 'owner', customerId } as const
  try {
    if (passwordHash === undefined) await inviteCustomerUser(tx, ctx, user)
    else await addCustomerUser(tx, { ...user, accountId, passwordHash, at: ctx.now() })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already_exists') throw error
    const message = 'Somebody with this e-mail address belongs to a customer already, or was invited to one.'
    throw new AppError('already_exists', { field: 'owner.email', message })
  }
}

/** Changes company, billing e-mail, or who the customer is on paper. @throws AppError not_found */
export function editCustomer(ctx: Ctx, customerId: number, edit: CustomerEdit): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await tables.lockCustomer(tx, accountId, customerId)
    if (!before) throw new AppError('not_found')
    const after = edited(before, edit)
    if (!after) return
    await tables.updateCustomer(tx, accountId, { ...before, ...after, companyKey: nameKey(after.company) })
    await audit(tx, ctx, {
      action: 'customer.edited',
      target: { kind: 'customer', id: customerId },
      before: papersOf(before),
      after,
    })
  })
}

/** Closes a customer or opens it again. Its wallet stays, and books what belongs to earlier sales. */
export function setStatus(ctx: Ctx, customerId: number, status: CustomerStatus): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await holdPayer(tx, accountId, customerId)
    if (before.status === status) return
    const after = { ...before, status }
    await tables.updateCustomer(tx, accountId, { ...after, companyKey: nameKey(after.company) })
    const newlyBilledClients = await takeUnpaidBills(tx, accountId, after)
    await decideRecharge(tx, ctx, accountId, customerId)
    const { billingMode } = before
    await audit(tx, ctx, {
      action: `customer.${status}`,
      target: { kind: 'customer', id: customerId },
      before: { billingMode, status: before.status },
      after: { billingMode, status, newlyBilledClients },
    })
  })
}

export interface CustomerWhole extends tables.Customer {
  wallet: Wallet
  users: tables.CustomerUser[]
  mappings: Mapping[]
  campaigns: Buying[]
  standing: CustomerStanding
  levels: ReturnType<typeof customerLevelsOf>
}

/** @throws AppError not_found */
export async function readCustomer(ctx: Ctx, customerId: number): Promise<CustomerWhole> {
  const { accountId } = actorOf(ctx, 'team')
  const customer = await tables.getCustomer(ctx.db, accountId, customerId)
  if (!customer) throw new AppError('not_found')
  const { db } = ctx
  const [wallet, users, mappings, campaigns, standing, own, account] = await Promise.all([
    readWallet(db, accountId, customerId),
    tables.usersOf(db, accountId, customerId),
    mappingsOf(db, accountId, customerId),
    buyingOf(db, accountId, customerId),
    standingOf(db, accountId, customerId),
    customerLevels(db, accountId, customerId),
    accountLevels(db, accountId),
  ])
  return { ...customer, wallet, users, mappings, campaigns, standing, levels: customerLevelsOf(own, account) }
}
