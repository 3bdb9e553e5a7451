/** The settings versions that rows were decided by. They never change, so a process keeps the ones it used last. */
import type { CampaignSettings } from '../../../contract/settings.ts'
import { readSettingsOf } from '../../campaigns/ops.ts'
import type { Db } from '../../platform/db.ts'
import { type Audience, type View, viewOf } from '../rules/view.ts'

/** A version of 200 fields and 100 buyers is some 200 kB. */
const KEPT = 300

/** Forgets what was not used longest: a Map hands out its keys in the order they were put in. */
const caches = new WeakMap<Db, Map<string, CampaignSettings>>()

interface Decided {
  campaignId: number
  version: number
}

type SettingsOf = (row: Decided) => CampaignSettings

interface Stored extends Decided {
  currentVersion: number
}
export type Reading = { settings: CampaignSettings; view: View }

/** How each of these rows is read by one side: its version's settings, and the view under today's. */
export async function readingOf(
  db: Db,
  accountId: number,
  audience: Audience,
  rows: readonly Stored[],
): Promise<(row: Stored) => Reading> {
  const now = ({ campaignId, currentVersion: version }: Stored): Decided => ({ campaignId, version })
  const settingsOf = await settingsFor(db, accountId, [...rows, ...rows.map(now)])
  return (row) => {
    const settings = settingsOf(row)
    return { settings, view: viewOf(settings, settingsOf(now(row)), audience) }
  }
}

/** Loads what is missing, one query for all campaigns at one version each; usually none. */
async function settingsFor(db: Db, accountId: number, rows: readonly Decided[]): Promise<SettingsOf> {
  const cache = caches.get(db) ?? new Map<string, CampaignSettings>()
  caches.set(db, cache)
  const key = (row: Decided): string => `${accountId}/${row.campaignId}/${row.version}`
  const wanted = new Map(rows.map((row) => [key(row), row]))
  const found = new Map<string, CampaignSettings>()
  for (const name of wanted.keys()) {
    const settings = cache.get(name)
    if (settings) found.set(name, settings)
  }
  let missing = [...wanted].filter(([name]) => !found.has(name)).map(([, row]) => row)
  while (missing.length > 0) {
    // one version of each campaign a round
    const round = [...new Map(missing.map((row) => [row.campaignId, row])).values()]
    const loaded = await readSettingsOf(db, accountId, round)
    for (const row of round) {
      const settings = loaded.get(row.campaignId)
      if (!settings) throw new Error(`no settings ${key(row)}`)
      found.set(key(row), settings)
    }
    missing = missing.filter((row) => !found.has(key(row)))
  }
  keep(cache, found)
  return (row) => {
    const settings = found.get(key(row))
    if (!settings) throw new Error(`settings ${key(row)} were not asked for`)
    return settings
  }
}

function keep(cache: Map<string, CampaignSettings>, used: Map<string, CampaignSettings>): void {
  for (const [name, settings] of used) {
    cache.delete(name)
    cache.set(name, settings)
  }
  for (const name of cache.keys()) {
    if (cache.size <= KEPT) return
    cache.delete(name)
  }
}
