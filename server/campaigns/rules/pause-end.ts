import { AppError } from '../../../contract/errors.ts'

/** The end of a pause, which lies ahead. @throws AppError invalid_input */
export function pauseEnd(until: string | null, now: Date): Date | null {
  if (until === null) return null
  const end = new Date(until)
  if (end <= now) throw new AppError('invalid_input', { field: 'until', message: 'The end must be ahead.' })
  return end
}
