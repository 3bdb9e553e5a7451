import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { makeDeposit, type OwnCharge, readDeposit } from '../../../contract/api/billing.ts'
import { call } from '../../lib/api.ts'
import { ask, refreshLive, wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { Note } from '../../ui/Note.tsx'
import { Bones, Failed } from '../../ui/States.tsx'

const ASKED_EVERY_MS = 1_500
/** An open page that is looked at after so many answers was left, not paid. */
const ANSWERS_UNTIL_LEFT = 4

const isDecided = ({ state }: Pick<OwnCharge, 'state'>): boolean => state !== 'open' && state !== 'sent'

/** A charge, asked for again until it is decided. */
function useCharge(id: string) {
  const [answers, setAnswers] = useState(0)
  const asked = useQuery({
    ...ask(readDeposit, { params: { charge: id } }, { live: true }),
    refetchInterval: (query) => (query.state.data && isDecided(query.state.data) ? false : ASKED_EVERY_MS),
  })
  const { dataUpdatedAt, data } = asked
  useEffect(() => {
    if (dataUpdatedAt > 0) setAnswers((before) => before + 1)
  }, [dataUpdatedAt])
  const decided = data !== undefined && isDecided(data)
  useEffect(() => {
    if (decided) refreshLive()
  }, [decided])
  return { asked, left: data?.state === 'open' && answers >= ANSWERS_UNTIL_LEFT }
}

/** Back to the hosted page that is open still. */
export function GoOnButton({ charge }: { charge: OwnCharge }) {
  const again = useMutation({
    mutationFn: () => call(makeDeposit, { body: { id: charge.id, amount: charge.amount, with: 'page' } }),
    onSuccess: ({ url }) => (url ? window.location.assign(url) : refreshLive()),
  })
  return (
    <>
      {again.isError && (
        <Note tone="neg" strong={wordsOf(again.error)} live>
          Nothing was charged.
        </Note>
      )}
      <Button variant="filled" loading={again.isPending} onClick={() => again.mutate()}>
        Go on paying {money(charge.total, charge.currency)}
      </Button>
    </>
  )
}

function Told({ charge }: { charge: OwnCharge }) {
  const { state, amount, total, currency, declined } = charge
  if (state === 'succeeded') {
    return (
      <Note tone="pos" strong={`${money(amount, currency)} is on your balance.`} live>
        The card was charged {money(total, currency)}. A receipt goes to your billing address.
      </Note>
    )
  }
  if (state === 'declined') {
    return (
      <Note tone="neg" strong={declined?.message ?? 'The card was declined.'} live>
        No money moved.{' '}
        {declined?.wantsAuthentication ? 'Pay on the secure page, where your bank can ask you.' : 'Try another card.'}
      </Note>
    )
  }
  if (state === 'sent' || state === 'open') {
    return (
      <Note tone="info" strong="The payment is being confirmed." live>
        Your balance grows when it is, usually within seconds. You can leave this page: it goes on without you.
      </Note>
    )
  }
  return (
    <Note
      tone="warn"
      strong={state === 'expired' ? 'The payment page has expired.' : 'The payment was cancelled.'}
      live
    >
      Nothing was charged.
    </Note>
  )
}

/** What became of a payment, from the moment it is sent until it is decided. `foot` is what to do next. */
export function Outcome({ id, foot }: { id: string; foot: (charge: OwnCharge) => ReactNode }) {
  const { asked, left } = useCharge(id)
  const { data } = asked
  if (!data && asked.isError) {
    return (
      <Failed title="The payment could not be read" onRetry={() => asked.refetch()}>
        {wordsOf(asked.error)} If it was made, your balance shows it.
      </Failed>
    )
  }
  if (!data) return <Bones lines={2} />
  if (left) {
    return (
      <div className="stack">
        <Note tone="warn" strong="This payment is not finished." live>
          Nothing was charged.
        </Note>
        <GoOnButton charge={data} />
      </div>
    )
  }
  return (
    <div className="stack">
      <Told charge={data} />
      {foot(data)}
    </div>
  )
}
