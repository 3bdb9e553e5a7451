/** What went wrong with a call, and whether anything of it can have arrived. */

export type FailureKind =
  | 'bad_url'
  | 'bad_request'
  | 'refused_address'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timed_out'
  | 'cut'
  | 'too_large'
  | 'unreadable'

export interface OutgoingFailure {
  readonly kind: FailureKind
  /** A sentence; nothing of the request or the answer is in it. */
  readonly reason: string
  /** False: definite, nothing of the request can have reached anybody. */
  readonly sent: boolean
}

const CONNECT: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  ETIMEDOUT: 'The connection was not made in time.',
  UND_ERR_CONNECT_TIMEOUT: 'The connection was not made in time.',
  ECONNRESET: 'The connection was closed before anything was sent.',
}

/** undici and Node name the cause in `code`; of several addresses tried, the last one's is telling. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1))
  if (!(error instanceof Error) || !('code' in error)) return ''
  return String(error.code)
}

function beforeSending(code: string, error: unknown): OutgoingFailure {
  const told = error instanceof Error ? error.message : ''
  if (code === 'OUTGOING_REFUSED') return { kind: 'refused_address', reason: told, sent: false }
  if (code === 'OUTGOING_DNS') return { kind: 'dns', reason: told, sent: false }
  if (code === 'UND_ERR_INVALID_ARG')
    return { kind: 'bad_request', reason: 'A header cannot be sent as it is.', sent: false }
  const reason = CONNECT[code]
  if (reason !== undefined) return { kind: 'connect', reason, sent: false }
  if (/CERT|TLS|SSL|SIGNATURE|ALTNAME|ISSUER|EPROTO/.test(code))
    return { kind: 'tls', reason: `No safe connection: ${code}.`, sent: false }
  return {
    kind: 'connect',
    reason: code === '' ? 'No connection was made.' : `No connection was made: ${code}.`,
    sent: false,
  }
}

/** Nothing was sent, unless told otherwise. */
export const failureOf = (kind: FailureKind, reason: string): OutgoingFailure => ({ kind, reason, sent: false })

/** What a library threw, before or after the request was begun. */
export function failureFrom(error: unknown, sent: boolean): OutgoingFailure {
  const code = codeOf(error)
  if (!sent) return beforeSending(code, error)
  const how = code === '' ? '' : ` (${code})`
  return { kind: 'cut', reason: `The connection was cut before the answer was complete${how}.`, sent }
}
