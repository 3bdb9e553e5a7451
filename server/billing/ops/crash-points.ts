/**
 * Places at which a test kills the process (`CRASH_AT`), between writing down what is to be done at Stripe, doing it,
 * and booking what came of it. Each has a case in test/faults; a new one without fails there.
 */
export const crashPoints = [
  'charge.written',
  'charge.answered',
  'charge.decide',
  'charge.decided',
  'deposit.written',
  'deposit.opened',
  'event.stored',
  'event.handled',
  'refund.asked',
  'refund.answered',
  'refund.book',
  'refund.booked',
] as const
export type CrashPoint = (typeof crashPoints)[number]

/** Ends the process here if that is what it was started for, as a power cut would. */
export async function crashPoint(name: CrashPoint): Promise<void> {
  if (process.env.CRASH_AT !== name) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}
