/** Lists come in pages by key, never by offset: a page of a million rows costs what the first one does. */
import { z } from 'zod'

/** The part of a list's query that turns pages; `cursor` is the `next` of the page before. */
export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(100).default(50),
})
export type PageQuery = z.output<typeof PageQuery>

/** A page of such items. Pass `next` as `cursor` for the page after it; null on the last one. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** The most an outward id can be. */
export const MOST_ID = 2_147_483_647
/** An outward id in an address: campaign, supplier, buyer, Client, customer, account. */
export const IdInPath = z.coerce.number().int().min(1).max(MOST_ID)
/** What every console address has. */
export const AccountPath = z.object({ account: IdInPath })
