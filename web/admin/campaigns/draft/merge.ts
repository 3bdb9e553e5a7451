/** Three-way merge of settings: what I changed on top of what somebody saved meanwhile, setting by setting. */
import { sameJson } from '../../../../contract/equal.ts'
import type { CampaignSettings } from '../../../../contract/settings.ts'

/** A setting that both changed, each to something else: mine stands in the draft. */
export interface Conflict {
  part: 'campaign' | 'supplier' | 'buyer'
  id: number
  setting: string
}

interface Merged {
  settings: CampaignSettings
  conflicts: Conflict[]
}

function mergeBody<B extends object>(base: B, mine: B, theirs: B): { body: B; conflicts: string[] } {
  const before = new Map(Object.entries(base))
  const other = new Map(Object.entries(theirs))
  const changed = Object.entries(mine).filter(([key, value]) => !sameJson(value, before.get(key)))
  const conflicts = changed.filter(
    ([key, value]) => !sameJson(other.get(key), before.get(key)) && !sameJson(other.get(key), value),
  )
  return { body: { ...theirs, ...Object.fromEntries(changed) }, conflicts: conflicts.map(([key]) => key) }
}

/** Parts that `theirs` no longer or newly has are as they have it. */
export function mergeSettings(base: CampaignSettings, mine: CampaignSettings, theirs: CampaignSettings): Merged {
  const conflicts: Conflict[] = []
  const one = <B extends object>(part: Conflict['part'], id: number, was?: B, my?: B, their?: B): B | undefined => {
    if (!was || !my || !their) return their
    const merged = mergeBody(was, my, their)
    conflicts.push(...merged.conflicts.map((setting) => ({ part, id, setting })))
    return merged.body
  }
  const all = <B extends object>(
    part: Conflict['part'],
    was: ReadonlyMap<number, B>,
    my: ReadonlyMap<number, B>,
    their: ReadonlyMap<number, B>,
  ) => new Map([...their].map(([id, body]) => [id, one(part, id, was.get(id), my.get(id), body) ?? body]))
  const settings: CampaignSettings = {
    lists: new Map([...(mine.lists ?? []), ...(theirs.lists ?? [])]),
    campaign: one('campaign', 0, base.campaign, mine.campaign, theirs.campaign) ?? theirs.campaign,
    suppliers: all('supplier', base.suppliers, mine.suppliers, theirs.suppliers),
    buyers: all('buyer', base.buyers, mine.buyers, theirs.buyers),
  }
  return { settings, conflicts }
}
