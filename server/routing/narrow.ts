/**
 * Rules out most buyers by one look-up, so that a lead's cost grows with the buyers that may want it. Pure.
 *
 * An Allow filter with "field is any of" keeps a buyer from every lead with another value. The field that most buyers
 * ask for in this way (a state, a product) becomes an index: value -> those buyers and all without such a filter.
 */
import type { Filter } from '../../contract/conditions.ts'
import { type Candidate, type Form, readerOf } from './conditions.ts'

interface Filtered {
  readonly part: { readonly filters: readonly Filter[] }
}

/** Fewer buyers are asked faster than they are looked up. */
const FEWEST = 8

/** The buyers that may want a candidate, in the order given. Asking each of them still decides. */
export function narrowing<B extends Filtered>(
  buyers: readonly B[],
  form: Form,
): (candidate: Candidate) => readonly B[] {
  const field = mostAsked(buyers)
  if (field === undefined) return () => buyers
  const { text } = readerOf(field, form)
  const wanted = buyers.map((buyer) => valuesAsked(buyer, field))
  const others = buyers.filter((_, at) => wanted[at] === undefined)
  const values = new Set(wanted.flatMap((set) => [...(set ?? [])]))
  const byValue = new Map(
    [...values].map((value) => [value, buyers.filter((_, at) => wanted[at]?.has(value) ?? true)] as const),
  )
  return (candidate) => byValue.get(text(candidate) ?? '') ?? others
}

function mostAsked(buyers: readonly Filtered[]): string | undefined {
  const asked = new Map<string, number>()
  for (const buyer of buyers) for (const field of fieldsAsked(buyer)) asked.set(field, (asked.get(field) ?? 0) + 1)
  const [most] = [...asked].sort(([, a], [, b]) => b - a)
  return most && most[1] >= FEWEST ? most[0] : undefined
}

function fieldsAsked({ part }: Filtered): Set<string> {
  return new Set(asking(part.filters).map((condition) => condition.field))
}

/** The values one of which a buyer's leads must have, in lower case; undefined when any will do. */
function valuesAsked({ part }: Filtered, field: string): Set<string> | undefined {
  const condition = asking(part.filters).find((one) => one.field === field)
  return condition && new Set(condition.values.map((value) => value.toLowerCase()))
}

function asking(filters: readonly Filter[]) {
  return filters
    .filter((filter) => filter.mode === 'allow')
    .flatMap((filter) => filter.conditions)
    .flatMap((condition) => (condition.op === 'any_of' ? [condition] : []))
}
