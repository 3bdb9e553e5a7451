import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useCallback, useState } from 'react'
import type { Endpoint, Reply } from '../../contract/endpoint.ts'
import { ApiError, call } from '../lib/api.ts'
import { askMe, signedIn, signedOut, wordsOf } from '../lib/ask.ts'
import { LogIn, type LogInTexts } from './LogIn.tsx'
import { CodeStep } from './login/CodeStep.tsx'
import { hasCode, type LoginApi } from './login/login.ts'
import { PublicPage } from './PublicPage.tsx'
import { Failed } from './States.tsx'
import { common } from './texts.ts'

type Credentials = { email: string; password: string }
export type GateProps<Me> = {
  /** The realm's own endpoints, called by its front end. */
  of: LoginApi
  texts?: LogInTexts
  /** What for, under the title. */
  hint?: string
  foot?: ReactNode
  children: (me: Me) => ReactNode
}

/** Two steps where a second factor is on: the password, then the code, sent together. */
function useLogIn(of: LoginApi) {
  const [first, setFirst] = useState<Credentials | null>(null)
  const login = useMutation({
    mutationFn: (body: Credentials & { code?: string }) => call(of.signIn, { body }),
    onSuccess: signedIn,
    onError: (error, { email, password }) => {
      if (hasCode(error, 'code_needed')) setFirst({ email, password })
    },
  })
  const error = login.error && !hasCode(login.error, 'code_needed') ? wordsOf(login.error) : null
  const again = () => {
    setFirst(null)
    login.reset()
  }
  return { first, login, error, again }
}

function LoggingIn({ of, texts = common.logIn, hint, foot }: Omit<GateProps<never>, 'children'>) {
  const { first, login, error, again } = useLogIn(of)
  if (first) {
    return (
      <CodeStep
        email={first.email}
        pending={login.isPending}
        error={error}
        onSubmit={(code) => login.mutate({ ...first, code })}
        onBack={again}
      />
    )
  }
  const links = (
    <div className="line wrap">
      <Link to="/forgot-password">{texts.forgot}</Link>
      {foot}
    </div>
  )
  return (
    <LogIn texts={texts} hint={hint} onSubmit={login.mutate} pending={login.isPending} error={error} foot={links} />
  )
}

/**
 * Shows the page to whoever is signed in, and the log-in to others, at the same address: after logging in one is
 * where one wanted to go.
 */
export function Gate<Me>({ children, ...props }: GateProps<Me>) {
  const { of, texts = common.logIn } = props
  const known = useQuery(askMe(of.me))
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
  return <LoggingIn {...props} />
}

/** Ends the session at the server and forgets the person here. */
export function useLogOut<E extends Endpoint>(signOut: E): () => void {
  return useCallback(() => {
    // an endpoint without input; its type is only known to the caller
    const end = call as (endpoint: Endpoint) => Promise<Reply<E>> // see above
    void end(signOut).finally(signedOut)
  }, [signOut])
}
