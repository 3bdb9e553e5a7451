import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { Form, TextField } from '../fields.tsx'
import { Note } from '../Note.tsx'
import { PublicPage } from '../PublicPage.tsx'
import { type LoginApi, wrongElsewhere, wrongIn } from './login.ts'

/** Asks for a link by mail. Whether the address has a login is said to nobody. */
export function ForgotPassword({ of }: { of: LoginApi }) {
  const [email, setEmail] = useState('')
  const asking = useMutation({ mutationFn: () => call(of.forgotPassword, { body: { email } }) })
  const general = wrongElsewhere(asking.error, ['email'])
  return (
    <PublicPage title="Set a new password" hint="A link to set it comes by mail.">
      {asking.isSuccess ? (
        <div className="stack">
          <Note tone="pos" strong="Look into your mailbox." live>
            If {email} has a login here, a link is on its way. It works once, for three days.
          </Note>
          <Link to="/">Back to log-in</Link>
        </div>
      ) : (
        <Form label="Set a new password" onSubmit={() => asking.mutate()}>
          {general && <Note tone="neg" strong={general} live />}
          <TextField
            label="E-mail"
            type="email"
            autoComplete="username"
            autoFocus
            value={email}
            error={wrongIn(asking.error, 'email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" size="md" fullWidth loading={asking.isPending}>
            Send the link
          </Button>
          <Link to="/">Back to log-in</Link>
        </Form>
      )}
    </PublicPage>
  )
}
