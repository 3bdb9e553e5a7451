/** The audit log: who changed what, when, from what to what, and from where. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath, PageQuery, pageOf } from '../page.ts'
import { RangeQuery } from '../ranges.ts'

const Instant = z.iso.datetime()
/** Whatever a change looks like: each kind of thing has its own words. */
const State = z.record(z.string(), z.unknown()).nullable()

export const AuditEntry = z.object({
  id: z.string(),
  at: Instant,
  /** `id` is null for what the installation did by itself. */
  by: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  /** `noun.verb_in_the_past`, as in `client.renamed`. */
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  before: State,
  after: State,
  ip: z.string().nullable(),
})

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/console/:account/audit',
  summary: 'Who changed what, newest first.',
  params: AccountPath,
  query: PageQuery.extend({
    /** The id of a person or a key. */
    by: z.uuid().optional(),
    /** The kind of thing that was changed. */
    kind: z.string().min(1).max(60).optional(),
    /** With `kind`: one thing of it. */
    target: z.string().min(1).max(100).optional(),
    /** Days of the account's zone, unless told otherwise. */
    ...RangeQuery,
  }),
  reply: pageOf(AuditEntry),
})

export const auditFilters = endpoint({
  method: 'GET',
  path: '/api/console/:account/audit/filters',
  summary: 'What the audit log can be filtered by: who and what there is in it.',
  params: AccountPath,
  reply: z.object({
    people: z.array(z.object({ id: z.string(), name: z.string() })),
    kinds: z.array(z.string()),
  }),
})

/** Without the address it came from. */
const { ip: _, ...entry } = AuditEntry.shape

export const customerActivity = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/activity',
  summary: 'Who changed what of a customer, newest first: its own people and the team.',
  params: AccountPath.extend({ customer: IdInPath }),
  query: PageQuery,
  reply: pageOf(z.object(entry)),
})

/** The customer reads what was done, not the operator's own words for what is behind it. */
export const ownActivity = endpoint({
  method: 'GET',
  path: '/api/portal/activity',
  summary: 'Who changed what of the own company, newest first: colleagues and the operator.',
  query: PageQuery,
  reply: pageOf(
    z.object({
      id: z.string(),
      at: Instant,
      /** `team`: somebody of the operator's; who of them is not the customer's to know. */
      by: z.object({ kind: z.enum(['colleague', 'team', 'system']), name: z.string().nullable() }),
      /** `noun.verb_in_the_past`. */
      action: z.string(),
      /** Whom or what it was done to, where that can be told: an e-mail address, a role. */
      about: z.string().nullable(),
    }),
  ),
})
