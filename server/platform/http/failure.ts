/** Whatever was thrown, as the one kind of error the wire knows. */
import { AppError } from '../../../contract/errors.ts'
import { isOutage } from '../outage.ts'

// untranslatable character, invalid byte sequence: input.ts refuses these first, this is the second wall
const UNSTORABLE = new Set(['22021', '22P05'])
const RETRY_AFTER_SECONDS = 2

interface Coded {
  code?: unknown
  statusCode?: unknown
}

const codedOf = (error: unknown): Coded => (typeof error === 'object' && error !== null ? error : {})

function ofFramework(code: string, status: number): AppError | undefined {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('unsupported_media_type')
  if (code === 'FST_ERR_HANDLER_TIMEOUT') return new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
  if (status === 413) return new AppError('too_large')
  if (code === 'FST_ERR_BAD_URL') return new AppError('invalid_input', { message: 'The address cannot be read.' })
  // unreadable JSON, a poisoned prototype, a wrong Content-Length: all say 400 themselves
  if (status === 400)
    return new AppError('invalid_input', { field: 'body', message: 'The body cannot be read as JSON.' })
  // a path that leads out of the folder of a front end is not there
  if (status === 403 || status === 404) return new AppError('not_found')
  return status < 500 ? new AppError('invalid_input') : undefined
}

/** AppErrors as they are; the framework's and the database's known ones translated; all else is `internal`. */
export function failureOf(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isOutage(error)) return new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
  const { code, statusCode } = codedOf(error)
  if (typeof code !== 'string') return new AppError('internal')
  if (UNSTORABLE.has(code)) return new AppError('invalid_input')
  const known = typeof statusCode === 'number' ? ofFramework(code, statusCode) : undefined
  return known ?? new AppError('internal')
}
