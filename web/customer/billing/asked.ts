import { useQuery } from '@tanstack/react-query'
import { portalBilling } from '../../../contract/api/billing.ts'
import { portalWallet } from '../../../contract/api/ledger.ts'
import { portalPrices } from '../../../contract/api/own-buying.ts'
import { portalRecharge } from '../../../contract/api/recharge.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'

export type Wallet = Reply<typeof portalWallet>
export type Billing = Reply<typeof portalBilling>
export type Recharge = Reply<typeof portalRecharge>
export type Prices = Reply<typeof portalPrices>

// what several parts of a page show is asked once

export const useWallet = () => useQuery(ask(portalWallet, {}, { live: true }))
export const useBilling = () => useQuery(ask(portalBilling, {}, { live: true }))
export const useRecharge = () => useQuery(ask(portalRecharge, {}, { live: true }))
export const usePrices = () => useQuery(ask(portalPrices, {}, { live: true }))
