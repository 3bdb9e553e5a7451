import type { SealedPlace } from '../../platform/secrets.ts'

/** Where a supplier's keys are sealed; supplier ids are unique in the installation. */
export function keyPlace(supplierId: number): SealedPlace {
  return { column: 'supplier_keys.key_sealed', row: `${supplierId}` }
}

/** As much of a key as a page shows. */
export const lastFour = (key: string): string => key.slice(-4)

/** How a key is named in an address: by its hash, which opens nothing. */
export const keyIdOf = (hash: Buffer): string => hash.toString('base64url')

/** A key as a page shows it. */
export interface ShownKey {
  supplierId: number
  id: string
  alias: boolean
  lastFour: string
}
