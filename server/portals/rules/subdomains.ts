/** What a portal's subdomain may be. */
const SHAPE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
// room for a number behind it within the 63 of a label
const MAX_DERIVED = 40
const FALLBACK = 'portal'

/** Whether it can be a host name's first label. `xn--` would show as other letters than were typed. */
export function isSubdomain(text: string): boolean {
  return SHAPE.test(text) && text.slice(2, 4) !== '--'
}

/** A label made of a company's name: `Brightway Médía, Inc.` gives `brightway-media-inc`. */
export function subdomainFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const label = plain.replace(/[^a-z0-9]+/g, '-').slice(0, MAX_DERIVED)
  const trimmed = label.replace(/^-+|-+$/g, '')
  return trimmed === '' ? FALLBACK : trimmed
}

/** The label itself, then `label-2`, `label-3` …: tried in this order until one is free. */
export function* alternatives(label: string): Generator<string> {
  yield label
  for (let n = 2; ; n++) yield `${label}-${n}`
}
