import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { firstAccount, firstAccountLook } from '../../../contract/api/people.ts'
import { call } from '../../lib/api.ts'
import { DeadLink } from '../../ui/login/DeadLink.tsx'
import { tokenOfPage } from '../../ui/login/login.ts'
import { PublicPage } from '../../ui/PublicPage.tsx'
import { Opening } from './Opening.tsx'

/** Behind the one-time link that start prints: the first account of an installation. */
export function FirstAccount() {
  const [token] = useState(tokenOfPage)
  const look = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(firstAccountLook, { body: { token } }),
    retry: false,
  })
  return (
    <PublicPage title="Open the first account" hint="Your company, and you as its first administrator.">
      {look.isError && <DeadLink error={look.error} />}
      {look.isSuccess && <Opening open={(wish) => call(firstAccount, { body: { token, ...wish } })} />}
    </PublicPage>
  )
}
