/** People who are never sold: kept as keyed hashes of their phone or e-mail, so the list can be asked but not read. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath } from '../page.ts'

const Texts = z.array(z.string().max(254)).max(1_000).default([])
/** In any format that a post may have. */
export const PeopleNamed = z.object({ phones: Texts, emails: Texts })
export type PeopleNamed = z.output<typeof PeopleNamed>

const path = '/api/console/:account/do-not-sell'

export const countDoNotSell = endpoint({
  method: 'GET',
  path,
  summary: 'How many entries the do-not-sell list has.',
  params: AccountPath,
  reply: z.object({ count: z.number().int() }),
})
export const addDoNotSell = endpoint({
  method: 'POST',
  path,
  summary: 'Puts phones and e-mail addresses on the do-not-sell list; no later lead with one of them is sold.',
  params: AccountPath,
  body: PeopleNamed,
  reply: z.object({ added: z.number().int() }),
})
export const removeDoNotSell = endpoint({
  method: 'POST',
  path: `${path}/remove`,
  summary: 'Takes phones and e-mail addresses off the do-not-sell list.',
  params: AccountPath,
  body: PeopleNamed,
  reply: z.object({ removed: z.number().int() }),
})
