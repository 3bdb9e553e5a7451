/**
 * Rules out most buyers by one look-up, so that a lead's cost grows with the buyers that may want it. Pure.
 *
 * An Allow filter with "field is any of" keeps a buyer from every lead with another value. The field that most buyers
 * ask for in this way (a state, a product) becomes an index: value -> those buyers and all without such a filter.
 * Values in lists of their own are not written out a second time: each list is asked once, for all its buyers.
 */
import { type Filter, isListCondition } from '../../contract/conditions.ts'
import { type Candidate, type Form, namedBy, readerOf, type Wanted, wantedBy } from './conditions.ts'

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
  const asked = buyers.map((buyer) => asking(buyer.part.filters).find((one) => one.field === field))
  const wanting = asked.some((condition) => condition && isListCondition(condition))
    ? byList(buyers, asked, form)
    : byValue(buyers, asked, form)
  return (candidate) => wanting(text(candidate))
}

type Asked = ReturnType<typeof asking>[number] | undefined
type Wanting<B> = (value: string | null) => readonly B[]

/** Where all name their values: one Map of value -> buyers. */
function byValue<B>(buyers: readonly B[], asked: readonly Asked[], form: Form): Wanting<B> {
  const wanted = asked.map((one) => (one && !isListCondition(one) ? new Set(namedBy(one, form)) : undefined))
  const others = buyers.filter((_, at) => wanted[at] === undefined)
  const values = new Set(wanted.flatMap((set) => [...(set ?? [])]))
  const known = new Map(
    [...values].map((value) => [value, buyers.filter((_, at) => wanted[at]?.has(value) ?? true)] as const),
  )
  return (value) => known.get(value ?? '') ?? others
}

/** So many values' buyers are remembered: leads come from the same places again and again. */
const REMEMBERED = 512

/** Where some name a list: each different list is asked, once for all buyers with it. */
function byList<B>(buyers: readonly B[], asked: readonly Asked[], form: Form): Wanting<B> {
  const lists = new Map<string, Wanted>()
  const nameOf = asked.map((one) => {
    if (!one) return undefined
    const name = isListCondition(one) ? one.list : namedBy(one, form).sort().join('\n')
    if (!lists.has(name)) lists.set(name, wantedBy(one, form))
    return name
  })
  const others = buyers.filter((_, at) => nameOf[at] === undefined)
  const remembered = new Map<string, readonly B[]>()
  return (value) => {
    if (value === null) return others
    const known = remembered.get(value)
    if (known) return known
    const having = new Set([...lists].flatMap(([name, wanted]) => (wanted.has(value) ? [name] : [])))
    const found = buyers.filter((_, at) => {
      const name = nameOf[at]
      return name === undefined || having.has(name)
    })
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(value, found)
    return found
  }
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

function asking(filters: readonly Filter[]) {
  return filters
    .filter((filter) => filter.mode === 'allow')
    .flatMap((filter) => filter.conditions)
    .flatMap((condition) => (condition.op === 'any_of' ? [condition] : []))
}
