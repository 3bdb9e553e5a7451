import { listSupplierLeads } from '../../contract/api/leads.ts'
import { writeRange } from '../../contract/ranges.ts'
import { ask } from '../lib/ask.ts'
import { rangeOr } from '../lib/ranges.ts'
import { oneOf, word } from '../lib/url-state.ts'

export const STATUSES = ['accepted', 'duplicated', 'failed'] as const
export const TESTS = ['test', 'live'] as const
export const RETURNS = ['returned', 'kept'] as const

/** What the leads page keeps in its address. */
export const readAddress = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_28')),
  search: word(raw.search),
  campaign: word(raw.campaign),
  supplier: word(raw.supplier),
  status: oneOf(raw.status, STATUSES),
  test: oneOf(raw.test, TESTS),
  returned: oneOf(raw.returned, RETURNS),
  cursor: word(raw.cursor),
  lead: word(raw.lead),
})
export type Address = ReturnType<typeof readAddress>

export const CLEAR: Partial<Address> = {
  search: undefined,
  campaign: undefined,
  supplier: undefined,
  status: undefined,
  test: undefined,
  returned: undefined,
  cursor: undefined,
}
export const isFiltered = (address: Address) =>
  Object.keys(CLEAR).some((key) => key !== 'cursor' && address[key as keyof Address] !== undefined) // keys of CLEAR

/** The list an address asks for. */
export function leadsAt(account: number, { supplier, lead: _open, ...filters }: Address) {
  const query = { ...filters, supplier: supplier ? [supplier] : [] }
  return ask(listSupplierLeads, { params: { account }, query }, { live: true })
}
