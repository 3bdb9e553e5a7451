import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { changePortal, type PortalEdit, readPortal } from '../../../contract/api/portals.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { answers, ask } from '../../lib/ask.ts'
import { useChange } from '../../ui/login/login.ts'
import { useAccount } from '../account.ts'

export type Portal = Reply<typeof readPortal>

/** The account's portal, and the place for what a change of it answers. */
export function usePortal() {
  const account = useAccount()
  const question = ask(readPortal, { params: { account: account.id } })
  return { asked: useQuery(question), keep: (portal: Portal) => answers.setQueryData(question.queryKey, portal) }
}

/** Changes some of it, shows what is there now, and goes on. */
export function usePortalChange(done?: () => void) {
  const account = useAccount()
  const { keep } = usePortal()
  return useChange(
    (body: z.input<typeof PortalEdit>) => call(changePortal, { params: { account: account.id }, body }),
    (portal) => {
      keep(portal)
      done?.()
    },
  )
}
