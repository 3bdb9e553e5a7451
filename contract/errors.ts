/**
 * The closed list of what can go wrong in a way the caller should understand. Everything else is a 500 with an id.
 * The text is public: it never says whether something exists that the caller may not see.
 */
import { z } from 'zod'

export const errors = {
  invalid_input: { status: 400, text: 'Something in the request is not as it should be.' },
  unauthenticated: { status: 401, text: 'Please sign in.' },
  login_failed: { status: 401, text: 'The e-mail address or the password is not right.' },
  code_needed: { status: 401, text: 'Enter the code of your authenticator app, or a recovery code.' },
  code_wrong: { status: 401, text: 'This code is not right, or was used before. Wait for the next one and try again.' },
  second_factor_needed: { status: 403, text: 'This account asks for a second factor. Set yours up under Security.' },
  forbidden: { status: 403, text: 'Your role does not allow this.' },
  foreign_origin: { status: 403, text: 'This request came from another site and was refused.' },
  not_found: { status: 404, text: 'There is nothing here.' },
  token_invalid: { status: 410, text: 'This link has been used, replaced or has expired. Please ask for a new one.' },
  method_not_allowed: { status: 405, text: 'This address is called with another method.' },
  already_exists: { status: 409, text: 'This exists already.' },
  conflict: { status: 409, text: 'This does not fit what is there now.' },
  not_allowed_now: { status: 409, text: 'This is not possible in its present state.' },
  stale: { status: 409, text: 'Somebody changed this in the meantime. Reload it and try again.' },
  too_large: { status: 413, text: 'The request is too large.' },
  unsupported_media_type: { status: 415, text: 'The body is not of a type that is read here.' },
  unknown_host: { status: 421, text: 'This address is not served here.' },
  too_many_requests: { status: 429, text: 'Too many requests. Please wait a moment and try again.' },
  internal: { status: 500, text: 'Something went wrong on our side. Please try again; if it stays, quote the id.' },
  unavailable: { status: 503, text: 'Busy or being restarted. Please try again in a moment.' },
} as const satisfies Record<string, { status: number; text: string }>

export type ErrorCode = keyof typeof errors

export interface ErrorDetails {
  /** The input that is wrong, as a path such as `email` or `fields.2.name`. */
  field?: string
  /** Replaces the code's own text. Public. */
  message?: string
  /** A page that explains it. */
  docs?: string
  /** Sent as Allow. */
  allow?: string
  /** Sent as Retry-After. */
  retryAfterSeconds?: number
}

/** The one error that actions throw on purpose. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.message ?? errors[code].text)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  get status(): number {
    return errors[this.code].status
  }
}

/** What every refusal looks like on the wire. `id` is the request's, to find it in the logs. */
export const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    docs: z.string().optional(),
    id: z.string(),
  }),
})
export type ErrorBody = z.output<typeof ErrorBody>

/** The wire form of an error. */
export function errorBodyOf(error: AppError, id: string): ErrorBody {
  const { field, docs } = error.details
  return { error: { code: error.code, message: error.message, ...(field && { field }), ...(docs && { docs }), id } }
}
