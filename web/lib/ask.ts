import { keepPreviousData, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import type { CallInput, Endpoint, Reply } from '../../contract/endpoint.ts'
import { ApiError, call } from './api.ts'

/** Keys: ['me'] is who is signed in, ['live', …] is asked again when the server says that something happened. */
const ME = ['me'] as const
const LIVE = 'live'

// a list whose inputs are typed at the caller; here it is only handed on
type Loose = (endpoint: Endpoint, input: unknown, signal: AbortSignal) => Promise<unknown>

/**
 * A question to the server for `useQuery`. While the next answer is under way the one before stays, so that turning a
 * page or a filter does not blank the screen.
 */
export function ask<E extends Endpoint>(endpoint: E, input: CallInput<E>, how: { live?: boolean } = {}) {
  return queryOptions({
    queryKey: [how.live ? LIVE : 'still', endpoint.path, input],
    // the conditional arguments of `call` cannot be resolved for a type that is not known yet
    queryFn: ({ signal }) => (call as Loose)(endpoint, input, signal) as Promise<Reply<E>>, // as above
    placeholderData: keepPreviousData,
  })
}

/** Who is signed in. Not asked again by itself: signing in and out set it. */
export function askMe<E extends Endpoint>(endpoint: E) {
  return queryOptions({
    queryKey: ME,
    queryFn: ({ signal }) => (call as Loose)(endpoint, {}, signal) as Promise<Reply<E>>, // as in `ask`
    staleTime: 60_000,
  })
}

/** Retries only what may heal: a refusal stays a refusal. */
function worthRetrying(count: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.status : 0
  return count < 2 && (status === 0 || status >= 500)
}

/** The page's memory of answers. An answer that says "sign in" throws away what it knew of the person. */
export const answers = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      const signedOut = error instanceof ApiError && error.status === 401
      if (signedOut && query.queryKey[0] !== ME[0]) void answers.resetQueries({ queryKey: ME })
    },
  }),
  defaultOptions: { queries: { staleTime: 5_000, retry: worthRetrying } },
})

// not `clear`: the page is looking at the answer to "who", and has to be told that it changed
const forget = () => answers.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] })

/** Signed in: everything known before was somebody else's. */
export function signedIn(me: unknown): void {
  forget()
  answers.setQueryData(ME, me)
}

/** Signed out: nothing of the person stays in memory. */
export function signedOut(): void {
  forget()
  void answers.resetQueries({ queryKey: ME })
}

/** What the person may do has changed by their own doing. */
export const refreshMe = () => void answers.invalidateQueries({ queryKey: ME })

/** Something happened: what is on the page and lives is asked again. */
export const refreshLive = () => void answers.invalidateQueries({ queryKey: [LIVE] })

/** What a person is told about a failure. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return 'Something went wrong on this page. Reload it and try again.'
}
