/** Caps in use over all campaigns: whoever is nearest to being full first. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath } from '../page.ts'

const Count = z.number().int()
const Named = z.object({ id: Count, name: z.string() })

export const CapInUse = z.object({
  kind: z.enum(['supplier', 'buyer']),
  id: Count,
  name: z.string(),
  campaign: Named,
  /** Of leads, or of money. */
  of: z.enum(['leads', 'money']),
  period: z.enum(['day', 'week', 'month', 'total']),
  used: Count,
  limit: Count,
})
export type CapInUse = z.output<typeof CapInUse>

export const listCapsInUse = endpoint({
  method: 'GET',
  path: '/api/console/:account/caps',
  summary: 'The caps and budgets of running campaigns that are nearest to being full, one a supplier or buyer.',
  params: AccountPath,
  query: z.object({ limit: z.coerce.number<number | string>().int().min(1).max(50).default(6) }),
  reply: z.object({ items: z.array(CapInUse), currency: z.string(), asOf: z.iso.datetime() }),
})
