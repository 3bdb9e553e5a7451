/** `expand[]`: ids in an answer replaced by what they stand for. */
import type { Merchant } from './merchant.ts'
import { badRequest } from './wire.ts'

type Bag = Record<string, unknown>

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value)

function byId(shop: Merchant, id: string): object | undefined {
  for (const shelf of Object.values(shop.shelves)) {
    const found = shelf.find(id)
    if (found && 'object' in found) return structuredClone(found)
  }
  return undefined
}

function expandOne(shop: Merchant, at: unknown, path: readonly string[]): void {
  const [name, ...rest] = path
  if (name === undefined || at === null) return
  if (Array.isArray(at)) {
    for (const one of at) expandOne(shop, one, path)
    return
  }
  if (!isBag(at) || !(name in at)) throw badRequest(`This property cannot be expanded (${name}).`, { param: 'expand' })
  const value = at[name]
  if (typeof value === 'string') at[name] = byId(shop, value) ?? value
  expandOne(shop, at[name], rest)
}

/** A copy of the answer with what was asked for in it. */
export function expandAll(shop: Merchant, answer: object, sent: unknown): object {
  const copy = structuredClone(answer)
  const wanted = isBag(sent) && Array.isArray(sent.expand) ? sent.expand.map(String) : []
  for (const path of wanted) expandOne(shop, copy, path.split('.'))
  return copy
}
