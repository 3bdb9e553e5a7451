import {
  type CustomerRole,
  customerRoles,
  type TeamGrant,
  type TeamRole,
  teamGrants,
  teamRoles,
} from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

/** Where somebody is invited to. */
export type Place =
  | { realm: 'team'; role: TeamRole; grants: TeamGrant[] }
  | CustomerPlace
  | { realm: 'supplier'; clientId: number }

/** `mayPay` counts for a manager; `name` is what whoever invites calls the person. */
export interface CustomerPlace {
  realm: 'customer'
  customerId: number
  role: CustomerRole
  mayPay: boolean
  name: string
}

/** The list that invitations to a place stand in. */
export type Door =
  | { realm: 'team' }
  | { realm: 'customer'; customerId: number }
  | { realm: 'supplier'; clientId: number }

interface InvitationRow {
  invitation_id: string
  realm: string
  email: string
  role: string | null
  grants: string[]
  name: string
  may_pay: boolean
  customer_id: number | null
  client_id: number | null
  created_by: string
  sent_at: Date
  expires_at: Date
}

export interface Invitation {
  id: string
  place: Place
  email: string
  invitedBy: string
  sentAt: Date
  expiresAt: Date
}

const shown = [
  'invitation_id',
  'realm',
  'email',
  'role',
  'grants',
  'name',
  'may_pay',
  'customer_id',
  'client_id',
  'created_by',
  'sent_at',
  'expires_at',
] as const

/** As the row's constraints hold it: invitations_place and invitations_grants_known. */
function known<T extends string>(names: readonly T[], value: string | null): T {
  const name = names.find((one) => one === value)
  if (name === undefined) throw new Error('an invitation to what there is not')
  return name
}

function placeOf(row: InvitationRow): Place {
  const { realm, role, grants, customer_id, client_id } = row
  if (realm === 'customer') {
    const { name, may_pay: mayPay } = row
    return { realm, customerId: customer_id ?? 0, role: known(customerRoles, role), mayPay, name }
  }
  if (realm === 'supplier') return { realm, clientId: client_id ?? 0 }
  return { realm: 'team', role: known(teamRoles, role), grants: grants.map((grant) => known(teamGrants, grant)) }
}

const invitationOf = (row: InvitationRow): Invitation => ({
  id: row.invitation_id,
  place: placeOf(row),
  email: row.email,
  invitedBy: row.created_by,
  sentAt: row.sent_at,
  expiresAt: row.expires_at,
})

/** @throws a violation of invitations_one_open, or of the foreign keys where customer or Client are not there */
export async function insertInvitation(tx: Tx, accountId: number, invitation: Invitation): Promise<void> {
  const { id, place, email, invitedBy, sentAt, expiresAt } = invitation
  await tx
    .insertInto('invitations')
    .values({
      account_id: accountId,
      invitation_id: id,
      realm: place.realm,
      email,
      role: place.realm === 'supplier' ? null : place.role,
      grants: place.realm === 'team' ? [...place.grants] : [],
      ...(place.realm === 'customer' && { name: place.name, may_pay: place.mayPay }),
      customer_id: place.realm === 'customer' ? place.customerId : null,
      client_id: place.realm === 'supplier' ? place.clientId : null,
      created_at: sentAt,
      created_by: invitedBy,
      sent_at: sentAt,
      expires_at: expiresAt,
    })
    .execute()
}

function open(db: Db, accountId: number) {
  return db
    .selectFrom('invitations')
    .select(shown)
    .where('account_id', '=', accountId)
    .where('accepted_at', 'is', null)
    .where('cancelled_at', 'is', null)
}

function openAt(db: Db, accountId: number, door: Door) {
  const query = open(db, accountId).where('realm', '=', door.realm)
  if (door.realm === 'customer') return query.where('customer_id', '=', door.customerId)
  return door.realm === 'supplier' ? query.where('client_id', '=', door.clientId) : query
}

/** Whether there is what the list belongs to: an empty list would say that somebody else's is there. */
export async function isDoor(db: Db, accountId: number, door: Door): Promise<boolean> {
  if (door.realm === 'team') return true
  const found =
    door.realm === 'customer'
      ? db
          .selectFrom('customers')
          .select('account_id')
          .where('account_id', '=', accountId)
          .where('customer_id', '=', door.customerId)
      : db
          .selectFrom('clients')
          .select('account_id')
          .where('account_id', '=', accountId)
          .where('client_id', '=', door.clientId)
  return (await found.executeTakeFirst()) !== undefined
}

/** Those that wait, newest first. */
export async function listInvitations(
  db: Db,
  accountId: number,
  door: Door,
  page: { after: string | undefined; limit: number },
): Promise<Invitation[]> {
  let query = openAt(db, accountId, door).orderBy('invitation_id', 'desc').limit(page.limit)
  if (page.after !== undefined) query = query.where('invitation_id', '<', page.after)
  return (await query.execute()).map(invitationOf)
}

/** Locked: of two that send, cancel or accept it at once the second finds what the first did. */
export async function lockInvitation(
  tx: Tx,
  accountId: number,
  id: string,
  door: Door,
): Promise<Invitation | undefined> {
  const row = await openAt(tx, accountId, door).where('invitation_id', '=', id).forUpdate().executeTakeFirst()
  return row && invitationOf(row)
}

/** One that waits, whatever it is to: for the page behind its link. */
export async function openInvitation(db: Db, accountId: number, id: string): Promise<Invitation | undefined> {
  const row = await open(db, accountId).where('invitation_id', '=', id).executeTakeFirst()
  return row && invitationOf(row)
}

export async function updateInvitation(
  tx: Tx,
  accountId: number,
  id: string,
  change: { sent_at: Date; expires_at: Date } | { accepted_at: Date } | { cancelled_at: Date },
): Promise<void> {
  await tx
    .updateTable('invitations')
    .set(change)
    .where('account_id', '=', accountId)
    .where('invitation_id', '=', id)
    .execute()
}
