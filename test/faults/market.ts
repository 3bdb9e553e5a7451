/** A market on a running installation, made through its own tables and actions. */
import { join } from 'node:path'
import { asCents } from '../../contract/money.ts'
import type { BuyerPart } from '../../contract/settings.ts'
import { createCustomer } from '../../server/customers/actions/customers.ts'
import { mapClient } from '../../server/customers/actions/mappings.ts'
import { addCredit } from '../../server/ledger/actions.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { ctxOf, type Platform } from '../../server/platform/ctx.ts'
import { openDb, openPool } from '../../server/platform/db.ts'
import { localFiles } from '../../server/platform/files.ts'
import { makeLog } from '../../server/platform/log.ts'
import { openOutgoing } from '../../server/platform/outgoing/outgoing.ts'
import { reachEmbedded } from '../../server/platform/postgres/reach.ts'
import { loadSecrets } from '../../server/platform/secrets.ts'
import { makeAccount, PASSWORD, uniqueEmail } from '../factories/account.ts'
import { makeCampaign, type SolarCampaign } from '../factories/campaign.ts'
import type { Installation } from './installation.ts'

/** The tables of the running installation, as its serving role. */
export async function platformOf({ dataDir }: Installation): Promise<Platform> {
  const { appUrl } = await reachEmbedded({ dataDir, log: () => {} })
  const config = readConfig({ DATA_DIR: dataDir })
  const pool = openPool(appUrl, 4, 'portico faults')
  const secrets = await loadSecrets(config)
  return {
    config,
    db: openDb(pool),
    pool,
    clock: systemClock,
    log: makeLog('silent'),
    secrets,
    files: localFiles(join(dataDir, 'files')),
    outgoing: openOutgoing({ allow: [], dnsServers: [] }),
  }
}

/** Two buyers, unless said otherwise; the first pays from a wallet. */
export async function openMarket(
  on: Platform,
  buyers: Partial<BuyerPart>[] = [{ price: 1_000 }, { price: 500 }],
): Promise<SolarCampaign> {
  const { accountId, owner } = await makeAccount(on)
  // the factory's world, with the machine's own clock
  const world = { platform: on, accountId, as: (actor: Parameters<typeof ctxOf>[1]) => ctxOf(on, actor) } as Parameters<
    typeof makeCampaign
  >[0]
  const made = await makeCampaign(world, { buyers })
  const person = { email: uniqueEmail(), name: 'Cora', password: PASSWORD }
  const customerId = await createCustomer(owner.ctx, {
    company: 'Summit Ridge',
    billingEmail: person.email,
    owner: person,
    billingMode: 'manual',
    clients: [],
  })
  await mapClient(owner.ctx, customerId, made.buyers[0]?.clientId ?? 0, null)
  await addCredit(owner.ctx, customerId, { id: crypto.randomUUID(), amount: asCents(400_000), reason: 'test' })
  return made
}
