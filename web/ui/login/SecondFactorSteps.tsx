import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { Dialog, DialogActions } from '../Dialog.tsx'
import { Form, SecretField, TextField } from '../fields.tsx'
import { Note } from '../Note.tsx'
import { CopyButton } from '../small.tsx'
import css from './login.module.css'
import { type LoginApi, useChange, wrongElsewhere, wrongIn } from './login.ts'
import { QrCode } from './QrCode.tsx'

/** The present password, before the login itself is changed. */
export function PasswordDialog(props: {
  words: { title: string; submit: string }
  send: (current: string) => Promise<void>
  onClose: () => void
}) {
  const { words, send, onClose } = props
  const [current, setCurrent] = useState('')
  const change = useChange(() => send(current), onClose)
  const general = wrongElsewhere(change.error, ['current'])
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form label={words.title} onSubmit={() => change.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        <SecretField
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          value={current}
          error={wrongIn(change.error, 'current')}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            {words.submit}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** The picture for the app, and the first code that shows it works. */
export function Confirming(props: {
  of: LoginApi
  started: Reply<LoginApi['startSecondFactor']>
  onConfirmed: (codes: string[]) => void
  onCancel: () => void
}) {
  const { of, started, onConfirmed, onCancel } = props
  const [code, setCode] = useState('')
  const change = useChange(
    () => call(of.confirmSecondFactor, { body: { code } }),
    ({ codes }) => onConfirmed(codes),
  )
  const general = wrongElsewhere(change.error, ['code'])
  return (
    <Form label="Turn on two-factor log-in" onSubmit={() => change.mutate(undefined)}>
      <p className="second">Scan this with an authenticator app on your phone.</p>
      <QrCode text={started.uri} label="Picture for your authenticator app" />
      <p className="second line wrap">
        <span>Or type this in:</span>
        <code className={`mono ${css.secret}`}>{started.secret.match(/.{1,4}/g)?.join(' ')}</code>
        <CopyButton text={started.secret} name="Copy the secret" />
      </p>
      {general && <Note tone="neg" strong={general} live />}
      <TextField
        label="Code"
        hint="The six digits the app shows now."
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        value={code}
        error={wrongIn(change.error, 'code')}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <div className="line">
        <Button type="submit" variant="filled" loading={change.isPending} disabled={!code.trim()}>
          Turn on
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </Form>
  )
}

/** Shown once: they are kept as hashes. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="stack">
      <Note tone="warn" strong="Keep these recovery codes now." live>
        They are shown this once. Each logs you in one time when your phone is gone.
      </Note>
      <ul className={css.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="line wrap">
        <Button variant="filled" onClick={onDone}>
          I have kept them
        </Button>
        <CopyButton text={codes.join('\n')} name="Copy the codes" label="Copy all" />
      </div>
    </div>
  )
}
