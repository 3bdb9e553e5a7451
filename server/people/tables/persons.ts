/** The three kinds of person that sign in: three tables that share columns and nothing else. */
import { sql } from 'kysely'
import type { CustomerRole } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Person {
  userId: string
  email: string
  name: string
  passwordHash: string
}

/** Where a person is looked for: customers are people of one account, the others of the installation. */
export type Realm = { kind: 'team' } | { kind: 'supplier' } | { kind: 'customer'; accountId: number }

interface NewPerson extends Person {
  at: Date
}

const columns = sql`user_id as "userId", email, name, password_hash as "passwordHash"`

/** The rows of a realm, so that each statement below is written once and names the account where there is one. */
function peopleOf(realm: Realm) {
  if (realm.kind === 'team') return { table: sql.table('team_users'), inRealm: sql`true` }
  if (realm.kind === 'supplier') return { table: sql.table('supplier_users'), inRealm: sql`true` }
  return { table: sql.table('customer_users'), inRealm: sql`account_id = ${realm.accountId}` }
}

export async function personByEmail(db: Db, realm: Realm, email: string): Promise<Person | undefined> {
  const { table, inRealm } = peopleOf(realm)
  const found = await sql<Person>`select ${columns} from ${table} where ${inRealm} and email = ${email}`.execute(db)
  return found.rows[0]
}

export async function personById(db: Db, realm: Realm, userId: string): Promise<Person | undefined> {
  const { table, inRealm } = peopleOf(realm)
  const found = await sql<Person>`select ${columns} from ${table} where ${inRealm} and user_id = ${userId}`.execute(db)
  return found.rows[0]
}

/** Locked, so that two changes of one password come one after the other. */
export async function lockPerson(tx: Tx, realm: Realm, userId: string): Promise<Person | undefined> {
  const { table, inRealm } = peopleOf(realm)
  const found = await sql<Person>`
    select ${columns} from ${table} where ${inRealm} and user_id = ${userId} for update`.execute(tx)
  return found.rows[0]
}

export async function updatePassword(tx: Tx, realm: Realm, userId: string, passwordHash: string): Promise<void> {
  const { table, inRealm } = peopleOf(realm)
  await sql`update ${table} set password_hash = ${passwordHash} where ${inRealm} and user_id = ${userId}`.execute(tx)
}

export async function updateName(tx: Tx, realm: Realm, userId: string, name: string): Promise<void> {
  const { table, inRealm } = peopleOf(realm)
  await sql`update ${table} set name = ${name} where ${inRealm} and user_id = ${userId}`.execute(tx)
}

/** @throws a unique violation where somebody has the address */
export async function updateEmail(tx: Tx, realm: Realm, userId: string, email: string): Promise<void> {
  const { table, inRealm } = peopleOf(realm)
  await sql`update ${table} set email = ${email} where ${inRealm} and user_id = ${userId}`.execute(tx)
}

export async function insertTeamUser(tx: Tx, person: NewPerson): Promise<void> {
  await tx.insertInto('team_users').values(rowOf(person)).execute()
}

export async function insertSupplierUser(tx: Tx, person: NewPerson): Promise<void> {
  await tx.insertInto('supplier_users').values(rowOf(person)).execute()
}

export async function insertCustomerUser(
  tx: Tx,
  person: NewPerson & { accountId: number; customerId: number; role: CustomerRole; mayPay?: boolean },
): Promise<void> {
  const { accountId, customerId, role, mayPay = false } = person
  await tx
    .insertInto('customer_users')
    .values({ account_id: accountId, customer_id: customerId, role, may_pay: mayPay, ...rowOf(person) })
    .execute()
}

function rowOf({ userId, email, name, passwordHash, at }: NewPerson) {
  return { user_id: userId, email, name, password_hash: passwordHash, created_at: at }
}
