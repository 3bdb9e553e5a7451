/**
 * The environment of spec 6, read once into a typed value. Every fault is collected, so that one start tells all
 * that must be mended, each in a sentence that names its variable.
 */
import { isIP } from 'node:net'
import path from 'node:path'

export const roles = ['api', 'intake', 'worker'] as const
export type Role = (typeof roles)[number]
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
export type Mode = 'normal' | 'demo' | 'development' | 'test'

export interface PublicOrigin {
  scheme: 'http' | 'https'
  /** undefined when it is the scheme's own. */
  port: number | undefined
}

export interface Config {
  mode: Mode
  /** The demo's trickle of leads. */
  traffic: boolean
  host: string
  port: number
  baseDomain: string
  publicOrigin: PublicOrigin
  /** `__Host-` cookies with Secure: when the outside speaks https. */
  secureCookies: boolean
  dataDir: string
  /** undefined: the embedded server in the data directory. */
  databaseUrl: string | undefined
  migrateDatabaseUrl: string | undefined
  controlDatabaseUrl: string | undefined
  /** Keys in the environment; the first seals, all open. */
  secretKey: string | undefined
  secretKeyFile: string | undefined
  /** undefined: the built-in mailbox, or (in production) nothing is sent and start says so. */
  smtpUrl: string | undefined
  mailbox: boolean
  roles: readonly Role[]
  signup: 'closed' | 'open'
  trustedProxies: readonly string[]
  deliveryAllow: readonly string[]
  dnsServers: readonly string[]
  exportStore: string | undefined
  backupDir: string
  backupHook: string | undefined
  stripeApiBase: string | undefined
  sendgridApiBase: string | undefined
  logLevel: LogLevel
}

/** Thrown with every sentence; main prints it and stops. */
export class ConfigError extends Error {
  readonly sentences: readonly string[]

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.name = 'ConfigError'
    this.sentences = sentences
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads values one by one and keeps the faults. */
class Reader {
  readonly faults: string[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
  }

  text(name: string): string | undefined {
    const value = this.#env[name]?.trim()
    return value === '' ? undefined : value
  }

  fault(name: string, sentence: string): void {
    this.faults.push(`${name} ${sentence}`)
  }

  integer(name: string, fallback: number, max: number): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    const value = Number(text)
    if (/^\d+$/.test(text) && value <= max) return value
    this.fault(name, `must be a whole number from 0 to ${max}, but is "${text}".`)
    return fallback
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const text = this.text(name)
    if (text === undefined) return fallback
    const value = values.find((v) => v === text)
    if (value === undefined) this.fault(name, `must be one of ${values.join(', ')}, but is "${text}".`)
    return value ?? fallback
  }

  /** Items between commas. */
  list(name: string, isGood: (item: string) => boolean, what: string): string[] {
    const items = (this.text(name) ?? '').split(',').map((item) => item.trim())
    const given = items.filter((item) => item !== '')
    for (const item of given) {
      if (!isGood(item)) this.fault(name, `must list ${what} between commas, but "${item}" is none.`)
    }
    return given
  }

  /** The value itself may hold a password: a fault never repeats it. */
  url(name: string, protocols: readonly string[], example: string): string | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (url && url.hostname !== '' && protocols.includes(url.protocol)) return text
    // a local socket has no host: postgres:///name?host=/run/postgresql
    if (url && protocols.includes('postgres:') && protocols.includes(url.protocol)) return text
    this.fault(name, `must be an address such as ${example}.`)
    return undefined
  }
}

const isAddressOrRange = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
const proxyNames = ['loopback', 'linklocal', 'uniquelocal']
const isDomain = (text: string): boolean =>
  text.length <= 200 && /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text)

function readBaseDomain(read: Reader): string {
  const domain = (read.text('BASE_DOMAIN') ?? 'localhost').toLowerCase()
  if (!isDomain(domain))
    read.fault('BASE_DOMAIN', `must be a bare domain such as leads.example.com, but is "${domain}".`)
  return domain
}

function readPublicOrigin(read: Reader, baseDomain: string, port: number): PublicOrigin {
  const text = read.text('PUBLIC_ORIGIN')
  const fallback: PublicOrigin = { scheme: 'http', port: port === 80 ? undefined : port }
  if (text === undefined) return fallback
  const url = URL.canParse(text) ? new URL(text) : undefined
  const scheme = (['http', 'https'] as const).find((s) => url?.protocol === `${s}:`)
  if (!url || !scheme || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    read.fault('PUBLIC_ORIGIN', `must be scheme, BASE_DOMAIN and port as seen outside, such as https://${baseDomain}.`)
    return fallback
  }
  if (url.hostname !== baseDomain) {
    read.fault('PUBLIC_ORIGIN', `names ${url.hostname}, but BASE_DOMAIN is ${baseDomain}: they must be the same.`)
  }
  return { scheme, port: url.port === '' ? undefined : Number(url.port) }
}

function readRoles(read: Reader): readonly Role[] {
  const named = read.list('ROLES', (item) => roles.some((role) => role === item), 'some of api, intake, worker')
  return named.length === 0 ? roles : roles.filter((role) => named.includes(role))
}

