/**
 * A process that does one thing with payments and is killed on the way, where `CRASH_AT` says. What it is to do comes
 * as JSON in its only argument; it ends by itself, with 0, if it was not killed.
 */
import { Buffer } from 'node:buffer'
import { chargeByOperator } from '../../server/billing/actions/charges.ts'
import { makeDeposit } from '../../server/billing/actions/deposits.ts'
import { receiveEvent } from '../../server/billing/actions/events.ts'
import { askRefund } from '../../server/billing/actions/refunds.ts'
import { billingRounds } from '../../server/billing/jobs.ts'
import { movableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { type CustomerActor, ctxOf, type Platform, system, type TeamActor } from '../../server/platform/ctx.ts'
import { openDb, openPool } from '../../server/platform/db.ts'
import { localFiles } from '../../server/platform/files.ts'
import { makeLog } from '../../server/platform/log.ts'
import { openOutgoing } from '../../server/platform/outgoing/outgoing.ts'
import { makeSecrets } from '../../server/platform/secrets.ts'

export type Errand = { id: string } & (
  | { do: 'charge'; actor: TeamActor; customerId: number; amount: number }
  | { do: 'deposit'; actor: CustomerActor; amount: number }
  | { do: 'refund'; actor: TeamActor; customerId: number; chargeId: string; amount: number }
  | { do: 'receive'; webhookId: string; body: string; signature: string }
  | { do: 'work' }
)

export interface ErrandAt {
  errand: Errand
  /** Of the database, as the app's role. */
  url: string
  stripeApiBase: string
  publicPort: number
  now: string
  dataDir: string
}

function platformOf({ url, stripeApiBase, publicPort, now, dataDir }: ErrandAt): Platform {
  const pool = openPool(url, 3, 'portico crash')
  const config = readConfig({ DATA_DIR: dataDir, PORT: String(publicPort), STRIPE_API_BASE: stripeApiBase })
  return {
    config,
    db: openDb(pool),
    pool,
    clock: movableClock(new Date(now)),
    log: makeLog('silent'),
    // the one of the test harness
    secrets: makeSecrets([Buffer.alloc(32, 7)]),
    files: localFiles(dataDir),
    outgoing: openOutgoing({ allow: [], dnsServers: [] }),
  }
}

async function run(platform: Platform, errand: Errand): Promise<unknown> {
  switch (errand.do) {
    case 'charge': {
      const { customerId, id, amount } = errand
      return chargeByOperator(ctxOf(platform, errand.actor), customerId, { id, amount, reason: 'agreed' })
    }
    case 'deposit':
      return makeDeposit(ctxOf(platform, errand.actor), {
        id: errand.id,
        amount: errand.amount,
        with: 'page',
        saveCard: false,
      })
    case 'refund': {
      const { customerId, chargeId, id, amount } = errand
      return askRefund(ctxOf(platform, errand.actor), customerId, chargeId, {
        id,
        amount,
        keepFee: false,
        reason: 'agreed',
      })
    }
    case 'receive':
      return receiveEvent(ctxOf(platform, system), errand.webhookId, Buffer.from(errand.body), errand.signature)
    case 'work':
      return billingRounds(platform).runOnce()
  }
}

// written by the test that started this process
const at = JSON.parse(process.argv[2] ?? '') as ErrandAt
await run(platformOf(at), at.errand)
process.exit(0)
