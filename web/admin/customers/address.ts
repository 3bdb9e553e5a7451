/** What the pages of customers keep in their address. */
import {
  billingModes,
  CUSTOMERS_CSV,
  cardStatuses,
  customerSorts,
  customerStandings,
} from '../../../contract/api/customers.ts'
import { oneOf, type UrlState, word } from '../../lib/url-state.ts'

export const customerTabs = ['customers', 'mapping', 'permissions'] as const

export const readAddress = (raw: Record<string, unknown>) => ({
  tab: oneOf(raw.tab, customerTabs),
  search: word(raw.search),
  status: oneOf(raw.status, customerStandings),
  mode: oneOf(raw.mode, billingModes),
  card: oneOf(raw.card, cardStatuses),
  /** `none`, `any`, or a Client's id. */
  mapping: word(raw.mapping),
  /** The Client's name, to be shown without asking for it. */
  client: word(raw.client),
  sort: oneOf(raw.sort, customerSorts),
  billed: oneOf(raw.billed, ['yes', 'no']),
  cursor: word(raw.cursor),
})
export type Address = ReturnType<typeof readAddress>
export type SetAddress = UrlState<Address>['set']

export const CLEAR = {
  search: undefined,
  status: undefined,
  mode: undefined,
  card: undefined,
  mapping: undefined,
  client: undefined,
  billed: undefined,
  cursor: undefined,
} satisfies Partial<Address>

const mappingOf = (text: string | undefined): 'none' | 'any' | number | undefined => {
  if (text === undefined || text === 'none' || text === 'any') return text
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** What the table, and the file of it, is asked for. */
export const choiceOf = ({ search, status, mode, card, mapping, sort }: Address) => ({
  search,
  status,
  billingMode: mode,
  card,
  mapping: mappingOf(mapping),
  sort,
})

export function csvAt(account: number, address: Address): string {
  const said = Object.entries(choiceOf(address)).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(said.map(([name, value]) => [name, String(value)]))
  return `${CUSTOMERS_CSV.replace(':account', String(account))}?${query}`
}
