import { useMutation } from '@tanstack/react-query'
import { removeOwnCard, setUpCard } from '../../../contract/api/billing.ts'
import { call } from '../../lib/api.ts'
import { refreshLive } from '../../lib/ask.ts'

/** Leaves for the hosted page on which a card is saved; it leads back to /card/done. */
export function useCardSetup() {
  return useMutation({
    mutationFn: () => call(setUpCard, { body: { id: crypto.randomUUID() } }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
}

export function useCardRemoval(done: () => void) {
  return useMutation({
    mutationFn: () => call(removeOwnCard),
    onSuccess: () => {
      refreshLive()
      done()
    },
  })
}
