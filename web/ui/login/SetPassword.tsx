import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { signedIn } from '../../lib/ask.ts'
import { Form, SecretField, TextField } from '../fields.tsx'
import { Note } from '../Note.tsx'
import { PublicPage } from '../PublicPage.tsx'
import { DeadLink } from './DeadLink.tsx'
import { type LoginApi, tokenOfPage, wrongElsewhere, wrongIn } from './login.ts'

function Setting({ of, token, needsCode }: { of: LoginApi; token: string; needsCode: boolean }) {
  const [password, setText] = useState('')
  const [code, setCode] = useState('')
  const navigate = useNavigate()
  const setting = useMutation({
    mutationFn: () => call(of.setPassword, { body: { token, password, ...(needsCode && { code }) } }),
    onSuccess: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
  })
  const general = wrongElsewhere(setting.error, ['password', 'code'])
  return (
    <Form label="Set your password" onSubmit={() => setting.mutate()}>
      {general && <Note tone="neg" strong={general} live />}
      <SecretField
        label="New password"
        hint="At least 10 characters. You are logged out everywhere else."
        autoComplete="new-password"
        autoFocus
        value={password}
        error={wrongIn(setting.error, 'password')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {needsCode && (
        <TextField
          label="Code"
          hint="Of your authenticator app, or a recovery code."
          autoComplete="one-time-code"
          value={code}
          error={wrongIn(setting.error, 'code')}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <Button type="submit" variant="filled" size="md" fullWidth loading={setting.isPending}>
        Set password and log in
      </Button>
    </Form>
  )
}

/** Behind a one-time link: a new password for whoever it was sent to. */
export function SetPassword({ of }: { of: LoginApi }) {
  const [token] = useState(tokenOfPage)
  const look = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(of.setPasswordLook, { body: { token } }),
    retry: false,
  })
  return (
    <PublicPage title="Set your password" {...(look.data && { hint: look.data.email })}>
      {look.isError && <DeadLink error={look.error} next={{ to: '/forgot-password', label: 'Get a new one' }} />}
      {look.data && <Setting of={of} token={token} needsCode={look.data.needsCode} />}
    </PublicPage>
  )
}
