/**
 * The only way out: HTTP calls to addresses that somebody typed into a form. One name is looked up once, every
 * address it has must be public, and the connection goes to exactly the address that was looked at.
 */

export interface OutgoingRequest {
  readonly url: string
  readonly method: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
  /** From the look-up to the last byte of the answer. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface OutgoingAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** `sent` false: nothing of the request can have reached anybody. */
export interface OutgoingFailure {
  readonly reason: string
  readonly sent: boolean
  readonly kind:
    | 'refused_address'
    | 'bad_url'
    | 'dns'
    | 'connect'
    | 'tls'
    | 'timed_out'
    | 'cut'
    | 'too_large'
    | 'stopped'
}

export type OutgoingResult = { readonly ms: number } & (
  | { readonly answer: OutgoingAnswer; readonly failure?: undefined }
  | { readonly failure: OutgoingFailure; readonly answer?: undefined }
)

export interface Outgoing {
  /** Never throws, never follows a redirect. */
  fetch(request: OutgoingRequest): Promise<OutgoingResult>
  /** Cuts what is under way. */
  close(): Promise<void>
}
