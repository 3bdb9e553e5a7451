/** A trial of rules on the leads that came in lately, as saved and as edited. */
import type { RulesOnTrial } from '../../../contract/api/effect.ts'
import { AppError } from '../../../contract/errors.ts'
import { faultsOf } from '../../../contract/faults.ts'
import type { FieldValue } from '../../../contract/fields.ts'
import { type PartChange, partBody, withParts } from '../../../contract/parts.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { CODES } from '../../../contract/verdict.ts'
import { currentSettings, isPattern } from '../../campaigns/ops.ts'
import { withLists } from '../../lists/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Effect, effectOf, formOf } from '../../routing/ops.ts'
import { supplierIdsOf } from '../tables/leads.ts'
import { type RecentLead, recentLeads } from '../tables/recent.ts'
import { readingOf } from './settings.ts'

const DAYS = 7
const DAY_MS = 86_400_000
const MOST_LEADS = 1_000

/** A buyer is asked about leads that reached the buyers; campaign and suppliers about all that could be read. */
const REACHED = [CODES.accepted, CODES.no_buyers, CODES.rejected]
const READ = [...REACHED, CODES.filtered, CODES.supplier_cap]

export interface Trial {
  leads: number
  days: number
  saved: Effect
  edited: Effect
}

/** @throws AppError not_found, invalid_input with the place in the rules */
export async function tryRules(ctx: Ctx, campaignId: number, trial: RulesOnTrial): Promise<Trial> {
  const { accountId } = actorOf(ctx, 'team')
  const saved = await currentSettings(ctx.db, accountId, campaignId)
  const edited = await withLists(ctx.db, accountId, withParts(saved, [changeIn(saved, trial)]))
  refuseFaultsOf(edited, trial)
  const filter = {
    accountId,
    supplierIds: trial.part === 'supplier' ? [trial.id] : await supplierIdsOf(ctx.db, accountId, campaignId),
    codes: trial.part === 'buyer' ? REACHED : READ,
    since: new Date(ctx.now().getTime() - DAYS * DAY_MS),
    limit: MOST_LEADS,
  }
  const candidates = await candidatesOf(ctx, accountId, saved, await recentLeads(ctx.db, filter))
  const effect = (settings: CampaignSettings) => {
    const { campaign } = settings
    const rules = rulesOf(settings, trial)
    return effectOf(rules, formOf(campaign.fields, settings.lists), rules.zone ?? campaign.zone, candidates)
  }
  return { leads: candidates.length, days: DAYS, saved: effect(saved), edited: effect(edited) }
}

const idOf = (trial: RulesOnTrial): number => (trial.part === 'campaign' ? 0 : trial.id)

/** The part with the rules on trial in place of its own. @throws AppError not_found */
function changeIn(settings: CampaignSettings, trial: RulesOnTrial): PartChange {
  const { filters } = trial
  if (trial.part === 'campaign') return { part: 'campaign', id: 0, body: { ...settings.campaign, filters } }
  if (trial.part === 'supplier') {
    const body = settings.suppliers.get(trial.id)
    if (!body) throw new AppError('not_found')
    return { part: 'supplier', id: trial.id, body: { ...body, filters } }
  }
  const body = settings.buyers.get(trial.id)
  if (!body) throw new AppError('not_found')
  return { part: 'buyer', id: trial.id, body: { ...body, filters, rules: trial.rules } }
}

function rulesOf(settings: CampaignSettings, trial: RulesOnTrial) {
  const body = partBody(settings, trial.part, idOf(trial))
  if (!body) throw new AppError('not_found')
  return { filters: body.filters, rules: 'rules' in body ? body.rules : [], zone: 'zone' in body ? body.zone : null }
}

/** Faults elsewhere in the settings are not this trial's; a price below the floor is for saving to refuse. */
function refuseFaultsOf(settings: CampaignSettings, trial: RulesOnTrial): void {
  const start = trial.part === 'campaign' ? 'campaign.' : `${trial.part}s.${trial.id}.`
  const fault = faultsOf(settings, isPattern).find(
    ({ path }) => path.startsWith(start) && path.includes('.conditions.'),
  )
  if (!fault) return
  const field = fault.path.slice(start.length)
  throw new AppError('invalid_input', { field, message: `${field}: ${fault.message}` })
}

/** Leads by the fields of today: each under the version it came by has its own order. */
async function candidatesOf(ctx: Ctx, accountId: number, settings: CampaignSettings, leads: readonly RecentLead[]) {
  const rows = leads.map((lead) => ({ ...lead, currentVersion: lead.version }))
  const readingFor = await readingOf(ctx.db, accountId, 'team', rows)
  const { fields } = settings.campaign
  const places = new Map<CampaignSettings, number[]>()
  return rows.map((row) => {
    const then = readingFor(row).settings
    const known =
      places.get(then) ?? fields.map(({ name }) => then.campaign.fields.findIndex((one) => one.name === name))
    places.set(then, known)
    const values: FieldValue[] = known.map((place) => row.data[place] ?? null)
    return { values, subIds: row.subIds ?? [], at: row.receivedAt }
  })
}
