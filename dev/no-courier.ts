/** For worlds whose buyers all store: a call would be answered that it cannot be made. */
import type { Courier } from '../server/delivery/ops.ts'

const transcript = { request: '', response: null, status: null, ms: 0 }

export const noCourier: Courier = {
  deliver: async () => ({ outcome: 'errored', reason: 'Nobody calls here', transcript }),
  check: async () => ({ result: 'failed', reason: 'Nobody calls here', saved: [], transcript }),
}
