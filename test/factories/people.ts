/** People of the other two realms. */
import { createCustomer } from '../../server/customers/actions/customers.ts'
import { addSupplierUser } from '../../server/people/actions/suppliers.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { systemCtx } from '../harness/platform.ts'
import { PASSWORD, type TestAccount, unique, uniqueEmail } from './account.ts'

interface Person {
  email: string
  name: string
}

/** A login of the Supplier Portal, without access to anything. */
export async function makeSupplierUser(
  platform: Platform,
  { email = uniqueEmail(), name = 'Sam Supplier' }: Partial<Person> = {},
): Promise<Person & { userId: string }> {
  const userId = await addSupplierUser(systemCtx(platform), { email, name, password: PASSWORD })
  return { userId, email, name }
}

/** A customer with its wallet; the person is its owner. */
export async function makeCustomerUser(
  account: TestAccount,
  { email = uniqueEmail(), name = 'Cora Customer' }: Partial<Person> = {},
): Promise<Person & { customerId: number; company: string }> {
  const company = `Company ${unique()}`
  const owner = { email, name, password: PASSWORD }
  const customerId = await createCustomer(account.owner.ctx, {
    company,
    billingEmail: email,
    billingMode: 'manual',
    clients: [],
    owner,
  })
  return { email, name, customerId, company }
}
