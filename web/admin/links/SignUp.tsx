import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { signUp, signUpFinish, signUpLook, signUpOpen } from '../../../contract/api/people.ts'
import { call } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { Form, TextField } from '../../ui/fields.tsx'
import { DeadLink } from '../../ui/login/DeadLink.tsx'
import { tokenOfPage, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { PublicPage } from '../../ui/PublicPage.tsx'
import { Opening } from './Opening.tsx'

function Asking() {
  const [email, setEmail] = useState('')
  const asking = useMutation({ mutationFn: () => call(signUp, { body: { email } }) })
  const general = wrongElsewhere(asking.error, ['email'])
  if (asking.isSuccess) {
    return (
      <Note tone="pos" strong="Look into your mailbox." live>
        The link we sent to {email} opens your account. It works once, for one day.
      </Note>
    )
  }
  return (
    <Form label="Open an account" onSubmit={() => asking.mutate()}>
      {general && <Note tone="neg" strong={general} live />}
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        autoFocus
        hint="A link that opens your account comes by mail."
        value={email}
        error={wrongIn(asking.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" size="md" fullWidth loading={asking.isPending}>
        Send the link
      </Button>
      <Link to="/">Log in instead</Link>
    </Form>
  )
}

function Finishing({ token }: { token: string }) {
  const look = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(signUpLook, { body: { token } }),
    retry: false,
  })
  if (look.isError) return <DeadLink error={look.error} next={{ to: '/sign-up', label: 'Get a new one' }} />
  if (!look.data) return null
  return (
    <Opening
      email={look.data.email}
      open={({ account, owner }) =>
        call(signUpFinish, { body: { token, account, owner: { name: owner.name, password: owner.password } } })
      }
    />
  )
}

/** Open sign-up: first the address, then, behind the mailed link, the account. */
export function SignUp() {
  const [token] = useState(tokenOfPage)
  const open = useQuery(ask(signUpOpen, {}))
  if (!open.data) return null
  return (
    <PublicPage title="Open an account" hint="Your company, and you as its first administrator.">
      {!open.data.open && (
        <Note tone="info" strong="Accounts are opened by invitation here.">
          <Link to="/">Log in</Link>
        </Note>
      )}
      {open.data.open && (token ? <Finishing token={token} /> : <Asking />)}
    </PublicPage>
  )
}
