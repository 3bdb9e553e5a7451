/**
 * Passwords: argon2id with OWASP's second recommendation (19 MiB, 2 passes, 1 lane), as a PHC string so that the
 * parameters can rise later. Two at a time: a burst of log-ins waits instead of eating the machine's memory.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'

interface Cost {
  memory: number
  passes: number
  parallelism: number
}

const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG_BYTES = 32
const SALT_BYTES = 16
const AT_ONCE = 2
const MAX_WAITING = 40 // about two seconds of work

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= MAX_WAITING) throw new AppError('unavailable', { retryAfterSeconds: 5 })
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    // the place goes to who waits longest, or becomes free
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function derive(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  // NFKC: the same key presses on another keyboard or system stay the same password
  const parameters = { message: password.normalize('NFKC'), nonce, tagLength, ...cost }
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)))
      }),
  )
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** A PHC string to store. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive(password, salt, COST, TAG_BYTES)
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(tag)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

interface Stored {
  cost: Cost
  salt: Buffer
  tag: Buffer
}

function parse(hash: string): Stored {
  const parts = PHC.exec(hash)
  if (!parts) throw new Error('not a password hash of ours')
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

// what nobody's password matches: an unknown address takes as long as a known one
const NOBODY: Stored = { cost: COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) }

/** Whether it is the password; without a hash it is not, after the same time. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const { cost, salt, tag } = hash === undefined ? NOBODY : parse(hash)
  const made = await derive(password, salt, cost, tag.length)
  return timingSafeEqual(made, tag) && hash !== undefined
}

/** Whether a hash was made with less than today's cost, so that the next log-in should replace it. */
export function isWeakHash(hash: string): boolean {
  const { memory, passes } = parse(hash).cost
  return memory < COST.memory || passes < COST.passes
}
