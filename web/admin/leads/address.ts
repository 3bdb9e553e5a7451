import { listLeads } from '../../../contract/api/leads.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask } from '../../lib/ask.ts'
import { rangeOr } from '../../lib/ranges.ts'
import { oneOf, word } from '../../lib/url-state.ts'

export const STATUSES = ['accepted', 'duplicated', 'failed'] as const
export const TESTS = ['test', 'live'] as const
export const RETURNS = ['returned', 'kept'] as const
export const WAITING = ['unknown', 'in_process'] as const
export const TABS = ['timeline', 'fields', 'money'] as const

const number = (value: unknown) => (/^\d{1,9}$/.test(word(value) ?? '') ? word(value) : undefined)
const code = (value: unknown) => (/^\d{1,4}$/.test(word(value) ?? '') ? word(value) : undefined)

/** What the leads page keeps in its address. */
export const readAddress = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_7')),
  search: word(raw.search),
  campaign: number(raw.campaign),
  supplier: number(raw.supplier),
  buyer: number(raw.buyer),
  status: oneOf(raw.status, STATUSES),
  code: code(raw.code),
  waiting: oneOf(raw.waiting, WAITING),
  test: oneOf(raw.test, TESTS),
  returned: oneOf(raw.returned, RETURNS),
  /** The columns that differ from the usual ones, see columns.tsx. */
  columns: word(raw.columns),
  cursor: word(raw.cursor),
  lead: word(raw.lead),
  tab: oneOf(raw.tab, TABS),
})
export type Address = ReturnType<typeof readAddress>

/** Filters taken away, and with them the place in the list. */
export const CLEAR: Partial<Address> = {
  search: undefined,
  campaign: undefined,
  supplier: undefined,
  buyer: undefined,
  status: undefined,
  code: undefined,
  waiting: undefined,
  test: undefined,
  returned: undefined,
  cursor: undefined,
}
export const isFiltered = (address: Address) =>
  Object.keys(CLEAR).some((key) => key !== 'cursor' && address[key as keyof Address] !== undefined) // keys of CLEAR

/** The list an address asks for. */
export function leadsAt(account: number, address: Address) {
  const { range, search, campaign, supplier, buyer, status, test, returned, cursor, waiting } = address
  const query = {
    range,
    search,
    campaign,
    supplier: supplier ? [supplier] : undefined,
    buyer,
    status,
    code: address.code,
    waiting,
    test,
    returned,
    cursor,
  }
  return ask(listLeads, { params: { account }, query }, { live: true })
}

/** Leads of which it is not known whether a buyer took them. They are let go after 72 hours, so no range is needed. */
export const unsettledAt = (account: number) =>
  ask(listLeads, { params: { account }, query: { waiting: 'unknown' } }, { live: true })
