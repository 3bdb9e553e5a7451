/** The shape of a demo business, before it is built. Amounts are minor units. */

import type { z } from 'zod'
import type { ListKind } from '../../contract/lists.ts'
import type { CustomerRole, TeamGrant, TeamRole } from '../../contract/permissions.ts'
import type { BuyerPart, SupplierPart } from '../../contract/settings.ts'
import type { Vertical } from './forms.ts'

export interface PersonPlan {
  name: string
  email: string
}

export interface SupplierPlan {
  campaign: string
  client: string
  settings: z.input<typeof SupplierPart>
  /** Its part of the campaign's leads. */
  weight: number
  /** It fell silent so many hours ago: something of theirs broke. */
  silentHours?: number
}

export interface BuyerPlan {
  campaign: string
  /** Also the buyer's name. */
  client: string
  settings: Omit<z.input<typeof BuyerPart>, 'position'>
  /** Paused by the operator two days ago, for this reason. */
  paused?: string
}

export interface CustomerPlan {
  company: string
  clients: string[]
  /** Real-Time where Stripe can be called; elsewhere its money comes by wire, as under Manual. */
  billing: 'none' | 'manual' | 'real_time'
  owner: PersonPlan
  users?: (PersonPlan & { role: Exclude<CustomerRole, 'owner'> })[]
  wallet?: {
    /** Credited when the balance is below `floor`, until `lastDays` days ago. */
    topUp: number
    floor: number
    lastDays: number
    minimum: number
    creditLimit?: number
  }
  /** Of who pays in Real-Time. */
  card?: {
    number: string
    /** From the month before the end on, what is topped up is an auto-recharge. */
    recharge?: { threshold: number; amount: number }
    /** At the end its bank says no. */
    declines?: boolean
  }
}

export interface ListPlan {
  name: string
  kind: ListKind
  values: string[]
}

export interface OperatorPlan {
  name: string
  portal: { name: string; subdomain: string; brand: string }
  zone: string
  currency: string
  owner: PersonPlan
  team: (PersonPlan & { role: TeamRole; grants: TeamGrant[] })[]
  campaigns: { vertical: Vertical; weight: number; overflowPrice: number }[]
  suppliers: SupplierPlan[]
  buyers: BuyerPlan[]
  /** That filters name. */
  lists: ListPlan[]
  /** Takes what nobody else does, in every campaign; mapped to no customer, so that nothing ever stops it. */
  overflow: string
  customers: CustomerPlan[]
  /** Leads over the whole history. */
  leads: number
  seed: number
}

export interface SupplierUserPlan extends PersonPlan {
  /** Operator's name and the Client they supply as. */
  access: [operator: string, client: string][]
}

/** Everybody's. The demo holds nothing worth hiding. */
export const DEMO_PASSWORD = 'demo-portico'

/** How far the history goes back. */
export const HISTORY_DAYS = 90
