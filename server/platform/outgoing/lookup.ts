/** Names to addresses, for outgoing calls: every address a name has must be good, and only those are connected to. */
import { Resolver, lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import type { AddressGuard } from './addresses.ts'

const TIMEOUT_MS = 2_000
const TRIES = 2
/** The system's own look-up holds one of the process's four threads: two stay free for everything else. */
const MOST_SYSTEM_LOOKUPS = 2

interface Found {
  readonly address: string
  readonly family: number
}

/** Why a name was not connected to, so that a caller can tell it from a failed connection. */
export class LookupError extends Error {
  readonly code: 'OUTGOING_DNS' | 'OUTGOING_REFUSED'

  constructor(code: LookupError['code'], message: string) {
    super(message)
    this.name = 'LookupError'
    this.code = code
  }
}

const unless = <T>(work: Promise<T>, otherwise: T): Promise<T> => work.catch(() => otherwise)

async function ask(resolver: Resolver, name: string): Promise<Found[]> {
  const [four, six] = await Promise.all([unless(resolver.resolve4(name), []), unless(resolver.resolve6(name), [])])
  return [...four.map((address) => ({ address, family: 4 })), ...six.map((address) => ({ address, family: 6 }))]
}

/** Names of the hosts file, which a name server does not know. */
function systemNames(): (name: string) => Promise<Found[]> {
  let running = 0
  return async (name) => {
    if (running >= MOST_SYSTEM_LOOKUPS) return []
    running++
    try {
      return await unless(systemLookup(name, { all: true }), [])
    } finally {
      running--
    }
  }
}

/**
 * What net.connect asks instead of the system: it connects to nothing but what was checked here, so a name that
 * changes its mind between a check and a connection gains nothing.
 * @param servers asked alone when given (DNS_SERVERS), else those of the machine and its hosts file
 */
export function guardedLookup(servers: readonly string[], guard: AddressGuard): LookupFunction {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES })
  if (servers.length > 0) resolver.setServers(servers)
  const fromSystem = servers.length > 0 ? async () => [] : systemNames()
  const underWay = new Map<string, Promise<Found[]>>()

  async function find(name: string): Promise<Found[]> {
    const asked = await ask(resolver, name)
    const found = asked.length > 0 ? asked : await fromSystem(name)
    if (found.length === 0) throw new LookupError('OUTGOING_DNS', 'The name was not found.')
    if (!found.every(({ address }) => guard(address)))
      throw new LookupError('OUTGOING_REFUSED', 'The name leads to an address that may not be called.')
    return found
  }

  function findOnce(name: string): Promise<Found[]> {
    const known = underWay.get(name)
    if (known) return known
    const search = find(name).finally(() => underWay.delete(name))
    underWay.set(name, search)
    return search
  }

  return (name, { all }, callback) => {
    findOnce(name).then(
      (found) => {
        const [first] = found
        if (all) callback(null, found)
        else callback(null, first?.address ?? '', first?.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}
