/** What a customer reads of its own activity: what was done, never what the operator keeps behind it. */

/** Of the actions in a customer's activity, those it sees. Mappings and bills are the operator's own affair. */
export const shownToCustomer: readonly string[] = [
  'customer.created',
  'customer.edited',
  'customer.billing_mode_set',
  'customer.levels_set',
  'customer.card_asked_for',
  'customer.balance_settled',
  'customer.dispute_lifted',
  'customer.closed',
  'customer.active',
  'customer.viewed',
  'customer.card_asked_for',
  'customer.dispute_lifted',
  'customer.balance_settled',
  'customer_user.',
  'invitation.',
  'login.',
  'wallet.',
  'card.',
  'charge.',
  'recharge.',
  'export.',
]

interface Entry {
  action: string
  before: unknown
  after: unknown
}

const textOf = (state: unknown, key: string): string | undefined => {
  if (typeof state !== 'object' || state === null) return undefined
  const value: unknown = Reflect.get(state, key)
  return typeof value === 'string' ? value : undefined
}

/** Whose login or invitation it was. */
export function aboutOf({ action, before, after }: Entry): string | null {
  if (!action.startsWith('customer_user.') && !action.startsWith('invitation.')) return null
  return textOf(after, 'email') ?? textOf(before, 'email') ?? null
}
