/** The Stripe that the demo world plays: what its Dashboard and banks do, and what happened there. */
import { send } from './http.ts'
import type { World } from './world.ts'

export interface AtStripe {
  order<T>(what: object): Promise<T>
}

export function stripeOf({ stripe }: World): AtStripe {
  const port = Number(new URL(stripe.simulator).port)
  return {
    async order<T>(what: object) {
      const sent = { host: '127.0.0.1', path: '/_control', method: 'POST', body: what } as const
      const { status, text } = await send(port, sent)
      if (status !== 200) throw new Error(`the simulator answered ${status}: ${text}`)
      return JSON.parse(text) as T // the caller says what it asked for
    },
  }
}
