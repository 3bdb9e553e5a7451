import { Button } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { signedIn } from '../../lib/ask.ts'
import { Form, SecretField, TextField } from '../fields.tsx'
import { Note } from '../Note.tsx'
import { Column, Page, Section, Split } from '../Page.tsx'
import { type LoginApi, useChange, wrongElsewhere, wrongIn } from './login.ts'
import { SecondFactor } from './SecondFactor.tsx'
import { Sessions } from './Sessions.tsx'

export interface Self {
  of: LoginApi
  user: { name: string; email: string }
  /** Whose midnight cuts the days of the list of sessions. */
  zone: string
}

function Name({ of, user }: Self) {
  const [name, setName] = useState(user.name)
  const change = useChange(() => call(of.changeName, { body: { name } }), signedIn)
  return (
    <Form label="Name" onSubmit={() => change.mutate(undefined)}>
      <TextField
        label="Name"
        autoComplete="name"
        value={name}
        error={change.error ? (wrongIn(change.error, 'name') ?? wrongElsewhere(change.error, [])) : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="line">
        <Button type="submit" loading={change.isPending} disabled={name.trim() === user.name}>
          Save name
        </Button>
      </div>
    </Form>
  )
}

function Email({ of, user }: Self) {
  const [email, setEmail] = useState('')
  const [current, setCurrent] = useState('')
  const change = useChange(
    () => call(of.changeEmail, { body: { email, current } }),
    () => setCurrent(''),
  )
  const general = wrongElsewhere(change.error, ['email', 'current'])
  return (
    <Form label="E-mail" onSubmit={() => change.mutate(undefined)}>
      {general && <Note tone="neg" strong={general} live />}
      {change.isSuccess && (
        <Note tone="pos" strong="Open the link we mailed to the new address." live>
          Until then you sign in with {user.email}.
        </Note>
      )}
      <TextField
        label="New e-mail"
        type="email"
        autoComplete="email"
        hint={`Now ${user.email}. A link to confirm goes to the new address.`}
        value={email}
        error={wrongIn(change.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <SecretField
        label="Your password, for the new e-mail"
        autoComplete="current-password"
        value={current}
        error={wrongIn(change.error, 'current')}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <div className="line">
        <Button type="submit" loading={change.isPending} disabled={!email.trim()}>
          Change e-mail
        </Button>
      </div>
    </Form>
  )
}

function Password({ of }: Self) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useChange(
    () => call(of.changePassword, { body: { current, password } }),
    () => {
      setCurrent('')
      setPassword('')
    },
  )
  const general = wrongElsewhere(change.error, ['password', 'current'])
  return (
    <Form label="Password" onSubmit={() => change.mutate(undefined)}>
      {general && <Note tone="neg" strong={general} live />}
      {change.isSuccess && (
        <Note tone="pos" strong="The password is changed." live>
          You are logged out everywhere else.
        </Note>
      )}
      <SecretField
        label="Present password"
        autoComplete="current-password"
        value={current}
        error={wrongIn(change.error, 'current')}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <SecretField
        label="New password"
        hint="At least 10 characters."
        autoComplete="new-password"
        value={password}
        error={wrongIn(change.error, 'password')}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className="line">
        <Button type="submit" loading={change.isPending} disabled={!password}>
          Change password
        </Button>
      </div>
    </Form>
  )
}

/** The own login: name, address, password, second factor, and where one is signed in. */
export function Security(self: Self) {
  return (
    <Page title="Security" fact={self.user.email}>
      <Split>
        <Column>
          <Section title="Two-factor log-in">
            <SecondFactor of={self.of} zone={self.zone} />
          </Section>
          <Section title="Where you are logged in">
            <Sessions of={self.of} zone={self.zone} />
          </Section>
        </Column>
        <Column>
          <Section title="Your name">
            <Name {...self} />
          </Section>
          <Section title="Password">
            <Password {...self} />
          </Section>
          <Section title="E-mail">
            <Email {...self} />
          </Section>
        </Column>
      </Split>
    </Page>
  )
}
