import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { wordsOf } from '../../lib/ask.ts'
import { inAddress, oneOf, useUrlState } from '../../lib/url-state.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { useAccount } from '../account.ts'
import { FeeForm } from '../billing/FeeForm.tsx'
import { StripeForm } from '../billing/StripeForm.tsx'
import { useStripe } from '../billing/stripe.ts'
import { AddressForm } from './AddressForm.tsx'
import { ColourForm } from './ColourForm.tsx'
import { LogoForm } from './LogoForm.tsx'
import { NameForm } from './NameForm.tsx'
import css from './portal.module.css'
import { type Portal, usePortal, usePortalChange } from './portal.ts'

const STEPS = [
  { key: 'company', name: 'Company' },
  { key: 'look', name: 'Look' },
  { key: 'address', name: 'Address' },
  { key: 'payments', name: 'Card payments' },
  { key: 'customer', name: 'First customer' },
] as const
type Step = (typeof STEPS)[number]['key']
const KEYS = STEPS.map(({ key }) => key)

const read = (raw: Record<string, unknown>) => ({ step: oneOf(raw.step, KEYS) ?? 'company' })

function Card({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Section title={title}>
      <div className={css.step}>
        <p className="second">{text}</p>
        {children}
      </div>
    </Section>
  )
}

function Payments({ next }: { next: () => void }) {
  const { asked } = useStripe()
  const { data } = asked
  if (asked.isError) return <Failed title="Stripe’s state could not be read">{wordsOf(asked.error)}</Failed>
  if (!data) return <Bones lines={5} />
  return (
    <>
      {data.connection ? (
        <>
          <p className="second">
            Connected to Stripe in {data.connection.mode} mode, with the key that ends in{' '}
            {data.connection.secretKeyLast4}.
          </p>
          <FeeForm state={data} done={{ label: 'Save and continue', go: next }} />
        </>
      ) : (
        <StripeForm state={data} />
      )}
      <div>
        <Button variant="subtle" onClick={next}>
          {data.connection ? 'Leave the fee as it is' : 'Skip: no card payments for now'}
        </Button>
      </div>
    </>
  )
}

/** The last step ends the set-up, whichever way one goes from here. */
function FirstCustomer({ portal }: { portal: Portal }) {
  const account = useAccount()
  const navigate = useNavigate()
  const finish = usePortalChange()
  const go = (path: string, search?: Record<string, string>) => {
    const there = () => void navigate({ to: `/${account.id}${path}`, ...(search && { search: inAddress(search) }) })
    if (portal.isSetUp) there()
    else finish.mutate({ isSetUp: true }, { onSuccess: there })
  }
  return (
    <>
      <p className="second">
        Your portal is at{' '}
        <a href={portal.address} target="_blank" rel="noreferrer">
          {portal.address}
        </a>
      </p>
      {finish.isError && <Failed title="The set-up could not be ended">{wordsOf(finish.error)}</Failed>}
      <div className="line wrap">
        <Button variant="filled" loading={finish.isPending} onClick={() => go('/customers', { add: '1' })}>
          Add your first customer
        </Button>
        <Button onClick={() => go('/portal')}>Finish</Button>
      </div>
    </>
  )
}

function Current({ step, portal, next }: { step: Step; portal: Portal; next: () => void }) {
  const done = { label: 'Save and continue', go: next }
  switch (step) {
    case 'company':
      return (
        <Card title="What is your company called?" text="Your customers see this name, and never ours.">
          <NameForm portal={portal} done={done} />
        </Card>
      )
    case 'look':
      return (
        <Card title="What does it look like?" text="The logo stands at the top left of every page of your portal.">
          <LogoForm portal={portal} />
          <ColourForm portal={portal} done={done} />
        </Card>
      )
    case 'address':
      return (
        <Card title="Where is it?" text="Your customers open this address to see leads, pay, and change what they buy.">
          <AddressForm portal={portal} done={done} />
        </Card>
      )
    case 'payments':
      return (
        <Card
          title="How do customers pay?"
          text="With your own Stripe account they pay by card, and each lead is taken off what they paid in. Without it you credit their balances by hand."
        >
          <Payments next={next} />
        </Card>
      )
    case 'customer':
      return (
        <Card
          title="Who buys first?"
          text="A customer is invited by mail and sets a password. It sees its own leads only."
        >
          <FirstCustomer portal={portal} />
        </Card>
      )
  }
}

/** The portal's set-up, step by step. Each step is kept when it is left, so that it can be gone on with later. */
export function SetUpPage() {
  const account = useAccount()
  const { asked } = usePortal()
  const { state, set } = useUrlState(read)
  const at = KEYS.indexOf(state.step)
  return (
    <Page title="Set up your portal" back={{ to: `/${account.id}`, label: 'Home' }}>
      <Steps
        names={STEPS.map(({ name }) => name)}
        at={at}
        link={(name, nth) => (
          <Link to="." search={inAddress({ step: KEYS[nth] })}>
            {name}
          </Link>
        )}
      />
      {asked.data && (
        <Current step={state.step} portal={asked.data} next={() => set({ step: KEYS[at + 1] ?? 'customer' })} />
      )}
      {asked.isPending && <Bones lines={6} />}
      {asked.isError && !asked.data && (
        <Failed title="The portal could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
