/** What an account is asked for that comes from long lists. */
export const zoneOptions = Intl.supportedValuesOf('timeZone').map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' '),
}))
export const currencyOptions = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'NZD', 'CHF', 'JPY'].map((code) => ({
  value: code,
  label: code,
}))
