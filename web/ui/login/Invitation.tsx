import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { z } from 'zod'
import type { teamInvitation } from '../../../contract/api/team.ts'
import type { Endpoint, Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { askMe, signedIn, wordsOf } from '../../lib/ask.ts'
import { Form, SecretField, TextField } from '../fields.tsx'
import { Gate, useLogOut } from '../Gate.tsx'
import { Note } from '../Note.tsx'
import { PublicPage } from '../PublicPage.tsx'
import { DeadLink } from './DeadLink.tsx'
import { type LoginApi, tokenOfPage, wrongElsewhere, wrongIn } from './login.ts'

type Loose<E extends Endpoint> = Omit<E, 'reply'> & { reply: z.ZodType }
export interface InvitationApi {
  look: (typeof teamInvitation)['look']
  accept: Loose<(typeof teamInvitation)['accept']>
  /** Where a login can belong to several companies. */
  join?: Loose<(typeof teamInvitation)['join']>
}
type Join = NonNullable<InvitationApi['join']>
type Look = Reply<InvitationApi['look']>
interface Parts {
  of: LoginApi
  api: InvitationApi
  token: string
  look: Look
}

function useEntering() {
  const navigate = useNavigate()
  return (me: unknown) => {
    signedIn(me)
    void navigate({ to: '/' })
  }
}

const titleOf = (look: Look) => `Join ${look.company}`
const hintOf = (look: Look) => `${look.invitedBy} invited ${look.email}.`

/** A login of one's own, for the address that was invited. */
function NewLogin({ api, token, look, other }: Parts & { other: ReactNode }) {
  const [name, setName] = useState(look.name)
  const [password, setPassword] = useState('')
  const enter = useEntering()
  const accepting = useMutation({
    mutationFn: () => call(api.accept, { body: { token, name, password } }),
    onSuccess: enter,
  })
  const { error } = accepting
  const general = wrongElsewhere(error, ['name', 'password'])
  return (
    <PublicPage title={titleOf(look)} hint={hintOf(look)}>
      <Form label={titleOf(look)} onSubmit={() => accepting.mutate()}>
        {general && <Note tone="neg" strong={general} live />}
        <TextField
          label="Your name"
          autoComplete="name"
          autoFocus
          value={name}
          error={wrongIn(error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SecretField
          label="Password"
          hint="At least 10 characters. You log in with it and your e-mail address."
          autoComplete="new-password"
          value={password}
          error={wrongIn(error, 'password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="md" fullWidth loading={accepting.isPending}>
          Accept and log in
        </Button>
        {other}
      </Form>
    </PublicPage>
  )
}

const WithUser = z.object({ user: z.object({ name: z.string(), email: z.string() }) })

/** With the login that is signed in, or another one. */
function Joining({ of, join, token, look, me }: Omit<Parts, 'api'> & { join: Join; me: unknown }) {
  const enter = useEntering()
  const logOut = useLogOut(of.signOut)
  const joining = useMutation({ mutationFn: () => call(join, { body: { token } }), onSuccess: enter })
  const who = WithUser.safeParse(me).data?.user
  return (
    <PublicPage title={titleOf(look)} hint={hintOf(look)}>
      <div className="stack">
        {joining.error && <Note tone="neg" strong={wordsOf(joining.error)} live />}
        <p className="second">You are logged in as {who?.email}.</p>
        <Button variant="filled" size="md" fullWidth loading={joining.isPending} onClick={() => joining.mutate()}>
          Accept as {who?.name}
        </Button>
        <Button fullWidth onClick={logOut}>
          Log out and use another login
        </Button>
      </div>
    </PublicPage>
  )
}

function Accepting(parts: Parts) {
  const { of, api, token, look } = parts
  const known = useQuery({ ...askMe(of.me), enabled: api.join !== undefined })
  const [isNew, setNew] = useState(!look.hasLogin)
  const { join } = api
  if (!join) return <NewLogin {...parts} other={null} />
  if (known.isPending) return null
  if (!known.data && isNew) {
    const other = (
      <Button variant="subtle" fullWidth onClick={() => setNew(false)}>
        I have a login already
      </Button>
    )
    return <NewLogin {...parts} other={other} />
  }
  return (
    <Gate of={of} hint={`to accept the invitation of ${look.company}`}>
      {(me) => <Joining of={of} join={join} token={token} look={look} me={me} />}
    </Gate>
  )
}

/** Behind the link of an invitation. */
export function Invitation({ of, api }: { of: LoginApi; api: InvitationApi }) {
  const [token] = useState(tokenOfPage)
  const look = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(api.look, { body: { token } }),
    retry: false,
  })
  if (look.data) return <Accepting of={of} api={api} token={token} look={look.data} />
  return (
    <PublicPage title="Invitation">
      {look.isError && <DeadLink error={look.error} next={{ to: '/', label: 'Log in' }} />}
    </PublicPage>
  )
}
