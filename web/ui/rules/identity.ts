/**
 * Rules have no ids of their own, and a page needs to know which card is which while they are moved and changed: each
 * rule object gets a key once, and its successor takes it over.
 */
let last = 0
const keys = new WeakMap<object, string>()

export function keyOf(rule: object): string {
  const known = keys.get(rule)
  if (known) return known
  const key = `rule-${++last}`
  keys.set(rule, key)
  return key
}

/** `next` is what `rule` has become. */
export function inherit<R extends object>(rule: object, next: R): R {
  keys.set(next, keyOf(rule))
  return next
}
