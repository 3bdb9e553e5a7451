import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ownLogin } from '../../../contract/api/own-login.ts'
import { ApiError } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'

/** The endpoints of the own login, of whichever realm. */
export type LoginApi = ReturnType<typeof ownLogin<z.ZodType>>

/** The secret behind the `#` of a one-time link: it never reaches a server's log by the address. */
export const tokenOfPage = () => decodeURIComponent(window.location.hash.slice(1))

/** What the server says of one field. */
export const wrongIn = (error: unknown, field: string): string | null =>
  error instanceof ApiError && error.field === field ? error.message : null
/** What it says of none of these. */
export const wrongElsewhere = (error: unknown, fields: readonly string[]): string | null =>
  error && !fields.some((field) => wrongIn(error, field)) ? wordsOf(error) : null

export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof ApiError && codes.includes(error.code)

/** A change of something that a list on the page shows: asked again once it is done. */
export function useChange<T, R>(change: (input: T) => Promise<R>, done?: (result: R) => void) {
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      refreshLive()
      done?.(result)
    },
  })
}
