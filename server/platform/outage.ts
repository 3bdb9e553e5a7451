/** Whether an error only says that the database is away for a moment, so that the caller should try again. */
const STATES = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57014', // query_canceled: our own statement timeout
  '53300', // too_many_connections
  '25P03', // idle_in_transaction_session_timeout
])
// a socket that fails while connecting, reading or writing: a missing file also says ENOENT, but from `open`
const SOCKET_CALLS = new Set(['connect', 'read', 'write'])
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
])
// pg says these in words only
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

interface Coded extends Error {
  code?: unknown
  syscall?: unknown
}

function isCoded({ code, syscall }: Coded): boolean {
  if (typeof code !== 'string') return false
  if (STATES.has(code) || /^08...$/.test(code)) return true
  return SOCKET_CODES.has(code) && typeof syscall === 'string' && SOCKET_CALLS.has(syscall)
}

/** True for a lost, refused or exhausted database connection; false for everything a statement itself did wrong. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // connecting to a name with several addresses fails with one error for each
  if (error instanceof AggregateError) return error.errors.some(isOutage)
  const coded: Coded = error
  return isCoded(coded) || WORDS.test(error.message)
}
