import { createContext, useContext } from 'react'
import type { z } from 'zod'
import type { CustomerMe } from '../../contract/api/people.ts'

export type Me = z.output<typeof CustomerMe>
export const MeContext = createContext<Me | null>(null)

/** Who is signed in, for which company, and what they may do. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe outside of the frame')
  return me
}
