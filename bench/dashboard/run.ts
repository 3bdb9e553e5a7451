/** The month of every campaign, as the home page reads it, beside the same sums from the leads themselves. */
import { sql } from 'kysely'
import type { Window } from '../../server/analytics/rules/windows.ts'
import { windowOfDays } from '../../server/analytics/rules/windows.ts'
import { leadCuts } from '../../server/analytics/tables/leads.ts'
import { systemClock } from '../../server/platform/clock.ts'
import type { Db } from '../../server/platform/db.ts'
import { MOST_GROUPS, MOST_LEADS } from '../../server/reports/rules/source.ts'
import { type Asked, count } from '../../server/reports/tables/counted.ts'
import type { Bench, Measured, Options, Row } from '../bench.ts'
import { openBenchDatabase, withPlatform } from '../database.ts'
import { median } from '../statistics.ts'
import { FILLING } from '../stored/fill.ts'
import { ACCOUNT, fill, spanOf } from './fill.ts'

const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu']

/** The newest whole month that the leads fill. */
function monthOf(now: Date, zone: string): Window {
  const day = (month: number, date: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, date)).toISOString().slice(0, 10)
  return windowOfDays({ from: day(-1, 1), to: day(0, 0) }, zone)
}

/** What leadCuts says, without a rollup. */
async function fromLeads(db: Db, { bounds, from, to }: Window): Promise<number> {
  const { rows } = await sql<{ slot: number | null; leads: number }>`
    select l.slot, l.campaign_id, l.code, sum(l.leads) as leads, sum(l.revenue) as revenue, sum(l.payout) as payout
    from (
      select width_bucket(l.received_at, ${bounds}::timestamptz[]) as slot, l.campaign_id, l.code, count(*) as leads,
             sum(l.revenue) as revenue, sum(l.payout) as payout
      from leads l
      where l.account_id = ${ACCOUNT} and l.received_at >= ${from} and l.received_at < ${to} and not l.test
      group by 1, 2, 3
    ) l
    group by grouping sets ((l.slot), (l.campaign_id), (l.code))`.execute(db)
  return leadsOf(rows)
}

async function fromRollup(db: Db, window: Window): Promise<number> {
  return leadsOf(await leadCuts(db, { accountId: ACCOUNT, supplierIds: null }, window.bounds, window))
}

const leadsOf = (rows: readonly { slot: number | null; leads: number }[]): number =>
  rows.filter(({ slot }) => slot !== null).reduce((all, { leads }) => all + leads, 0)

/** As many leads as a report looks at one by one: the newest, by state and sub id. */
async function measureReport(db: Db): Promise<Row> {
  const { rows } = await sql<{ at: Date }>`
    select received_at as at from leads where account_id = ${ACCOUNT}
    order by lead_id desc offset ${MOST_LEADS} limit 1`.execute(db)
  const states = Array.from({ length: 20 }, (_, nth) => ({ campaignId: nth + 1, first: 1, last: 9, place: 3 }))
  const asked: Asked = {
    ...{ accountId: ACCOUNT, source: 'leads', campaignId: undefined, supplierIds: null, buyerId: undefined, states },
    dimensions: [
      { dimension: 'state', slots: null },
      { dimension: 'campaign', slots: null },
    ],
    ...{ from: rows[0]?.at ?? new Date(0), to: systemClock.now(), limit: MOST_GROUPS + 1 },
  }
  const read = async () => (await count(db, asked)).reduce((all, row) => all + row.leads, 0)
  const first = await timed(read)
  const again = await timed(read)
  return { zone: `report by state and campaign, ${first.leads} leads`, 'first ms': first.ms, 'leads ms': again.ms }
}

async function timed(work: () => Promise<number>): Promise<{ ms: number; leads: number }> {
  const began = performance.now()
  const leads = await work()
  return { ms: performance.now() - began, leads }
}

async function measureZone(db: Db, zone: string, rounds: number) {
  const window = monthOf(systemClock.now(), zone)
  const [rollup, raw]: number[][] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    const [one, other] = [await timed(() => fromRollup(db, window)), await timed(() => fromLeads(db, window))]
    if (one.leads !== other.leads) throw new Error(`${zone}: ${one.leads} in the rollup, ${other.leads} leads`)
    // the first round brings the pages in
    if (round > 0) {
      rollup?.push(one.ms)
      raw?.push(other.ms)
    }
  }
  return { zone, rollup: median(rollup ?? []), raw: median(raw ?? []) }
}

async function run({ leads, quick, say }: Options): Promise<Measured> {
  const stored = quick ? Math.min(leads, 300_000) : leads
  const database = await openBenchDatabase(FILLING)
  try {
    await fill(database.ownerUrl, spanOf(stored, systemClock.now()), say)
    await database.restart({})
    return await withPlatform(database.env, async ({ db }) => {
      const rows: Row[] = []
      const ratios: number[] = []
      for (const zone of ZONES) {
        const { rollup, raw } = await measureZone(db, zone, quick ? 1 : 3)
        rows.push({ zone, 'rollup ms': rollup, 'leads ms': raw })
        ratios.push(rollup / raw)
      }
      rows.push(await measureReport(db))
      const name = `dashboard: a month of every campaign, ${stored / 1e6} M leads stored ÷ from the leads, slowest zone`
      return {
        figures: [{ name, measured: Math.max(...ratios), unit: '%', atLeast: 0.1, aim: 0.04, better: 'less' }],
        rows,
      }
    })
  } finally {
    await database.stop()
  }
}

export const dashboard: Bench = {
  name: 'dashboard',
  about: 'A month of every campaign from the rollup beside the same from the leads (--leads of three months).',
  long: true,
  run,
}
