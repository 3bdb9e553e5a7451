import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Note } from '../Note.tsx'
import { Bones, Failed } from '../States.tsx'
import { Status } from '../Status.tsx'
import type { LoginApi } from './login.ts'
import { Confirming, PasswordDialog, RecoveryCodes } from './SecondFactorSteps.tsx'

type State = Reply<LoginApi['secondFactor']>
type Started = Reply<LoginApi['startSecondFactor']>

type Asking = 'start' | 'codes' | 'stop'

function IsOn({ state, zone, onAsk }: { state: State; zone: string; onAsk: (what: Asking) => void }) {
  const now = useNow()
  return (
    <div className="stack">
      <p className="line wrap">
        <Status state="active" word="On" />
        {state.since && <span className="quiet">since {day(state.since, zone, now)}</span>}
      </p>
      {state.codesLeft < 4 && (
        <Note tone="warn" strong={`${state.codesLeft} recovery codes left.`}>
          Make new ones before the last is used.
        </Note>
      )}
      <p className="second">
        Logging in asks for a code of your authenticator app. {state.codesLeft} of your recovery codes are not used yet.
      </p>
      <div className="line wrap">
        <Button onClick={() => onAsk('codes')}>New recovery codes</Button>
        <Button onClick={() => onAsk('stop')}>Turn off</Button>
      </div>
    </div>
  )
}

const IsOff = ({ onAsk }: { onAsk: (what: Asking) => void }) => (
  <div className="stack">
    <p className="second">
      Logging in then also asks for a code of an app on your phone, so a stolen password opens nothing.
    </p>
    <div className="line">
      <Button variant="filled" onClick={() => onAsk('start')}>
        Turn on
      </Button>
    </div>
  </div>
)

const WORDS = {
  start: { title: 'Turn on two-factor log-in', submit: 'Go on' },
  codes: { title: 'New recovery codes', submit: 'Make new codes' },
  stop: { title: 'Turn off two-factor log-in', submit: 'Turn off' },
} as const

/** On or off, with the ways between: password, picture, first code, recovery codes. */
export function SecondFactor({ of, zone, onDone }: { of: LoginApi; zone: string; onDone?: () => void }) {
  const asked = useQuery(ask(of.secondFactor, {}, { live: true }))
  const [asking, setAsking] = useState<Asking | null>(null)
  const [started, setStarted] = useState<Started | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const send = async (what: Asking, current: string) => {
    const input = { body: { current } }
    if (what === 'start') setStarted(await call(of.startSecondFactor, input))
    else if (what === 'codes') setCodes((await call(of.newRecoveryCodes, input)).codes)
    else await call(of.stopSecondFactor, input)
  }
  const finish = () => {
    setCodes(null)
    onDone?.()
  }
  if (codes) return <RecoveryCodes codes={codes} onDone={finish} />
  if (started) {
    const confirmed = (made: string[]) => {
      setStarted(null)
      setCodes(made)
    }
    return <Confirming of={of} started={started} onConfirmed={confirmed} onCancel={() => setStarted(null)} />
  }
  if (!asked.data) {
    if (!asked.isError) return <Bones lines={2} />
    return (
      <Failed title="This could not be read" onRetry={() => void asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  }
  return (
    <>
      {asked.data.on ? <IsOn state={asked.data} zone={zone} onAsk={setAsking} /> : <IsOff onAsk={setAsking} />}
      {asking && (
        <PasswordDialog
          words={WORDS[asking]}
          send={(current) => send(asking, current)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  )
}
