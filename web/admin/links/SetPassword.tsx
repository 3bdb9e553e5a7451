import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { consoleSession } from '../../../contract/api/people.ts'
import { call } from '../../lib/api.ts'
import { signedIn, wordsOf } from '../../lib/ask.ts'
import { Form, SecretField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { PublicPage } from '../../ui/PublicPage.tsx'
import { tokenOfPage } from './link.ts'

/** Behind a one-time link: a new password for whoever it was sent to. */
export function SetPassword() {
  const [token] = useState(tokenOfPage)
  const [password, setText] = useState('')
  const navigate = useNavigate()
  const look = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(consoleSession.setPasswordLook, { body: { token } }),
    retry: false,
  })
  const setting = useMutation({
    mutationFn: () => call(consoleSession.setPassword, { body: { token, password } }),
    onSuccess: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
  })
  return (
    <PublicPage title="Set your password" {...(look.data && { hint: look.data.email })}>
      {look.isError && (
        <Note tone="warn" strong="This link does not work any more.">
          {wordsOf(look.error)} <a href="/">Log in</a>
        </Note>
      )}
      {look.isSuccess && (
        <Form label="Set your password" onSubmit={() => setting.mutate()}>
          <SecretField
            label="New password"
            hint="At least 10 characters. You are logged out everywhere else."
            autoComplete="new-password"
            autoFocus
            value={password}
            error={setting.error ? wordsOf(setting.error) : null}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" size="md" fullWidth loading={setting.isPending}>
            Set password and log in
          </Button>
        </Form>
      )}
    </PublicPage>
  )
}
