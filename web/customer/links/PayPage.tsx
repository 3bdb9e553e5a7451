import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { lookAtPayLink, openPayLink } from '../../../contract/api/recharge.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { DeadLink } from '../../ui/login/DeadLink.tsx'
import { hasCode, tokenOfPage } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Facts } from '../../ui/Page.tsx'
import { PublicPage } from '../../ui/PublicPage.tsx'
import { Bones, Failed } from '../../ui/States.tsx'

type Asked = Reply<typeof lookAtPayLink>

function Paying({ token, asked }: { token: string; asked: Asked }) {
  const open = useMutation({
    mutationFn: () => call(openPayLink, { body: { token } }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const { amount, fee, total, currency } = asked
  return (
    <div className="stack">
      {open.isError && (
        <Note tone="neg" strong={wordsOf(open.error)} live>
          Nothing was charged.
        </Note>
      )}
      <p>Your bank wants you to confirm this payment to the balance of {asked.company}.</p>
      <Facts
        rows={[
          ['Amount', money(amount, currency)],
          ...(fee > 0 ? ([['Card fee', money(fee, currency)]] as const) : []),
          ['You pay now', <strong key="total">{money(total, currency)}</strong>],
        ]}
      />
      <Button variant="filled" size="md" loading={open.isPending || open.isSuccess} onClick={() => open.mutate()}>
        Pay {money(total, currency)}
      </Button>
      <p className="small quiet">You confirm on the secure page of our payment company, and come back here.</p>
    </div>
  )
}

/** What a mail about a declined payment leads to: no log-in, one payment. */
export function PayPage() {
  const [token] = useState(tokenOfPage)
  const looked = useQuery({
    queryKey: ['still', lookAtPayLink.path, token],
    queryFn: () => call(lookAtPayLink, { body: { token } }),
    retry: false,
  })
  return (
    <PublicPage title="Confirm a payment">
      {looked.isPending && <Bones lines={4} />}
      {looked.isError &&
        (hasCode(looked.error, 'token_invalid') ? (
          <DeadLink error={looked.error} next={{ to: '/billing', label: 'Billing' }} />
        ) : (
          <Failed title="This payment could not be read" onRetry={() => looked.refetch()}>
            {wordsOf(looked.error)}
          </Failed>
        ))}
      {looked.data &&
        (looked.data.paid ? (
          <Note tone="pos" strong="This is paid already.">
            Nothing is left to do.
          </Note>
        ) : (
          <Paying token={token} asked={looked.data} />
        ))}
    </PublicPage>
  )
}

/** Where the payment company's page leads back to: whoever paid by a link is not logged in. */
export function PaidPage() {
  return (
    <PublicPage title="Thank you">
      <Note tone="pos" strong="Your payment is on its way to the balance.">
        The receipt comes by mail within minutes, and the card is used from now on.
      </Note>
    </PublicPage>
  )
}
