/** Suppliers: added, paused, and the keys they post with. */
import { AppError } from '../../../contract/errors.ts'
import { nameKey } from '../../../contract/names.ts'
import type { SupplierPart } from '../../../contract/settings.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { constraintOf, type Db, type Tx } from '../../platform/db.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { bumpRevision } from '../ops.ts'
import { keyIdOf, keyPlace } from '../rules/keys.ts'
import { insertCounter } from '../tables/caps.ts'
import { deleteKeys, insertKey, type KeyRow, keysOf } from '../tables/keys.ts'
import { getSupplier, insertSupplier, type SupplierRow, suppliersOfCampaign } from '../tables/suppliers.ts'
import { holdCampaign, writeVersion } from './versions.ts'

export interface NewMember<Settings> {
  client: number
  name: string
  settings: Settings
}

/** A version is a new one of the campaign: a supplier's terms are settings. The key is told here and when revealed. */
export function addSupplier(
  ctx: Ctx,
  campaignId: number,
  { client, name, settings }: NewMember<SupplierPart>,
): Promise<{ id: number; key: string; version: number }> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const campaign = await holdCampaign(tx, accountId, campaignId)
    refuseTakenName(await suppliersOfCampaign(tx, accountId, campaignId), name)
    const supplierId = await drawOutwardId(tx, 'supplier')
    const row = { supplierId, campaignId, clientId: client, name, at: ctx.now() }
    await refusingUnknownClient(insertSupplier(tx, accountId, row), 'suppliers_client_fkey')
    await insertCounter(tx, accountId, 'supplier', supplierId)
    const key = newToken()
    await giveKey(ctx, tx, row, key, false)
    const parts = [{ part: 'supplier', id: supplierId, body: settings } as const]
    const version = await writeVersion(ctx, tx, campaign, { summary: `Added supplier ${name}`, parts })
    const target = { kind: 'supplier', id: supplierId }
    await audit(tx, ctx, {
      action: 'supplier.created',
      target,
      before: null,
      after: { name, client, campaign: campaignId },
    })
    return { id: supplierId, key, version }
  })
}

/** Both kinds of members have names unique in their campaign. */
export function refuseTakenName(members: readonly { name: string }[], name: string): void {
  if (!members.some((member) => nameKey(member.name) === nameKey(name))) return
  throw new AppError('already_exists', { field: 'name', message: 'Another one in this campaign has this name.' })
}

/** A foreign Client and one that never was are the same refusal. */
export async function refusingUnknownClient(write: Promise<void>, constraint: string): Promise<void> {
  try {
    await write
  } catch (error) {
    if (constraintOf(error) !== constraint) throw error
    throw new AppError('invalid_input', { field: 'client', message: 'There is no such Client.' })
  }
}

export async function giveKey(
  ctx: Ctx,
  tx: Tx,
  { supplierId, campaignId }: { supplierId: number; campaignId: number },
  key: string,
  alias: boolean,
): Promise<boolean> {
  const { accountId } = actorOf(ctx, 'team')
  const sealed = ctx.secrets.seal(key, keyPlace(supplierId))
  return insertKey(tx, accountId, { supplierId, campaignId, hash: hashToken(key), sealed, alias, at: ctx.now() })
}

/** A change that intake must see: the campaign first, then the supplier as it is under that lock. */
export function underCampaign<T>(
  ctx: Ctx,
  supplierId: number,
  work: (tx: Tx, accountId: number, supplier: SupplierRow) => Promise<T>,
): Promise<T> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const { campaign_id } = await supplierOf(tx, accountId, supplierId)
    await bumpRevision(tx, accountId, [campaign_id])
    return work(tx, accountId, await supplierOf(tx, accountId, supplierId))
  })
}

async function supplierOf(db: Db, accountId: number, supplierId: number): Promise<SupplierRow> {
  const supplier = await getSupplier(db, accountId, supplierId)
  if (!supplier) throw new AppError('not_found')
  return supplier
}

const ownKey = (keys: readonly KeyRow[]): KeyRow | undefined => keys.find((key) => !key.alias)

/** The posting key in full; that it was looked at is kept. */
export function revealKey(ctx: Ctx, supplierId: number): Promise<string> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const key = ownKey(await keysOf(tx, accountId, [supplierId]))
    if (!key) throw new AppError('not_found')
    const target = { kind: 'supplier', id: supplierId }
    await audit(tx, ctx, { action: 'supplier.key_revealed', target, before: null, after: null })
    return ctx.secrets.open(key.key_sealed, keyPlace(supplierId))
  })
}

/** A new posting key in place of the one before, which stops working with this commit. */
export function rotateKey(ctx: Ctx, supplierId: number): Promise<string> {
  return underCampaign(ctx, supplierId, async (tx, accountId, supplier) => {
    const keys = (await keysOf(tx, accountId, [supplierId])).filter((key) => !key.alias)
    await deleteKeys(
      tx,
      accountId,
      supplierId,
      keys.map((key) => key.key_hash),
    )
    const key = newToken()
    await giveKey(ctx, tx, { supplierId, campaignId: supplier.campaign_id }, key, false)
    const target = { kind: 'supplier', id: supplierId }
    await audit(tx, ctx, { action: 'supplier.key_rotated', target, before: null, after: null })
    return key
  })
}

/** A key of the system the supplier moved from works beside its own. Adding it twice changes nothing. */
export function addAliasKey(ctx: Ctx, supplierId: number, key: string): Promise<void> {
  return underCampaign(ctx, supplierId, async (tx, _accountId, supplier) => {
    const isNew = await giveKey(ctx, tx, { supplierId, campaignId: supplier.campaign_id }, key, true)
    const target = { kind: 'supplier', id: supplierId }
    if (isNew) await audit(tx, ctx, { action: 'supplier.alias_key_added', target, before: null, after: null })
  })
}

/** @param keyId as `aliasKeys` names it; one that is not there is gone already */
export function removeAliasKey(ctx: Ctx, supplierId: number, keyId: string): Promise<void> {
  return underCampaign(ctx, supplierId, async (tx, accountId) => {
    const keys = await keysOf(tx, accountId, [supplierId])
    const key = keys.find((one) => one.alias && keyIdOf(one.key_hash) === keyId)
    if (!key) return
    await deleteKeys(tx, accountId, supplierId, [key.key_hash])
    const target = { kind: 'supplier', id: supplierId }
    await audit(tx, ctx, { action: 'supplier.alias_key_removed', target, before: null, after: null })
  })
}
