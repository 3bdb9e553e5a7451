import { Button } from '@mantine/core'
import { useState } from 'react'
import { Form, TextField } from '../fields.tsx'
import { Note } from '../Note.tsx'
import { PublicPage } from '../PublicPage.tsx'

/** The second step of logging in: a code of the authenticator app, or a recovery code. */
export function CodeStep(props: {
  email: string
  pending: boolean
  error: string | null
  onSubmit: (code: string) => void
  onBack: () => void
}) {
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (code.trim()) props.onSubmit(code.trim())
  }
  return (
    <PublicPage title="Enter your code" hint={props.email}>
      <Form label="Enter your code" onSubmit={submit}>
        {props.error && <Note tone="neg" strong={props.error} live />}
        <TextField
          label="Code"
          hint="Six digits of your authenticator app. Without it, one of your recovery codes."
          autoComplete="one-time-code"
          autoFocus
          spellCheck={false}
          value={code}
          error={tried && !code.trim() ? 'Enter the code.' : null}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" size="md" fullWidth loading={props.pending}>
          Log in
        </Button>
        <Button variant="subtle" fullWidth onClick={props.onBack}>
          Log in as somebody else
        </Button>
      </Form>
    </PublicPage>
  )
}
