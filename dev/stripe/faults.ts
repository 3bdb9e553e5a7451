/** Scripted faults: what goes wrong with the next calls, by their method and path. */

export const FAULT_KINDS = [
  // it is done and kept under its key, but the answer does not come: after `ms` the connection is cut
  'hang',
  // it is done, and the connection is cut instead of an answer
  'cut_done',
  // it is done, but says 500, which is kept under its key
  'error_500_done',
  // it says 500, which is kept under its key, and nothing was done
  'error_500',
  // the key is held by another request
  'in_use',
  'rate_limit',
  // the connection is cut before anything is done
  'cut',
  // Stripe is down: 503
  'down',
  // it takes `ms`, holding its key, and then answers
  'slow',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  /** Beginning of method and path, as `POST /v1/payment_intents`; left out: every call. */
  on?: string
  kind: FaultKind
  /** Left out: once. 0: until the faults are cleared. */
  times?: number
  ms?: number
}

export class Faults {
  #script: (Fault & { left: number })[] = []

  add(fault: Fault): void {
    this.#script.push({ ...fault, left: fault.times === 0 ? Number.POSITIVE_INFINITY : (fault.times ?? 1) })
  }

  clear(): void {
    this.#script = []
  }

  /** What happens to this call; each time it is asked counts. */
  take(call: string): Fault | undefined {
    const fault = this.#script.find(({ on, left }) => left > 0 && call.startsWith(on ?? ''))
    if (fault) fault.left--
    return fault
  }
}
