/** Making, changing and reading customers. */
import { z } from 'zod'
import type {
  BillingMode,
  CustomerEdit,
  CustomerQuery,
  CustomerStatus,
  NewCustomer,
} from '../../../contract/api/customers.ts'
import { AppError } from '../../../contract/errors.ts'
import { nameKey } from '../../../contract/names.ts'
import { chosenClient } from '../../clients/ops.ts'
import { openWallet, readWallet, type Wallet } from '../../ledger/ops.ts'
import { addCustomerUser, holdCurrency, type NewCustomerUser } from '../../people/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { refuseModeWithoutCard } from '../rules.ts'
import * as tables from '../tables/customers.ts'
import { type CustomerInList, listCustomers as listRows } from '../tables/list.ts'
import { type Mapping, mappingsOf } from '../tables/mappings.ts'
import { addMapping, holdForNew, holdPayer, takeUnpaidBills } from './payers.ts'

/** Makes a customer with its wallet, its first owner and its mappings. @throws AppError already_exists for a taken e-mail */
export async function createCustomer(ctx: Ctx, wish: NewCustomer): Promise<number> {
  const { accountId } = actorOf(ctx, 'team')
  refuseModeWithoutCard(wish.billingMode)
  const clientIds = [...new Set(wish.clients)]
  const passwordHash = await hashPassword(wish.owner.password)
  return ctx.transact(async (tx) => {
    for (const clientId of clientIds) await chosenClient(tx, accountId, clientId, 'clients')
    await holdForNew(tx, accountId, clientIds)
    const customer = await insert(ctx, tx, accountId, wish)
    await addOwner(ctx, tx, accountId, customer.customerId, { ...wish.owner, passwordHash })
    for (const clientId of clientIds) await addMapping(ctx, tx, accountId, customer, { clientId, visibleFrom: null })
    const { company, billingEmail, billingMode, owner } = wish
    await audit(tx, ctx, {
      action: 'customer.created',
      target: { kind: 'customer', id: customer.customerId },
      before: null,
      after: { company, billingEmail, billingMode, owner: owner.email, clients: clientIds },
    })
    return customer.customerId
  })
}

async function insert(ctx: Ctx, tx: Tx, accountId: number, wish: NewCustomer): Promise<tables.Customer> {
  const currency = await holdCurrency(tx, accountId)
  if (currency === undefined) throw new AppError('not_found')
  const customer: tables.Customer = {
    customerId: await drawOutwardId(tx, 'customer'),
    company: wish.company,
    billingEmail: wish.billingEmail,
    billingMode: wish.billingMode,
    status: 'active',
    createdAt: ctx.now(),
  }
  await tables.insertCustomer(tx, accountId, { ...customer, companyKey: nameKey(wish.company) })
  await openWallet(tx, accountId, { walletId: customer.customerId, currency, now: ctx.now() })
  return customer
}

type Owner = Pick<NewCustomerUser, 'name' | 'email' | 'passwordHash'>

async function addOwner(ctx: Ctx, tx: Tx, accountId: number, customerId: number, owner: Owner): Promise<void> {
  const { name, email, passwordHash } = owner
  try {
    await addCustomerUser(tx, { accountId, customerId, name, email, passwordHash, role: 'owner', at: ctx.now() })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already_exists') throw error
    const message = 'Somebody with this e-mail address belongs to a customer already.'
    throw new AppError('already_exists', { field: 'owner.email', message })
  }
}

/** Changes company or billing e-mail. @throws AppError not_found */
export function editCustomer(ctx: Ctx, customerId: number, edit: CustomerEdit): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await tables.lockCustomer(tx, accountId, customerId)
    if (!before) throw new AppError('not_found')
    const { company = before.company, billingEmail = before.billingEmail } = edit
    if (company === before.company && billingEmail === before.billingEmail) return
    await tables.updateCustomer(tx, accountId, { ...before, company, billingEmail, companyKey: nameKey(company) })
    await audit(tx, ctx, {
      action: 'customer.edited',
      target: { kind: 'customer', id: customerId },
      before: { company: before.company, billingEmail: before.billingEmail },
      after: { company, billingEmail },
    })
  })
}

/** Sets how later sales are billed. What was billed to it stays so, but under None nothing is debited. */
export function setBillingMode(ctx: Ctx, customerId: number, billingMode: BillingMode): Promise<void> {
  refuseModeWithoutCard(billingMode)
  return changePayer(ctx, customerId, { billingMode })
}

/** Closes a customer or opens it again. Its wallet stays, and books what belongs to earlier sales. */
export function setStatus(ctx: Ctx, customerId: number, status: CustomerStatus): Promise<void> {
  return changePayer(ctx, customerId, { status })
}

function changePayer(
  ctx: Ctx,
  customerId: number,
  change: { billingMode: BillingMode } | { status: CustomerStatus },
): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await holdPayer(tx, accountId, customerId)
    const after = { ...before, ...change }
    if (after.billingMode === before.billingMode && after.status === before.status) return
    await tables.updateCustomer(tx, accountId, { ...after, companyKey: nameKey(after.company) })
    const billed = await takeUnpaidBills(tx, accountId, after)
    await audit(tx, ctx, {
      action: 'billingMode' in change ? 'customer.billing_mode_set' : `customer.${after.status}`,
      target: { kind: 'customer', id: customerId },
      before: { billingMode: before.billingMode, status: before.status },
      after: { billingMode: after.billingMode, status: after.status, newlyBilledClients: billed },
    })
  })
}

const CompanyKey = z.tuple([z.string(), z.int32()])
const BalanceKey = z.tuple([z.number().int(), z.int32()])

export async function listCustomers(ctx: Ctx, query: CustomerQuery): Promise<Page<CustomerInList>> {
  const by = query.sort.endsWith('company') ? 'company' : 'balance'
  const rows = await listRows(ctx.db, actorOf(ctx, 'team').accountId, {
    search: nameKey(query.search),
    status: query.status,
    billingMode: query.billingMode,
    by,
    descending: query.sort.startsWith('-'),
    after: by === 'company' ? readCursor(CompanyKey, query.cursor) : readCursor(BalanceKey, query.cursor),
    limit: query.limit + 1,
  })
  return toPage(rows, query.limit, (row) => [by === 'company' ? row.companyKey : row.balance, row.customerId])
}

export interface CustomerWhole extends tables.Customer {
  wallet: Wallet
  users: tables.CustomerUser[]
  mappings: Mapping[]
}

/** @throws AppError not_found */
export async function readCustomer(ctx: Ctx, customerId: number): Promise<CustomerWhole> {
  const { accountId } = actorOf(ctx, 'team')
  const customer = await tables.getCustomer(ctx.db, accountId, customerId)
  if (!customer) throw new AppError('not_found')
  const [wallet, users, mappings] = await Promise.all([
    readWallet(ctx.db, accountId, customerId),
    tables.usersOf(ctx.db, accountId, customerId),
    mappingsOf(ctx.db, accountId, customerId),
  ])
  return { ...customer, wallet, users, mappings }
}
