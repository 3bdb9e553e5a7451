/** What was done, as its own people say it. What is not named here is told by its words. */
const WORDS: Readonly<Record<string, string>> = {
  'card.removed': 'Card removed',
  'card.saved': 'Card saved',
  'charge.declined': 'Card declined',
  'charge.succeeded': 'Card charged',
  'customer.active': 'Account opened again',
  'customer.balance_settled': 'Balance settled',
  'customer.billing_mode_set': 'Billing changed',
  'customer.card_asked_for': 'Card asked for',
  'customer.closed': 'Account closed',
  'customer.created': 'Account opened',
  'customer.dispute_lifted': 'Buying resumed after a dispute',
  'customer.edited': 'Company details changed',
  'customer.levels_set': 'Permissions changed',
  'customer.viewed': 'Looked at your portal, reading only',
  'customer_user.changed': 'User changed',
  'customer_user.removed': 'User removed',
  'recharge.set': 'Auto-recharge set',
  'wallet.credit_added': 'Credit added',
  'wallet.credit_subtracted': 'Credit subtracted',
  'wallet.limits_changed': 'Limits of the balance changed',
}

/** `card.removed` → "Card removed". */
export function activityWords(action: string): string {
  const known = WORDS[action]
  if (known) return known
  const words = action.replaceAll(/[_.]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
