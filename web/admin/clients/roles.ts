/** What a Client does here, in words. */
export function rolesOf({ suppliers, buyers }: { suppliers: number; buyers: number }): string {
  if (suppliers > 0 && buyers > 0) return 'Buys and supplies'
  if (buyers > 0) return 'Buys'
  return suppliers > 0 ? 'Supplies' : 'Neither yet'
}
