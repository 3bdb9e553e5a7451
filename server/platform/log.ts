/**
 * Structured logs without personal data. The wall is what is passed in: nothing here ever logs a body, a header, a
 * query string or a mail's recipient; the redaction below only catches a slip.
 */
import { type Logger, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

const secretKeys = [
  'password',
  'token',
  'secret',
  'key',
  'authorization',
  'cookie',
  'email',
  'phone',
  'to',
  'body',
  'fields',
  'data',
]
const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

const EMAIL = /[^\s"'<>@()[\]{},;:=]+@[^\s"'<>@()[\]{},;:=]+\.[a-z]{2,}/gi
const LONG_NUMBER = /\+?\d[\d\s().-]{7,}\d/g

/** A text fit for a log: addresses and anything that may be a phone number are blanked. */
export function withoutPersonalData(text: string): string {
  return text.replace(EMAIL, '[email]').replace(LONG_NUMBER, '[number]')
}

interface LoggableError {
  type: string
  message: string
  stack?: string
  code?: string
  constraint?: string
}

/** PostgreSQL repeats row values in `detail`, drivers keep queries and parameters: only what names the fault is kept. */
export function errorForLog(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutPersonalData(messageOf(error)) }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown } // read by name, checked below
  return {
    type: error.name,
    message: withoutPersonalData(error.message),
    stack: stackOf(error),
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
  }
}

/** Some libraries throw or emit plain objects. */
function messageOf(thing: unknown): string {
  if (typeof thing !== 'object' || thing === null) return String(thing)
  return 'message' in thing && typeof thing.message === 'string' ? thing.message : Object.keys(thing).join(', ')
}

// the first line of a stack repeats the message
function stackOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n')
  return lines.filter((line) => line.trimStart().startsWith('at ')).join('\n')
}

/** Lines of JSON on stdout, or into `write` in tests. */
export function makeLog(level: LogLevel, write?: (line: string) => void): Log {
  const options = {
    level,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: errorForLog, error: errorForLog },
  }
  return write ? pino(options, { write }) : pino(options)
}
