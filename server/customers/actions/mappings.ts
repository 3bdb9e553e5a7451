/** Mapping Clients to customers, and moving their bills. */
import { AppError } from '../../../contract/errors.ts'
import { accountZone } from '../../people/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { refuseBill } from '../rules/payers.ts'
import * as tables from '../tables/mappings.ts'
import { addMapping, holdPayer } from './payers.ts'

/** The instant that an instant or a day of the account's zone names. */
export async function beginningOf(ctx: Ctx, text: string | null): Promise<Date | null> {
  if (text === null) return null
  if (text.includes('T')) return new Date(text)
  const zone = await accountZone(ctx.db, actorOf(ctx, 'team').accountId)
  return new Date(Temporal.PlainDate.from(text).toZonedDateTime(zone).epochMilliseconds)
}

/** Maps a Client, or changes from when on its sales are seen. */
export function mapClient(ctx: Ctx, customerId: number, clientId: number, visibleFrom: Date | null): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const customer = await holdPayer(tx, accountId, customerId, clientId)
    const before = await tables.getMapping(tx, accountId, customerId, clientId)
    if (before && before.visibleFrom?.getTime() === visibleFrom?.getTime()) return
    const target = { kind: 'customer', id: customerId }
    if (before) {
      await tables.updateMapping(tx, accountId, customerId, clientId, { visible_from: visibleFrom })
      const after = { clientId, visibleFrom }
      await audit(tx, ctx, { action: 'customer.mapping_changed', target, before: { ...before }, after })
    } else {
      const { billed } = await addMapping(ctx, tx, accountId, customer, { clientId, visibleFrom })
      const after = { clientId, visibleFrom, billed }
      await audit(tx, ctx, { action: 'customer.client_mapped', target, before: null, after })
    }
  })
}

/** Its sales are no longer seen nor paid by this customer; nobody else starts paying for them by themselves. */
export function unmapClient(ctx: Ctx, customerId: number, clientId: number): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    await holdPayer(tx, accountId, customerId, clientId)
    const mapping = await tables.getMapping(tx, accountId, customerId, clientId)
    if (!mapping) throw new AppError('not_found')
    await tables.deleteMapping(tx, accountId, customerId, clientId)
    const target = { kind: 'customer', id: customerId }
    const before = { clientId, ...mapping }
    await audit(tx, ctx, { action: 'customer.client_unmapped', target, before, after: null })
  })
}

/** Moves the bill of a Client to this one of its customers. @throws AppError not_allowed_now when it cannot pay */
export function billClient(ctx: Ctx, customerId: number, clientId: number): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const customer = await holdPayer(tx, accountId, customerId, clientId)
    const mapping = await tables.getMapping(tx, accountId, customerId, clientId)
    if (!mapping) throw new AppError('not_found')
    if (mapping.billed) return
    refuseBill(customer)
    const payer = await tables.billedCustomer(tx, accountId, clientId)
    if (payer !== undefined) await tables.updateMapping(tx, accountId, payer, clientId, { billed: false })
    await tables.updateMapping(tx, accountId, customerId, clientId, { billed: true })
    const target = { kind: 'client', id: clientId }
    const before = { billedTo: payer ?? null }
    await audit(tx, ctx, { action: 'customer.bill_moved', target, before, after: { billedTo: customerId } })
  })
}