function readMode(argv: readonly string[]): Mode {
  if (argv.includes('--demo')) return 'demo'
  return argv.includes('--dev') ? 'development' : 'normal'
}

const POSTGRES = ['postgres:', 'postgresql:']
const HTTP = ['http:', 'https:']

function readDatabase(read: Reader): Pick<Config, 'databaseUrl' | 'migrateDatabaseUrl' | 'controlDatabaseUrl'> {
  const example = 'postgres://user:password@host:5432/portico'
  const databaseUrl = read.url('DATABASE_URL', POSTGRES, example)
  for (const name of ['MIGRATE_DATABASE_URL', 'CONTROL_DATABASE_URL']) {
    if (!read.text('DATABASE_URL') && read.text(name)) read.fault(name, 'is set, but DATABASE_URL is not.')
  }
  return {
    databaseUrl,
    migrateDatabaseUrl: read.url('MIGRATE_DATABASE_URL', POSTGRES, example),
    controlDatabaseUrl: read.url('CONTROL_DATABASE_URL', POSTGRES, example),
  }
}

function readSecretKey(read: Reader): Pick<Config, 'secretKey' | 'secretKeyFile'> {
  const secretKey = read.text('SECRET_KEY')
  const secretKeyFile = read.text('SECRET_KEY_FILE')
  if (secretKey && secretKeyFile) read.fault('SECRET_KEY', 'and SECRET_KEY_FILE are both set: set one of them.')
  if (read.text('DATABASE_URL') && !secretKey && !secretKeyFile) {
    read.fault('SECRET_KEY', 'or SECRET_KEY_FILE must be set with DATABASE_URL; `openssl rand -base64 32` makes a key.')
  }
  return { secretKey, secretKeyFile: secretKeyFile && path.resolve(secretKeyFile) }
}

function readOutside(
  read: Reader,
  mode: Mode,
): Pick<
  Config,
  'trustedProxies' | 'deliveryAllow' | 'dnsServers' | 'exportStore' | 'stripeApiBase' | 'sendgridApiBase'
> {
  const isProxy = (item: string): boolean => proxyNames.includes(item) || isAddressOrRange(item)
  return {
    trustedProxies: read.list('TRUSTED_PROXIES', isProxy, 'addresses, ranges or loopback'),
    deliveryAllow: [
      ...read.list('DELIVERY_ALLOW', isAddressOrRange, 'addresses or ranges such as 10.0.0.0/8'),
      // the sample endpoint
      ...(mode === 'normal' ? [] : ['127.0.0.1']),
    ],
    dnsServers: read.list('DNS_SERVERS', (item) => /^[0-9a-f.:[\]]+$/i.test(item), 'addresses such as 1.1.1.1'),
    exportStore: read.text('EXPORT_STORE'),
    stripeApiBase: read.url('STRIPE_API_BASE', HTTP, 'http://127.0.0.1:12111'),
    sendgridApiBase: read.url('SENDGRID_API_BASE', HTTP, 'http://127.0.0.1:12112'),
  }
}

/** @throws ConfigError with a sentence for each fault */
export function readConfig(env: Environment, argv: readonly string[] = []): Config {
  const read = new Reader(env)
  const mode = readMode(argv)
  const port = read.integer('PORT', 3000, 65_535)
  const baseDomain = readBaseDomain(read)
  const publicOrigin = readPublicOrigin(read, baseDomain, port)
  const dataDir = path.resolve(read.text('DATA_DIR') ?? (mode === 'demo' ? 'data-demo' : 'data'))
  const smtpUrl = read.url('SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com')
  const config: Config = {
    mode,
    traffic: mode === 'demo' && !argv.includes('--no-traffic'),
    host: read.text('HOST') ?? '127.0.0.1',
    port,
    baseDomain,
    publicOrigin,
    secureCookies: publicOrigin.scheme === 'https',
    dataDir,
    ...readDatabase(read),
    ...readSecretKey(read),
    smtpUrl,
    mailbox: smtpUrl === undefined && mode !== 'normal',
    roles: readRoles(read),
    signup: read.oneOf('SIGNUP', ['closed', 'open'], 'closed'),
    ...readOutside(read, mode),
    backupDir: path.resolve(read.text('BACKUP_DIR') ?? path.join(dataDir, 'backups')),
    backupHook: read.text('BACKUP_HOOK'),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
  }
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return config
}

const isLoopbackName = (domain: string): boolean =>
  domain === 'localhost' || domain.endsWith('.localhost') || domain.startsWith('127.')

/** What start should say aloud although it goes on. */
export function configWarnings(config: Config): string[] {
  const warnings: string[] = []
  if (!config.secureCookies && !isLoopbackName(config.baseDomain)) {
    warnings.push(
      `PUBLIC_ORIGIN is plain http on ${config.baseDomain}: passwords and lead data cross the network unencrypted.`,
    )
  }
  if (config.smtpUrl === undefined && !config.mailbox) {
    warnings.push('SMTP_URL is not set: mail waits in the outbox and is sent once it is.')
  }
  if (config.databaseUrl !== undefined && config.migrateDatabaseUrl === undefined) {
    warnings.push('MIGRATE_DATABASE_URL is not set: the app serves as the owner, so append-only is not enforced.')
  }
  return warnings
}
