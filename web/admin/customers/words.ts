import type { Level, LevelKind } from '../../../contract/api/customer-levels.ts'
import type {
  BillingMode,
  CardStatus,
  CustomerStanding,
  customerSorts,
  RechargeStatus,
} from '../../../contract/api/customers.ts'

export const MODES: Record<BillingMode, string> = { none: 'None', manual: 'Manual', real_time: 'Real-Time' }
export const STANDINGS: Record<CustomerStanding, string> = { active: 'Active', invited: 'Invited', closed: 'Closed' }
export const CARDS: Record<CardStatus, string> = {
  none: 'No card',
  on_file: 'On file',
  failing: 'Failing',
  expired: 'Expired',
}
export const RECHARGES: Record<RechargeStatus, string> = { off: 'Off', on: 'On', stopped: 'Stopped' }
export const SORTS: Record<(typeof customerSorts)[number], string> = {
  company: 'Company, A to Z',
  '-company': 'Company, Z to A',
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
  balance: 'Balance, lowest first',
  '-balance': 'Balance, highest first',
}

/** What a customer may do by itself, and what that means. */
export const LEVEL_KINDS: Record<LevelKind, { name: string; hint: string }> = {
  return: { name: 'Return leads', hint: 'Sends leads back, with a reason.' },
  pause: { name: 'Pause', hint: 'Stops buying in a campaign.' },
  resume: { name: 'Resume', hint: 'Starts buying again.' },
  pricing: { name: 'Pricing', hint: 'Sets what it pays for which leads.' },
  caps: { name: 'Caps and schedule', hint: 'Sets how many leads, how much money, at which hours.' },
  filters: { name: 'Filters', hint: 'Sets which leads it takes.' },
  own_settings: { name: 'Own settings', hint: 'Keeps its address, tax id and billing e-mail.' },
  preview: {
    name: 'Preview and Why no leads?',
    hint: 'Sees what its settings would bring, and what holds leads back.',
  },
  preview_prices: { name: 'Prices in the preview', hint: 'Sees what leads would cost it.' },
}
const LEVELS: Record<Level, string> = {
  not_allowed: 'Not allowed',
  with_approval: 'With approval',
  at_once: 'At once',
}
/** Where there is nothing to approve, at once reads as allowed. */
export const levelWord = (level: Level, choices: readonly Level[]): string =>
  level === 'at_once' && choices.length === 2 ? 'Allowed' : LEVELS[level]
