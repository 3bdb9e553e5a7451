/** What was done, as its own people say it. What is not named here is told by its words: new things come first there. */
const WORDS: Readonly<Record<string, string>> = {
  'customer.billing_mode_set': 'Billing changed',
  'customer.closed': 'Account closed',
  'customer.active': 'Account opened again',
  'customer.created': 'Account opened',
  'customer.edited': 'Company details changed',
  'customer.viewed': 'Looked at your portal, reading only',
  'customer_user.invited': 'User invited',
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
