/** People who are never sold, over all campaigns of an account. */
import type { PeopleNamed } from '../../../contract/api/do-not-sell.ts'
import { AppError } from '../../../contract/errors.ts'
import { openHashKey, parseEmail, parsePhone, personHash } from '../../fields/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { bumpRevision } from '../ops.ts'
import { allCampaignIds } from '../tables/campaigns.ts'
import { countEntries, deleteEntries, insertEntries } from '../tables/do-not-sell.ts'

export function countDoNotSell(ctx: Ctx): Promise<number> {
  return countEntries(ctx.db, actorOf(ctx, 'team').accountId)
}

/** Answers how many were new. @throws AppError invalid_input that names what is no phone or e-mail */
export function addDoNotSell(ctx: Ctx, people: PeopleNamed): Promise<number> {
  const { name: by } = actorOf(ctx, 'team')
  return changing(ctx, people, 'do_not_sell.added', (tx, accountId, hashes) =>
    insertEntries(tx, accountId, hashes, { by, at: ctx.now() }),
  )
}

/** Answers how many were there. */
export function removeDoNotSell(ctx: Ctx, people: PeopleNamed): Promise<number> {
  return changing(ctx, people, 'do_not_sell.removed', deleteEntries)
}

/** New revisions make open batches read the list again: after the answer nobody on it is sold. */
function changing(
  ctx: Ctx,
  people: PeopleNamed,
  action: string,
  write: (tx: Tx, accountId: number, hashes: bigint[]) => Promise<number>,
): Promise<number> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const hashes = hashesOf(await openHashKey({ db: tx, secrets: ctx.secrets }, accountId), people)
    await bumpRevision(tx, accountId, await allCampaignIds(tx, accountId))
    const count = await write(tx, accountId, hashes)
    // counts alone: the log outlives what a person asks to be erased
    if (count > 0) await audit(tx, ctx, { action, target: { kind: 'account', id: accountId }, after: { count } })
    return count
  })
}

function hashesOf(key: Buffer, { phones, emails }: PeopleNamed): bigint[] {
  const normal = (field: string, texts: readonly string[], parse: (text: string) => string | undefined) =>
    texts.map((text, i) => {
      const value = parse(text)
      if (value === undefined) throw new AppError('invalid_input', { field: `${field}.${i}` })
      return value
    })
  const hashes = [
    ...normal('phones', phones, parsePhone).map((phone) => personHash(key, 'phone', phone)),
    ...normal('emails', emails, parseEmail).map((email) => personHash(key, 'email', email)),
  ]
  return [...new Set(hashes)]
}
