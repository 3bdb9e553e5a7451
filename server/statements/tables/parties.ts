/** Who both sides are: the account as it says, the customer as it stands on its page. */
import { sql } from 'kysely'
import type { Sender } from '../../../contract/api/statements.ts'
import type { Db, Tx } from '../../platform/db.ts'

export async function readSender(db: Db, accountId: number): Promise<Sender | undefined> {
  const { rows } = await sql<Sender>`
    select legal_name as "legalName", address, tax_id as "taxId" from statement_senders
    where account_id = ${accountId}`.execute(db)
  return rows[0]
}

export async function writeSender(tx: Tx, accountId: number, sender: Sender): Promise<void> {
  await sql`
    insert into statement_senders (account_id, legal_name, address, tax_id)
    values (${accountId}, ${sender.legalName}, ${sender.address}, ${sender.taxId})
    on conflict (account_id) do update
      set legal_name = excluded.legal_name, address = excluded.address, tax_id = excluded.tax_id`.execute(tx)
}

export interface Receiver extends Sender {
  company: string
  billingEmail: string
}

export async function readReceiver(db: Db, accountId: number, customerId: number): Promise<Receiver | undefined> {
  const { rows } = await sql<Receiver>`
    select company, legal_name as "legalName", address, tax_id as "taxId", billing_email as "billingEmail"
    from customers where account_id = ${accountId} and customer_id = ${customerId}`.execute(db)
  return rows[0]
}
