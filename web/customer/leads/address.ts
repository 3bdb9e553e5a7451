import { listPortalLeads } from '../../../contract/api/leads.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask } from '../../lib/ask.ts'
import { rangeOr } from '../../lib/ranges.ts'
import { oneOf, word } from '../../lib/url-state.ts'
import { zoneFrom } from '../../lib/zones.ts'

const RETURNS = ['returned', 'kept'] as const
const STATES = ['live', 'test'] as const
export const TABS = ['fields', 'money'] as const
export const RANGE = 'last_28'

/** What the page keeps in its address. */
export const readAddress = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, RANGE)),
  zone: zoneFrom(raw.zone),
  search: word(raw.search),
  campaign: word(raw.campaign),
  test: oneOf(raw.test, STATES),
  returned: oneOf(raw.returned, RETURNS),
  columns: word(raw.columns),
  cursor: word(raw.cursor),
  lead: word(raw.lead),
  tab: oneOf(raw.tab, TABS),
})
export type Address = ReturnType<typeof readAddress>
export type SetAddress = (change: Partial<Address>, how?: { replace?: boolean }) => void

/** What "Clear" takes away; the range is always there, and columns hide no lead. */
export const CLEAR = {
  zone: undefined,
  search: undefined,
  campaign: undefined,
  test: undefined,
  returned: undefined,
  cursor: undefined,
} satisfies Partial<Address>

export const isFiltered = ({ search, campaign, test, returned, cursor, range }: Address): boolean =>
  Boolean(search || campaign || test || returned || cursor) || range !== RANGE

/** The question the list asks: all of it stands in the address. */
export const leadsAt = ({ range, zone, search, campaign, test, returned, cursor }: Address) =>
  ask(listPortalLeads, { query: { range, zone, search, campaign, test, returned, cursor } }, { live: true })
