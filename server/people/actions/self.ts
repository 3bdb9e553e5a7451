/** Who is signed in, as the own login is changed by them. */
import { AppError } from '../../../contract/errors.ts'
import { verifyPassword } from '../../platform/passwords.ts'
import { tokenHashOf } from '../rules.ts'
import { type Person, personById, type Realm } from '../tables/persons.ts'
import type { Owner } from '../tables/sessions.ts'
import { type Caller, countAttempt, placeOf, realmAt } from './sign-in.ts'

export interface Self {
  owner: Owner
  realm: Realm
  tokenHash: Buffer
  person: { userId: string; name: string; email: string }
}

/** @throws AppError unauthenticated */
export function selfOf(ctx: Caller): Self {
  const { actor } = ctx
  if (!('userId' in actor)) throw new AppError('unauthenticated')
  const { userId, name, email } = actor
  const realm = realmAt(placeOf(ctx))
  return {
    owner: { realm: realm.kind, userId },
    realm,
    tokenHash: tokenHashOf(actor.sessionId),
    person: { userId, name, email },
  }
}

/** The person as stored, if `current` is the password. @throws AppError invalid_input, too_many_requests */
export async function confirmPassword(ctx: Caller, { owner, realm }: Self, current: string): Promise<Person> {
  const attempt = await countAttempt(ctx, owner.userId)
  const person = await personById(ctx.db, realm, owner.userId)
  if (!person || !(await verifyPassword(current, person.passwordHash))) {
    throw new AppError('invalid_input', { field: 'current', message: 'This is not the present password.' })
  }
  await attempt.succeeded()
  return person
}
