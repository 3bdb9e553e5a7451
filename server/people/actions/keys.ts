/** The operator's API keys: made with a choice of permissions, shown once, kept as a hash. */
import { z } from 'zod'
import type { NewApiKey } from '../../../contract/api/keys.ts'
import { AppError } from '../../../contract/errors.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, actorOf, type Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { hintOf, keyText } from '../rules.ts'
import { type ApiKeyRow, insertKey, listKeys, revokeKey } from '../tables/keys.ts'

const Uuid = z.tuple([z.uuid()])

export async function listApiKeys(ctx: Ctx, query: PageQuery): Promise<Page<ApiKeyRow>> {
  const after = readCursor(Uuid, query.cursor)?.[0]
  const rows = await listKeys(ctx.db, accountOf(ctx), { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.key_id])
}

/** @param random the part nobody can guess; the demo world gives its own, so that it can say it again */
export async function createApiKey(
  ctx: Ctx,
  wish: NewApiKey,
  random: string = newToken(),
): Promise<{ key: ApiKeyRow; secret: string }> {
  const { accountId, name: createdBy } = actorOf(ctx, 'team')
  const secret = keyText(accountId, random)
  const at = ctx.now()
  const key: ApiKeyRow = {
    key_id: newId(at),
    name: wish.name,
    hint: hintOf(secret),
    scopes: [...new Set(wish.scopes)],
    created_at: at,
    created_by: createdBy,
    last_used_at: null,
    revoked_at: null,
  }
  await ctx.transact(async (tx) => {
    await insertKey(tx, accountId, { ...key, key_hash: hashToken(secret) })
    const after = { name: key.name, scopes: key.scopes, hint: key.hint }
    await audit(tx, ctx, { action: 'api_key.created', target: { kind: 'api_key', id: key.key_id }, after })
  })
  return { key, secret }
}

/** @throws AppError not_found: also when it was revoked before */
export async function revokeApiKey(ctx: Ctx, keyId: string): Promise<void> {
  await ctx.transact(async (tx) => {
    const name = await revokeKey(tx, accountOf(ctx), keyId, ctx.now())
    if (name === undefined) throw new AppError('not_found')
    await audit(tx, ctx, { action: 'api_key.revoked', target: { kind: 'api_key', id: keyId }, before: { name } })
  })
}
