/**
 * `npm run account -- create NAME EMAIL`: a further account, and a link with which its owner sets the password.
 * `npm run account -- forget-second-factor EMAIL`: for whoever lost phone and recovery codes.
 */
import { AccountName, Currency, Email } from '../../contract/api/people.ts'
import { Zone } from '../../contract/settings.ts'
import { createAccount, createAccountFor } from '../people/actions/accounts.ts'
import { passwordLink } from '../people/actions/passwords.ts'
import { forgetSecondFactor } from '../people/actions/second-factor.ts'
import { systemClock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import { type Ctx, ctxOf, system } from '../platform/ctx.ts'
import { reachDatabases } from '../platform/databases.ts'
import { openDb, openPool, sqlState } from '../platform/db.ts'
import { localFiles } from '../platform/files.ts'
import { makeLog } from '../platform/log.ts'
import { linkTo } from '../platform/origins.ts'
import { openOutgoing } from '../platform/outgoing/outgoing.ts'
import { loadSecrets } from '../platform/secrets.ts'
import { CommandError, command, say } from './command.ts'

const USAGE = `Say: npm run account -- create NAME EMAIL [--zone=America/New_York] [--currency=USD]
 or: npm run account -- forget-second-factor EMAIL`

const UNDEFINED_TABLE = '42P01'

interface Wish {
  name: string
  email: string
  zone: string
  currency: string
}

const option = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)

function wishOf([verb, name, email, ...rest]: string[]): Wish {
  if (verb !== 'create' || !name || !email || rest.length > 0) throw new CommandError(USAGE)
  const read = (schema: { safeParse(value: string): { data?: string | undefined } }, value: string): string => {
    const { data } = schema.safeParse(value)
    if (data === undefined) throw new CommandError(`"${value}" cannot be used here. ${USAGE}`)
    return data
  }
  return {
    name: read(AccountName, name),
    email: read(Email, email),
    zone: read(Zone, option('zone') ?? 'UTC'),
    currency: read(Currency, option('currency') ?? 'USD'),
  }
}

async function openFor(ctx: Ctx, { name, email, zone, currency }: Wish): Promise<void> {
  const address = linkTo(ctx.config, { kind: 'console' }, '/')
  const account = { name, zone, currency }
  const known = await createAccountFor(ctx, account, email)
  if (known) return say(`Account ${known.accountId} is open: ${email} signs in as before, at ${address}`)
  const { accountId, userId } = await createAccount(ctx, { ...account, owner: { email, name: email } })
  say(`Account ${accountId} is open. With this link, once and within three days, ${email} sets the password:`)
  say(await passwordLink(ctx, userId))
}

async function withCtx(config: Config, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const databases = await reachDatabases(config, say)
  const pool = openPool(databases.appUrl, 2, 'portico account')
  try {
    const platform = {
      config,
      db: openDb(pool),
      pool,
      clock: systemClock,
      log: makeLog(config.logLevel),
      secrets: await loadSecrets(config),
      files: localFiles(config.dataDir),
      outgoing: openOutgoing({ allow: config.deliveryAllow, dnsServers: config.dnsServers }),
    }
    await work(ctxOf(platform, system))
  } catch (error) {
    if (sqlState(error) !== UNDEFINED_TABLE) throw error
    throw new CommandError('The database is not set up yet: `npm start` or `npm run migrate` does that.')
  } finally {
    await pool.end()
    await databases.release()
  }
}

async function forgetFor(ctx: Ctx, email: string): Promise<void> {
  const realms = await forgetSecondFactor(ctx, email)
  if (realms.length === 0) throw new CommandError(`${email} has no second factor.`)
  say(`${email} logs in with the password alone from now on (${realms.join(', ')}).`)
}

await command(async (config, args) => {
  const [verb, address, ...rest] = args
  if (verb === 'forget-second-factor') {
    const email = Email.safeParse(address).data
    if (email === undefined || rest.length > 0) throw new CommandError(USAGE)
    return withCtx(config, (ctx) => forgetFor(ctx, email))
  }
  const wish = wishOf(args)
  await withCtx(config, (ctx) => openFor(ctx, wish))
})
