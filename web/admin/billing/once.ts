import { useState } from 'react'
import { ApiError } from '../../lib/api.ts'
import { useChange } from '../../ui/login/login.ts'

/** Sends a wish about money under one id: a second click, or trying again after a lost answer, moves it once. */
export function useOnce<W, R>(send: (id: string, wish: W) => Promise<R>, done: () => void) {
  const [id] = useState(() => crypto.randomUUID())
  return useChange((wish: W) => send(id, wish), done)
}

/** Whether money may have moved although there is no answer. */
export function certainty(error: unknown): string {
  const unsure = error instanceof ApiError && (error.status === 0 || error.status >= 500)
  return unsure
    ? 'It is not certain whether it was done. Try again: it is done once, however often you try.'
    : 'No money moved.'
}
