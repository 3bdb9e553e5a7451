/** What `GET /dev/world.json` tells a machine about the demo world, and leads made from its samples. */
import { randomInt, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { send } from './http.ts'

const Value = z.union([z.string(), z.number(), z.boolean()])
const Supplier = z.object({
  id: z.number(),
  name: z.string(),
  key: z.string(),
  sample: z.record(z.string(), Value),
  vary: z.array(z.string()),
})
const Campaign = z.object({
  id: z.number(),
  name: z.string(),
  fields: z.array(
    z.object({ name: z.string(), type: z.string(), hidden_from_specs: z.boolean(), hidden_from_buyers: z.boolean() }),
  ),
  buyers: z.array(z.object({ id: z.number(), name: z.string() })),
  suppliers: z.array(Supplier),
})
const Customer = z.object({
  portal: z.url(),
  email: z.string(),
  password: z.string(),
  company: z.string(),
  billing_mode: z.string(),
  campaigns: z.array(z.object({ id: z.number(), billed: z.boolean() })),
})
export const World = z.object({
  operator: z.object({ console: z.url(), email: z.string(), password: z.string() }),
  campaigns: z.array(Campaign).min(1),
  customers: z.array(Customer).min(1),
  suppliers: z.array(z.object({ portal: z.url(), email: z.string(), password: z.string() })).min(1),
  stripe: z.object({ simulator: z.string() }),
})
export type World = z.output<typeof World>
export type Campaign = z.output<typeof Campaign>
export type Supplier = z.output<typeof Supplier>
export type Customer = z.output<typeof Customer>

export async function readWorld(port: number): Promise<World> {
  const { status, text } = await send(port, { host: 'localhost', path: '/dev/world.json' })
  if (status !== 200) throw new Error(`/dev/world.json answered ${status}: ${text}`)
  return World.parse(JSON.parse(text))
}

/** The number with its last six digits changed; from 2 to 9, they make a valid one in any country. */
function freshPhone(sample: string): string {
  let left = 6
  const changed = [...sample].reverse().map((sign) => (/\d/.test(sign) && left-- > 0 ? String(randomInt(2, 10)) : sign))
  return changed.reverse().join('')
}

function freshValue(type: string | undefined, sample: string): string {
  if (type === 'email') return `${randomUUID()}@example.com`
  if (type === 'phone') return freshPhone(sample)
  throw new Error(`no fresh value is known for a field of type ${type}`)
}

/** The supplier's sample with everything fresh that must be. */
export function freshLead(campaign: Campaign, supplier: Supplier): Record<string, unknown> {
  const fresh = supplier.vary.map((name) => {
    const type = campaign.fields.find((field) => field.name === name)?.type
    return [name, freshValue(type, String(supplier.sample[name]))] as const
  })
  return { ...supplier.sample, ...Object.fromEntries(fresh) }
}

const Answer = z.object({ status: z.string(), code: z.number(), message: z.string(), lead_id: z.string() })
type Answer = z.output<typeof Answer>

/** Posts a lead as its supplier does. */
export async function postLead(
  port: number,
  { campaign, supplier, values = {} }: { campaign: Campaign; supplier: Supplier; values?: Record<string, unknown> },
): Promise<Answer> {
  const body = {
    lp_campaign_id: campaign.id,
    lp_supplier_id: supplier.id,
    lp_key: supplier.key,
    ...freshLead(campaign, supplier),
    ...values,
  }
  const { status, text } = await send(port, { host: 'localhost', path: '/direct_post', method: 'POST', body })
  if (status !== 200) throw new Error(`/direct_post answered ${status}: ${text}`)
  return Answer.parse(JSON.parse(text))
}
