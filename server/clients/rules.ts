/** What a Client supplied and bought, from the sums of its suppliers and buyers. */

export interface Supplied {
  leads: number
  accepted: number
  returned: number
  earned: number
}
export interface Bought {
  leads: number
  returned: number
  paid: number
}

export const NOTHING_SUPPLIED: Supplied = { leads: 0, accepted: 0, returned: 0, earned: 0 }
export const NOTHING_BOUGHT: Bought = { leads: 0, returned: 0, paid: 0 }

interface LeadSums {
  leads: number
  accepted: number
  returned: number
  payout: number
  returned_payout: number
}
interface SaleSums {
  sales: number
  returned: number
  amount: number
  returned_amount: number
}

export function suppliedBy(rows: readonly LeadSums[]): Supplied {
  return rows.reduce(
    (all, row) => ({
      leads: all.leads + row.leads,
      accepted: all.accepted + row.accepted,
      returned: all.returned + row.returned,
      earned: all.earned + row.payout - row.returned_payout,
    }),
    NOTHING_SUPPLIED,
  )
}

export function boughtBy(rows: readonly SaleSums[]): Bought {
  return rows.reduce(
    (all, row) => ({
      leads: all.leads + row.sales,
      returned: all.returned + row.returned,
      paid: all.paid + row.amount - row.returned_amount,
    }),
    NOTHING_BOUGHT,
  )
}
