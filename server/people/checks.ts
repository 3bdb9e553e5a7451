import type { Check } from '../platform/check.ts'

/** What must be true of accounts and the people in them. */
export const peopleChecks: Check[] = [
  {
    name: 'account_has_administrator',
    sentence: 'Each account has somebody who may do everything in it.',
    sql: `
      select a.account_id from accounts a
      where not exists (select from memberships m where m.account_id = a.account_id and m.role = 'administrator')`,
  },
  {
    name: 'account_has_portal',
    sentence: 'Each account has a portal, on a subdomain that leads back to it.',
    sql: `
      select a.account_id, p.subdomain, h.account_id as leads_to from accounts a
      left join portals p on p.account_id = a.account_id
      left join portal_hosts h on h.subdomain = p.subdomain
      where h.account_id is distinct from a.account_id`,
  },
  {
    name: 'customer_has_owner',
    sentence: 'Each customer has an owner.',
    sql: `
      select c.account_id, c.customer_id from customers c
      where not exists (
        select from customer_users u
        where u.account_id = c.account_id and u.customer_id = c.customer_id and u.role = 'owner')`,
  },
]
