import { createContext, useContext } from 'react'
import type { z } from 'zod'
import type { TeamMe } from '../../contract/api/people.ts'

export type Me = z.output<typeof TeamMe>
export type Account = Me['accounts'][number]

export const AccountContext = createContext<Account | null>(null)

/** The account of the address: whose pages these are. */
export function useAccount(): Account {
  const account = useContext(AccountContext)
  if (!account) throw new Error('useAccount outside of an account')
  return account
}
