const BRANDS: Readonly<Record<string, string>> = {
  amex: 'American Express',
  american_express: 'American Express',
  cartes_bancaires: 'Cartes Bancaires',
  diners: 'Diners Club',
  diners_club: 'Diners Club',
  discover: 'Discover',
  eftpos_au: 'Eftpos',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
  visa: 'Visa',
}

/** "Visa": a card's brand as people say it. */
export const brandName = (brand: string): string => BRANDS[brand] ?? 'Card'

/** "Visa 4242". */
export const cardName = (card: { brand: string; last4: string }): string => `${brandName(card.brand)} ${card.last4}`

/** "08/2029". */
export const cardEnd = (card: { expMonth: number; expYear: number }): string =>
  `${String(card.expMonth).padStart(2, '0')}/${card.expYear}`
