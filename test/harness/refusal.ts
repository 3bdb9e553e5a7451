/** What an action refused with: its code, and the field it named; undefined when it went through. */
import { AppError } from '../../contract/errors.ts'

export async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.details.field === undefined ? error.code : `${error.code} ${error.details.field}`
  }
}
