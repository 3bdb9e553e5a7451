/**
 * Intake put together: a body in, an answer out.
 */
import { CODES } from '../../contract/verdict.ts'
import { newId } from '../platform/ids.ts'
import { type Answer, refusalOf, TRY_AGAIN } from './answer.ts'
import { Batches, type Machinery } from './batch.ts'
import { Batcher, type BatcherLimits } from './batcher.ts'
import { Directory, type KeyEntry } from './directory.ts'
import { type Post, Refusal, readPost, UNKNOWN } from './post.ts'
import { RefusalCounts } from './refusals.ts'

const FLUSH_REFUSALS_MS = 5_000
const DRAIN_LIMIT_MS = 15_000

export interface Intake {
  /** Answers one post. Never throws: what goes wrong on our side is 1020. */
  receive(body: Buffer, contentType: string, ip: string): Promise<Answer>
  /** Posts that wait for a batch. */
  readonly waiting: number
  /** Takes no more posts and resolves when those inside are answered. */
  close(): Promise<void>
}

/** @param limits of batches, for tests and measurements */
export function openIntake(machinery: Machinery, limits?: BatcherLimits): Intake {
  const directory = new Directory(machinery.db)
  const batcher = new Batcher(new Batches(machinery), limits)
  const refusals = new RefusalCounts(machinery.db)
  let closed = false
  const flush = () =>
    refusals.flush().catch((error: unknown) => machinery.log.warn({ err: error }, 'refusal counts wait to be written'))
  const timer = setInterval(flush, FLUSH_REFUSALS_MS)
  timer.unref()

  async function receivePost(post: Post): Promise<Answer> {
    const entries = await directory.find(post.keyHash)
    if (!entries) return TRY_AGAIN
    const [first] = entries
    if (!first) return refusalOf({ code: CODES.unknown, message: UNKNOWN })
    const accountId = accountOf(post, entries) ?? first.accountId
    const own = entries.filter((entry) => entry.accountId === accountId)
    const answer = await submit(accountId, post, own)
    if (isRefusal(answer)) refusals.note(accountId, first.supplierId, answer.code, post.receivedAt)
    return answer
  }

  function submit(accountId: number, post: Post, entries: readonly KeyEntry[]): Promise<Answer> {
    return new Promise((answer) => {
      batcher.submit(accountId, { post, leadId: newId(post.receivedAt), entries, answer })
    })
  }

  return {
    async receive(body, contentType, ip) {
      if (closed) return TRY_AGAIN
      try {
        return await receivePost(readPost(body, contentType, ip, machinery.now()))
      } catch (error) {
        if (error instanceof Refusal) return refusalOf(error)
        machinery.log.error({ err: error }, 'a post could not be taken')
        return TRY_AGAIN
      }
    },
    get waiting() {
      return batcher.waiting
    },
    async close() {
      closed = true
      clearInterval(timer)
      const limit = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_LIMIT_MS).unref())
      await Promise.race([batcher.drained(), limit])
      await flush()
    },
  }
}

const isRefusal = ({ code }: Answer) => code === CODES.unknown || code === CODES.not_active

/** Keys brought from another system might stand in two accounts: the supplier id tells them apart. */
function accountOf(post: Post, entries: readonly KeyEntry[]): number | undefined {
  return entries.find((entry) => String(entry.supplierId) === post.supplier)?.accountId
}
