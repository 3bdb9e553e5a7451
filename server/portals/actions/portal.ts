/** The portal as its operator sets it up: name, colour, address. */
import type { z } from 'zod'
import type { availabilities, PortalEdit } from '../../../contract/api/portals.ts'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { reservedSubdomains } from '../../platform/origins.ts'
import { isSubdomain } from '../rules/subdomains.ts'
import {
  accountOfSubdomain,
  claimSubdomain,
  lockPortal,
  type PortalRow,
  portalOf,
  subdomainsOf,
  updatePortal,
} from '../tables/portals.ts'

/** So many addresses stay an account's own: those it had before lead to it for ever, and nobody else can have them. */
const MOST_SUBDOMAINS = 5

export interface PortalView {
  portal: PortalRow
  former: string[]
}

/** @throws AppError not_found */
export async function readPortal(ctx: Ctx): Promise<PortalView> {
  const accountId = accountOf(ctx)
  const [portal, names] = await Promise.all([portalOf(ctx.db, accountId), subdomainsOf(ctx.db, accountId)])
  if (!portal) throw new AppError('not_found')
  return { portal, former: names.filter((name) => name !== portal.subdomain) }
}

type Availability = (typeof availabilities)[number]

/** Whether the account could take the name now; what is decided when it is saved may have changed since. */
export async function availabilityOf(ctx: Ctx, name: string): Promise<Availability> {
  if (!isSubdomain(name)) return 'malformed'
  if (reservedSubdomains.includes(name)) return 'reserved'
  const owner = await accountOfSubdomain(ctx.db, name)
  if (owner === undefined) return 'free'
  return owner === accountOf(ctx) ? 'own' : 'taken'
}

/** @throws AppError invalid_input, already_exists or not_allowed_now naming `subdomain` */
export async function changePortal(ctx: Ctx, change: z.output<typeof PortalEdit>): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const before = await lockPortal(tx, accountId)
    if (!before) throw new AppError('not_found')
    const { subdomain } = change
    if (subdomain !== undefined && subdomain !== before.subdomain) await take(tx, accountId, subdomain)
    const after = rowOf(before, change, ctx.now())
    await updatePortal(tx, accountId, after)
    if (JSON.stringify(shown(before)) === JSON.stringify(shown(after))) return
    const target = { kind: 'portal', id: accountId } as const
    await audit(tx, ctx, { action: 'portal.changed', target, before: shown(before), after: shown(after) })
  })
}

/** The portal's row is locked, so the account's names are counted one change after the other. */
async function take(tx: Tx, accountId: number, subdomain: string): Promise<void> {
  const field = 'subdomain'
  if (!isSubdomain(subdomain)) throw new AppError('invalid_input', { field, message: WRONG_SHAPE })
  if (reservedSubdomains.includes(subdomain))
    throw new AppError('invalid_input', { field, message: 'This name is reserved. Choose another one.' })
  const names = await subdomainsOf(tx, accountId)
  if (names.includes(subdomain)) return
  if (names.length >= MOST_SUBDOMAINS) {
    const message = `A portal has at most ${MOST_SUBDOMAINS} addresses in its life. Take one of those it had: ${names.join(', ')}.`
    throw new AppError('not_allowed_now', { field, message })
  }
  if (!(await claimSubdomain(tx, subdomain, accountId)))
    throw new AppError('already_exists', { field, message: 'This name is taken. Choose another one.' })
}

const WRONG_SHAPE = 'Use letters a to z, digits and hyphens; it begins and ends with a letter or digit.'

const rowOf = (before: PortalRow, change: z.output<typeof PortalEdit>, now: Date) => ({
  company_name: change.companyName ?? before.company_name,
  subdomain: change.subdomain ?? before.subdomain,
  brand_color: change.brand ?? before.brand_color,
  set_up_at: before.set_up_at ?? (change.isSetUp ? now : null),
})

const shown = (row: Pick<PortalRow, 'company_name' | 'subdomain' | 'brand_color' | 'set_up_at'>) => ({
  companyName: row.company_name,
  subdomain: row.subdomain,
  brand: row.brand_color,
  isSetUp: row.set_up_at !== null,
})
