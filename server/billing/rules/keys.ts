/** What Stripe's keys say of themselves. */
import type { StripeMode } from '../../../contract/api/billing.ts'
import { AppError } from '../../../contract/errors.ts'

export interface KeyPair {
  publishableKey: string
  secretKey: string
  mode: StripeMode
  restricted: boolean
}

const PUBLISHABLE = /^pk_(test|live)_\w{8,}$/
const SECRET = /^(sk|rk)_(test|live)_\w{8,}$/

const modeOf = (text: string | undefined): StripeMode => (text === 'live' ? 'live' : 'test')
const wrong = (field: 'publishableKey' | 'secretKey', message: string) =>
  new AppError('invalid_input', { field, message })

/** Two keys of one mode. @throws AppError invalid_input naming the one that is not what it should be */
export function readKeys({ publishableKey, secretKey }: { publishableKey: string; secretKey: string }): KeyPair {
  const publishable = PUBLISHABLE.exec(publishableKey)
  const secret = SECRET.exec(secretKey)
  if (secretKey.startsWith('pk_'))
    throw wrong('secretKey', 'This is a publishable key. Paste the secret key, or a restricted one.')
  if (/^[sr]k_/.test(publishableKey))
    throw wrong('publishableKey', 'This is a secret key. Paste the publishable key, which begins with pk_.')
  if (!publishable) throw wrong('publishableKey', 'A publishable key begins with pk_test_ or pk_live_.')
  if (!secret) throw wrong('secretKey', 'A secret key begins with sk_ or rk_, then test_ or live_.')
  const [mode, other] = [modeOf(secret[2]), modeOf(publishable[1])]
  if (mode !== other) throw wrong('publishableKey', `This is a ${other} key, but the secret key is a ${mode} one.`)
  return { publishableKey, secretKey, mode, restricted: secret[1] === 'rk' }
}

export const lastFour = (key: string): string => key.slice(-4)
