import { createContext, useContext } from 'react'
import type { z } from 'zod'
import type { SupplierMe } from '../../contract/api/people.ts'

export type Me = z.output<typeof SupplierMe>
export type Portal = Me['portals'][number]
export const PortalContext = createContext<Portal | null>(null)

/** The company one supplies, as chosen in the address. */
export function usePortal(): Portal {
  const portal = useContext(PortalContext)
  if (!portal) throw new Error('usePortal outside of a portal')
  return portal
}
