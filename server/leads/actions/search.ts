/** From what somebody typed to what is looked up: a lead's id, a phone or an e-mail, exact in any format. */
import { openHashKey, parseEmail, parsePhone, personHash } from '../../fields/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { leadIdOf } from '../../platform/ids.ts'
import type { Finder } from '../tables/leads.ts'

/** null where nothing was typed. What is none of the three finds nothing, and says so at once. */
export async function finderOf(ctx: Ctx, accountId: number, text: string | undefined): Promise<Finder | null> {
  if (!text) return null
  const leadId = leadIdOf(text)
  if (leadId) return { kind: 'id', leadId }
  const kind = text.includes('@') ? 'email' : 'phone'
  const value = kind === 'email' ? parseEmail(text) : parsePhone(text)
  if (value === undefined) return { kind: 'nothing' }
  const hashKey = await openHashKey(ctx, accountId)
  return { kind, value, hash: personHash(hashKey, kind, value) }
}
