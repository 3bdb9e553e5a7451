import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback } from 'react'
import type { Endpoint, Reply } from '../../contract/endpoint.ts'
import { ApiError, call } from '../lib/api.ts'
import { askMe, signedIn, signedOut, wordsOf } from '../lib/ask.ts'
import { LogIn, type LogInTexts } from './LogIn.tsx'
import { PublicPage } from './PublicPage.tsx'
import { Failed } from './States.tsx'

type Credentials = { email: string; password: string }
export type GateProps<Me> = {
  /** The realm's own three endpoints, called by its front end. */
  me: Endpoint
  signIn: (credentials: Credentials) => Promise<Me>
  texts: LogInTexts
  foot?: ReactNode
  children: (me: Me) => ReactNode
}

/**
 * Shows the page to whoever is signed in, and the log-in to others, at the same address: after logging in one is
 * where one wanted to go.
 */
export function Gate<Me>({ me, signIn, texts, foot, children }: GateProps<Me>) {
  const known = useQuery(askMe(me))
  const login = useMutation({ mutationFn: signIn, onSuccess: signedIn })
  if (known.data) return children(known.data as Me) // the reply of the realm's own `me`
  if (known.isPending) return null
  if (!(known.error instanceof ApiError) || known.error.status !== 401) {
    return (
      <PublicPage title={texts.title}>
        <Failed title="This page cannot be shown" onRetry={() => known.refetch()}>
          {wordsOf(known.error)}
        </Failed>
      </PublicPage>
    )
  }
  return (
    <LogIn
      texts={texts}
      onSubmit={login.mutate}
      pending={login.isPending}
      error={login.error ? wordsOf(login.error) : null}
      foot={foot}
    />
  )
}

/** Ends the session at the server and forgets the person here. */
export function useLogOut<E extends Endpoint>(signOut: E): () => void {
  return useCallback(() => {
    // an endpoint without input; its type is only known to the caller
    const end = call as (endpoint: Endpoint) => Promise<Reply<E>> // see above
    void end(signOut).finally(signedOut)
  }, [signOut])
}
