/** Turns what a person types into the currency's minor unit, exactly: digits are read, nothing is multiplied. */
export function readAmount(text: string, digits: number): number | null {
  const plain = text
    .trim()
    .replace(/^[^\d.,-]+/, '')
    .replaceAll(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, '')
  const found = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain)
  if (!found) return null
  const [, whole = '', part = ''] = found
  if (part.length > digits) return null
  return Number(whole + part.padEnd(digits, '0'))
}

/** Digits after the point of a currency. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** "$": what stands before the amount. */
export function signOf(currency: string): string {
  const parts = new Intl.NumberFormat('en', { style: 'currency', currency }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}
