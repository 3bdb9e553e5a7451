/** From what was said to what holds: the customer's own level, else the account's, else that of a new account. */
import type { Level, LevelKind, Levels } from '../../../contract/api/customer-levels.ts'

/** Returns and pauses are asked for; everything else is the operator's alone until it says otherwise. */
const IN_A_NEW_ACCOUNT: Levels = {
  return: 'with_approval',
  pause: 'with_approval',
  resume: 'with_approval',
  pricing: 'not_allowed',
  caps: 'not_allowed',
  filters: 'not_allowed',
  own_settings: 'not_allowed',
  preview: 'not_allowed',
  preview_prices: 'not_allowed',
}

type Said = Partial<Levels>

const each = <T>(levelOf: (kind: LevelKind) => T): Record<LevelKind, T> => ({
  return: levelOf('return'),
  pause: levelOf('pause'),
  resume: levelOf('resume'),
  pricing: levelOf('pricing'),
  caps: levelOf('caps'),
  filters: levelOf('filters'),
  own_settings: levelOf('own_settings'),
  preview: levelOf('preview'),
  preview_prices: levelOf('preview_prices'),
})

export const accountLevelsOf = (said: Said): Levels => each((kind) => said[kind] ?? IN_A_NEW_ACCOUNT[kind])

export function customerLevelsOf(
  own: Said,
  account: Said,
): { own: Record<LevelKind, Level | null>; effective: Levels } {
  const inAccount = accountLevelsOf(account)
  return { own: each((kind) => own[kind] ?? null), effective: each((kind) => own[kind] ?? inAccount[kind]) }
}
