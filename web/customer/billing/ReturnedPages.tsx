import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { finishCardSetup } from '../../../contract/api/billing.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { inAddress, useUrlState, word } from '../../lib/url-state.ts'
import { MoneyFigure } from '../../ui/Figure.tsx'
import { Note } from '../../ui/Note.tsx'
import { Page, Well } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useRecharge, useWallet } from './asked.ts'
import css from './billing.module.css'
import { CardLine } from './CardLine.tsx'
import { Outcome } from './Outcome.tsx'

function BalanceNow() {
  const { data } = useWallet()
  if (!data) return null
  return (
    <Well>
      <p className="second">Balance</p>
      <MoneyFigure amount={data.balance} currency={data.currency} size="balance" />
    </Well>
  )
}

const readCharge = (raw: Record<string, unknown>) => ({ charge: word(raw.charge) })

/** Where the hosted page leads back to: what became of the payment, told as soon as it is known. */
export function DepositDone() {
  const { charge } = useUrlState(readCharge).state
  return (
    <Page title="Deposit">
      <div className={css.narrow}>
        {charge && (
          <Outcome
            id={charge}
            foot={({ state }) => (
              <>
                {state === 'succeeded' && <BalanceNow />}
                {state === 'succeeded' ? (
                  <Button variant="filled" size="md" component={Link} to="/">
                    Done
                  </Button>
                ) : (
                  <Button size="md" component={Link} to="/billing" search={inAddress({ add: '1' })}>
                    {state === 'sent' || state === 'open' ? 'Billing' : 'Add funds'}
                  </Button>
                )}
              </>
            )}
          />
        )}
        {!charge && <Note tone="info" strong="No payment is named here." />}
      </div>
    </Page>
  )
}

const readSession = (raw: Record<string, unknown>) => ({ session: word(raw.session) })

function WhatNext() {
  const recharge = useRecharge().data
  const waits = recharge && !recharge.set?.on
  // where it is required the home page asks for it
  return (
    <Button variant="filled" size="md" component={Link} to={waits && !recharge.required ? '/billing' : '/'}>
      {waits ? 'Go on to auto-recharge' : 'Done'}
    </Button>
  )
}

function Saving({ session }: { session: string }) {
  // it takes the same card however often it is asked
  const asked = useQuery({
    queryKey: ['still', finishCardSetup.path, session],
    queryFn: () => call(finishCardSetup, { body: { session } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const card = asked.data?.card
  useEffect(() => {
    if (card) refreshLive()
  }, [card])
  if (asked.isPending) return <Bones lines={2} />
  if (asked.isError) {
    return (
      <Failed title="The card could not be read" onRetry={() => asked.refetch()}>
        {wordsOf(asked.error)} Nothing was charged.
      </Failed>
    )
  }
  if (!card) {
    return (
      <>
        <Note tone="warn" strong="No card was saved." live>
          Nothing was charged.
        </Note>
        <Button size="md" component={Link} to="/billing">
          Billing
        </Button>
      </>
    )
  }
  return (
    <>
      <Note tone="pos" strong="Your card is on file." live>
        Nothing was charged.
      </Note>
      <CardLine card={card} end />
      <WhatNext />
    </>
  )
}

/** Where the hosted page for saving a card leads back to. */
export function CardDone() {
  const { session } = useUrlState(readSession).state
  return (
    <Page title="Card">
      <div className={css.narrow}>
        {session ? <Saving session={session} /> : <Note tone="info" strong="No card is named here." />}
      </div>
    </Page>
  )
}
