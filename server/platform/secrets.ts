/**
 * Secrets at rest: AES-256-GCM, bound to the column and row they stand in, so that a sealed value copied elsewhere
 * does not open. Keys carry an id made from themselves: the first of the list seals, all of them open.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from './config.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1'

/** Where a sealed value stands: `table.column` and the row's key, with the account in it. */
export interface SealedPlace {
  column: `${string}.${string}`
  row: string
}

export interface Secrets {
  seal(plain: string, place: SealedPlace): string
  /** @throws Error when it was made elsewhere, under an unknown key, or was changed */
  open(sealed: string, place: SealedPlace): string
  /** Whether a newer key is at hand than the one it was sealed with. */
  isStale(sealed: string): boolean
}

interface Key {
  id: string
  bytes: Buffer
}

const keyOf = (bytes: Buffer): Key => ({ id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes })
// a NUL cannot be part of either, so no two places share their bytes
const placeBytes = (place: SealedPlace): Buffer => Buffer.from(`${place.column}\0${place.row}`)

function seal(key: Key, plain: string, place: SealedPlace): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(placeBytes(place))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return `${FORMAT}.${key.id}.${Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')}`
}

function unseal(keys: readonly Key[], sealed: string, place: SealedPlace): string {
  const [format, keyId, payload = ''] = sealed.split('.')
  const key = keys.find((k) => k.id === keyId)
  if (format !== FORMAT || !key) throw new Error(`no key for the secret in ${place.column}`)
  const bytes = Buffer.from(payload, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error(`the secret in ${place.column} is cut short`)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(placeBytes(place)).setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

/** From keys of 32 bytes each, newest first. */
export function makeSecrets(keys: readonly Buffer[]): Secrets {
  const all = keys.map(keyOf)
  const [newest] = all
  if (!newest || keys.some((bytes) => bytes.length !== KEY_BYTES)) throw new Error('a secret key must be 32 bytes')
  return {
    seal: (plain, place) => seal(newest, plain, place),
    open: (sealed, place) => unseal(all, sealed, place),
    isStale: (sealed) => sealed.split('.')[1] !== newest.id,
  }
}

/** Keys as text: 32 bytes each in base64 or hex, newest first, between commas or line ends. */
export function parseKeys(text: string, source: string): Buffer[] {
  const items = text.split(/[\s,]+/).filter((item) => item !== '')
  const keys = items.map((item) => Buffer.from(item, /^[0-9a-f]{64}$/i.test(item) ? 'hex' : 'base64'))
  if (keys.length === 0 || keys.some((key) => key.length !== KEY_BYTES)) {
    throw new Error(`${source} must hold 32 random bytes in base64 or hex; \`openssl rand -base64 32\` makes them.`)
  }
  return keys
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

async function readOrMakeKeyFile(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${newToken().slice(0, 8)}`
  try {
    await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    // whole or not at all, and never over another: of two starts at once one makes it and both read it
    await link(draft, file)
  } catch (error) {
    if (!isTaken(error)) throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(file, 'utf8')
}

/** The installation's keys: from the environment, from a file, or made and kept in the data directory. */
export async function loadSecrets(config: Pick<Config, 'secretKey' | 'secretKeyFile' | 'dataDir'>): Promise<Secrets> {
  if (config.secretKey) return makeSecrets(parseKeys(config.secretKey, 'SECRET_KEY'))
  if (config.secretKeyFile) {
    return makeSecrets(parseKeys(await readFile(config.secretKeyFile, 'utf8'), 'SECRET_KEY_FILE'))
  }
  const file = path.join(config.dataDir, 'secret.key')
  return makeSecrets(parseKeys(await readOrMakeKeyFile(file), file))
}

/** 256 random bits for a link, a session or a key. */
export function newToken(): string {
  return randomBytes(KEY_BYTES).toString('base64url')
}

/** What of a token is stored: enough to find it, useless to whoever reads the table. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
