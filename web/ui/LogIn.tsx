import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Form, SecretField, TextField } from './fields.tsx'
import { Note } from './Note.tsx'
import { PublicPage } from './PublicPage.tsx'

export type LogInTexts = {
  title: string
  email: string
  password: string
  submit: string
  missing: string
  forgot: string
}

/** E-mail and password. What went wrong is said once, above; the password is kept for mending a typo. */
export function LogIn(props: {
  texts: LogInTexts
  hint?: string | undefined
  onSubmit: (credentials: { email: string; password: string }) => void
  pending: boolean
  error: string | null
  foot?: ReactNode
}) {
  const { texts } = props
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const missing = (value: string) => (tried && !value.trim() ? texts.missing : null)
  const submit = () => {
    setTried(true)
    if (email.trim() && password) props.onSubmit({ email: email.trim(), password })
  }
  return (
    <PublicPage title={texts.title} {...(props.hint && { hint: props.hint })}>
      <Form onSubmit={submit} label={texts.title}>
        {props.error && <Note tone="neg" strong={props.error} live />}
        <TextField
          label={texts.email}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={email}
          error={missing(email)}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <SecretField
          label={texts.password}
          name="password"
          autoComplete="current-password"
          value={password}
          error={missing(password)}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="md" fullWidth loading={props.pending}>
          {texts.submit}
        </Button>
        {props.foot}
      </Form>
    </PublicPage>
  )
}
