import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { enterView } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { signedIn } from '../../lib/ask.ts'
import { DeadLink } from '../../ui/login/DeadLink.tsx'
import { tokenOfPage } from '../../ui/login/login.ts'
import { PublicPage } from '../../ui/PublicPage.tsx'
import { Bones } from '../../ui/States.tsx'

/** From the console in one step: nobody mails this link, so it is used as soon as it is opened. */
export function ViewPage() {
  const [token] = useState(tokenOfPage)
  const navigate = useNavigate()
  const entered = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(enterView, { body: { token } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    if (!entered.data) return
    signedIn(entered.data)
    void navigate({ to: '/', replace: true })
  }, [entered.data, navigate])
  return (
    <PublicPage title="View as customer">
      {entered.isError ? <DeadLink error={entered.error} /> : <Bones lines={3} />}
    </PublicPage>
  )
}
