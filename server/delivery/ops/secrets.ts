/**
 * Secrets of calls: sealed when settings are written, named there by id, opened when a call is compiled. Each is bound
 * to the origin it was given for, so that nobody learns one by pointing a delivery elsewhere.
 */
import { originOf } from '../../../contract/calls.ts'
import type { Call, Delivery, OutsideCheck, Secret } from '../../../contract/delivery.ts'
import { AppError } from '../../../contract/errors.ts'
import { SECRET_PREFIX } from '../../../contract/templates/template.ts'
import type { Platform } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { SealedPlace, Secrets } from '../../platform/secrets.ts'
import { insertSecret, readSecrets } from '../tables.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** The end of a shorter one would give too much of it away. */
const SHOWS_ITS_END = 12

interface Keeping {
  readonly secrets: Secrets
  now(): Date
}

const placeOf = (accountId: number, secretId: string, origin: string): SealedPlace => ({
  column: 'delivery_secrets.sealed',
  row: `${accountId} ${secretId} ${origin}`,
})

/** The secrets of a call by the names templates use. Those that are gone or cannot be opened are not there. */
export async function openSecrets(
  { db, secrets }: Pick<Platform, 'db' | 'secrets'>,
  accountId: number,
  call: Call,
): Promise<Map<string, string>> {
  const origin = originOf(call.url)
  const wanted = call.secrets.filter(({ id }) => UUID.test(id))
  const fresh = call.secrets.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]))
  const rows =
    wanted.length > 0
      ? await readSecrets(
          db,
          accountId,
          wanted.map(({ id }) => id),
        )
      : []
  const kept = wanted.flatMap(({ name, id }) => {
    const row = rows.find((one) => one.secret_id === id && one.origin === origin)
    return row ? [[name, secrets.open(row.sealed, placeOf(accountId, id, row.origin))] as const] : []
  })
  return new Map([...kept, ...fresh].map(([name, value]) => [SECRET_PREFIX + name, value]))
}

/** Seals what is new and makes sure that what is kept may be used there. @throws AppError invalid_input with the place */
async function keepSecrets(tx: Tx, ctx: Keeping, accountId: number, call: Call, path: string): Promise<Call> {
  if (call.secrets.length === 0) return call
  const origin = originOf(call.url)
  if (origin === undefined) return call
  const kept: Secret[] = []
  for (const [nth, secret] of call.secrets.entries()) {
    const place = `${path}.secrets.${nth}.value`
    kept.push(await keepSecret(tx, ctx, { accountId, origin, place }, secret))
  }
  return { ...call, secrets: kept }
}

interface KeptAt {
  readonly accountId: number
  readonly origin: string
  readonly place: string
}

async function keepSecret(tx: Tx, ctx: Keeping, at: KeptAt, secret: Secret): Promise<Secret> {
  const { accountId, origin, place } = at
  const { name, value, id, lastFour } = secret
  if (value !== undefined) {
    const made = newId(ctx.now())
    const sealed = ctx.secrets.seal(value, placeOf(accountId, made, origin))
    await insertSecret(tx, accountId, { secret_id: made, origin, sealed }, ctx.now())
    return { name, id: made, lastFour: value.length >= SHOWS_ITS_END ? value.slice(-4) : '' }
  }
  if (!UUID.test(id)) throw refusal(place, 'is missing')
  const [row] = await readSecrets(tx, accountId, [id])
  if (!row) throw refusal(place, 'must be entered again')
  if (row.origin !== origin) throw refusal(place, `was given for ${row.origin}: enter it again for ${origin}`)
  return { name, id, lastFour }
}

const refusal = (field: string, message: string): AppError =>
  new AppError('invalid_input', { field, message: `${field}: ${message}` })

interface Carrying {
  readonly delivery?: Delivery
  readonly checks: OutsideCheck[]
}

/**
 * A part of settings with its secrets sealed: what is written is this, and nothing of what was typed is in it.
 * @param path of the part, like `buyers.12`
 */
export async function sealPart<Part extends Carrying>(
  tx: Tx,
  ctx: Keeping,
  accountId: number,
  part: Part,
  path: string,
): Promise<Part> {
  const checks: OutsideCheck[] = []
  for (const [nth, check] of part.checks.entries()) {
    const call = await keepSecrets(tx, ctx, accountId, check.call, `${path}.checks.${nth}.call`)
    checks.push({ ...check, call })
  }
  const { delivery } = part
  if (delivery?.kind !== 'direct_post') return { ...part, checks }
  const call = await keepSecrets(tx, ctx, accountId, delivery.call, `${path}.delivery.call`)
  return { ...part, checks, delivery: { ...delivery, call } }
}
