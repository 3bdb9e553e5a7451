/**
 * Who works on the leads in process: a number of this process, held as an advisory lock of a session of its own. The
 * lock is free once the process is gone, however it went.
 */
import { randomInt } from 'node:crypto'
import type { ClientBase } from 'pg'

/** Held by no process: leads given back are found by the next sweep. */
export const NOBODY = 0
const LARGEST = 2 ** 48 - 1

/** A session that lasts: a connection of its own, past any pooler. */
export type OpenSession = () => Promise<ClientBase & { end?: () => Promise<void>; release?: () => void }>

export class Owner {
  readonly #open: OpenSession
  readonly #number = randomInt(1, LARGEST)
  #session: ReturnType<OpenSession> | undefined

  constructor(open: OpenSession) {
    this.#open = open
  }

  /** The number, once its lock is held. A lost session is opened anew by the next who asks. */
  async id(): Promise<number> {
    this.#session ??= this.#lock()
    await this.#session
    return this.#number
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined)
    this.#session = undefined
    if (!session) return
    session.off('error', this.#lose).off('end', this.#lose)
    await session.query('select pg_advisory_unlock($1)', [this.#number]).catch(() => undefined)
    if (session.release) session.release()
    else await session.end?.()
  }

  async #lock(): ReturnType<OpenSession> {
    try {
      const session = await this.#open()
      session.on('error', this.#lose).on('end', this.#lose)
      await session.query('select pg_advisory_lock($1)', [this.#number])
      return session
    } catch (error) {
      this.#lose()
      throw error
    }
  }

  readonly #lose = (): void => {
    this.#session = undefined
  }
}
