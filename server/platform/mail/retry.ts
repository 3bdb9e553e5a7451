/** When a mail is tried again, and when it is given up: pure. */
export const MAX_ATTEMPTS = 8
const FIRST_MS = 15_000
const LONGEST_MS = 6 * 3_600_000

/** 15 s, 1 min, 4 min … 6 h: half a day in all; up to a quarter of jitter keeps a thousand mails from coming at once. */
export function retryDelayMs(attempts: number, random: number): number {
  const delay = Math.min(FIRST_MS * 4 ** (attempts - 1), LONGEST_MS)
  return Math.round(delay * (1 + random / 4))
}

interface SmtpFailure {
  responseCode?: unknown
  code?: unknown
}

/** A 5xx is the receiving side's last word, except on logging in: that is ours to mend, and the mail waits for it. */
export function isFinal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { responseCode, code }: SmtpFailure = error
  if (code === 'EAUTH') return false
  return typeof responseCode === 'number' && responseCode >= 500
}

/** What is kept of a failure: codes only, since servers repeat the address in their words. */
export function failureText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'failed'
  const { responseCode, code }: SmtpFailure = error
  return (
    [code, responseCode].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ') || 'failed'
  )
}
