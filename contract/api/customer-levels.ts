/** What customers may do by themselves (spec 3.4): the account's default of each kind, and where one customer's differs. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath } from '../page.ts'

/** Each has one of the three levels. */
export const askedKinds = ['return', 'pause', 'resume', 'pricing', 'caps', 'filters'] as const
/** Either allowed or not: there is nothing to approve. */
export const plainKinds = ['own_settings', 'preview', 'preview_prices'] as const
export const levelKinds = [...askedKinds, ...plainKinds] as const
export type LevelKind = (typeof levelKinds)[number]

export const levels = ['not_allowed', 'with_approval', 'at_once'] as const
/** `at_once` of a plain kind reads "allowed". */
export type Level = (typeof levels)[number]
export type Levels = Record<LevelKind, Level>

/** What a kind can be set to, in the order they are shown. */
export const levelsOf = (kind: LevelKind): readonly Level[] =>
  plainKinds.some((plain) => plain === kind) ? ['not_allowed', 'at_once'] : levels

const plain = (levels: Partial<Record<LevelKind, Level | null>>): boolean =>
  plainKinds.every((kind) => levels[kind] !== 'with_approval')
const NOT_PLAIN = { message: 'own settings and previews are allowed or not', path: ['levels'] }

export const Levels = z.record(z.enum(levelKinds), z.enum(levels))
/** Null: as in the account. */
const OwnLevels = z.record(z.enum(levelKinds), z.enum(levels).nullable())
export const CustomerLevels = z.object({ own: OwnLevels, effective: Levels })
/** Kinds that are left out stay as they are. */
export const LevelsEdit = z
  .object({ levels: z.partialRecord(z.enum(levelKinds), z.enum(levels).nullable()) })
  .refine((edit) => plain(edit.levels), NOT_PLAIN)

const AccountLevels = z.object({ levels: Levels })
export const readLevels = endpoint({
  method: 'GET',
  path: '/api/console/:account/customer-levels',
  summary: 'What customers may do by themselves, where nothing else is said of one.',
  params: AccountPath,
  reply: AccountLevels,
})
export const setLevels = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customer-levels',
  summary: 'Sets what customers may do by themselves, where nothing else is said of one.',
  params: AccountPath,
  body: AccountLevels.refine((edit) => plain(edit.levels), NOT_PLAIN),
  reply: AccountLevels,
})
