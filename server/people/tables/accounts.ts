import type { TeamGrant, TeamRole } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface AccountRow {
  account_id: number
  name: string
  zone: string
  currency: string
  same_person_days: number
  require_second_factor: boolean
  created_at: Date
}

const shown = [
  'account_id',
  'name',
  'zone',
  'currency',
  'same_person_days',
  'require_second_factor',
  'created_at',
] as const

export async function insertAccount(
  tx: Tx,
  account: Omit<AccountRow, 'same_person_days' | 'require_second_factor'> & { hash_key_sealed: string },
): Promise<void> {
  await tx.insertInto('accounts').values(account).execute()
}

export function accountById(db: Db, accountId: number): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').select(shown).where('account_id', '=', accountId).executeTakeFirst()
}

export async function accountZone(db: Db, accountId: number): Promise<string> {
  const query = db.selectFrom('accounts').select('zone').where('account_id', '=', accountId)
  return (await query.executeTakeFirstOrThrow()).zone
}

/** Whether there is any account (but one): as long as not, the link printed at start opens the first. */
export async function anyAccount(db: Db, but = 0): Promise<boolean> {
  const query = db.selectFrom('accounts').select('account_id').where('account_id', '!=', but).limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

/** Holds off whoever opens a wallet (its row refers to the account) until this transaction ends. */
export function lockAccount(tx: Tx, accountId: number): Promise<AccountRow | undefined> {
  return tx.selectFrom('accounts').select(shown).where('account_id', '=', accountId).forUpdate().executeTakeFirst()
}

/** The currency, held until this transaction ends: for whoever opens a wallet in it. */
export async function holdCurrency(tx: Tx, accountId: number): Promise<string | undefined> {
  const query = tx.selectFrom('accounts').select('currency').where('account_id', '=', accountId)
  return (await query.forShare().executeTakeFirst())?.currency
}

export async function updateAccount(
  tx: Tx,
  accountId: number,
  change: Partial<Omit<AccountRow, 'account_id' | 'created_at'>>,
): Promise<void> {
  await tx.updateTable('accounts').set(change).where('account_id', '=', accountId).execute()
}

/** Whether amounts have been written down in the currency: a booked transfer, or a wallet waiting for one. */
export async function hasMoney(db: Db, accountId: number): Promise<boolean> {
  const ofAccount = (table: 'wallets' | 'transfers') =>
    db.selectFrom(table).select('account_id').where('account_id', '=', accountId).limit(1).executeTakeFirst()
  return (await ofAccount('wallets')) !== undefined || (await ofAccount('transfers')) !== undefined
}

export interface MembershipRow {
  account_id: number
  user_id: string
  role: TeamRole
  grants: TeamGrant[]
}

export async function insertMembership(tx: Tx, membership: MembershipRow & { created_at: Date }): Promise<void> {
  await tx.insertInto('memberships').values(membership).execute()
}

/** The role of a person in an account; undefined for who does not belong to it. */
export async function membershipOf(db: Db, accountId: number, userId: string): Promise<string | undefined> {
  const query = db.selectFrom('memberships').select('role').where('account_id', '=', accountId)
  return (await query.where('user_id', '=', userId).executeTakeFirst())?.role
}

/** The accounts of one person, over all of them: what the console offers after log-in. */
export async function accountsOf(db: Db, userId: string): Promise<(AccountRow & MembershipRow)[]> {
  const rows = await db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.account_id', 'm.account_id')
    .select(shown.map((column) => `a.${column}` as const))
    .select(['m.user_id', 'm.role', 'm.grants'])
    .where('m.user_id', '=', userId)
    .orderBy('a.account_id')
    .execute()
  // memberships_role_known and memberships_grants_known hold these values
  return rows as (AccountRow & MembershipRow)[]
}
