import { useQuery } from '@tanstack/react-query'
import { readStripe, type StripeState } from '../../../contract/api/billing.ts'
import { answers, ask } from '../../lib/ask.ts'
import { useAccount } from '../account.ts'

/** The account's connection to Stripe, and the place for what a change of it answers. */
export function useStripe() {
  const account = useAccount()
  const question = ask(readStripe, { params: { account: account.id } }, { live: true })
  const asked = useQuery({ ...question, enabled: account.can.includes('stripe.read') })
  return { asked, keep: (state: StripeState) => answers.setQueryData(question.queryKey, state) }
}
