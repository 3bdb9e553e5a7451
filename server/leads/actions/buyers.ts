/** Who could buy a lead now, for whoever sells it by hand. */
import { reasonInWords } from '../../../contract/reasons.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { labelsOf } from '../../../contract/words.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { isOffer, judge } from '../../routing/choose.ts'
import { compiledOf } from '../../routing/ops.ts'
import { attemptsOf, buyerNames, pausesOf } from '../tables/attempts.ts'
import type { LeadRow } from '../tables/leads.ts'
import { oneLead } from './one.ts'
import { readingOf } from './settings.ts'

export interface ChoosableBuyer {
  buyer: { id: number; name: string }
  price: number | null
  obstacle: string | null
}

/** The lead's values in the order of today's fields: they may have been added to and moved since. */
function valuesUnder(now: CampaignSettings, then: CampaignSettings, { data }: LeadRow) {
  const places = new Map(then.campaign.fields.map(({ name }, index) => [name, index]))
  return now.campaign.fields.map(({ name }) => data[places.get(name) ?? -1] ?? null)
}

/** The buyers of the lead's campaign in their order, each with its price or what stands against it now. */
export async function buyersForLead(ctx: Ctx, accountId: number, text: string) {
  const { db } = ctx
  const lead = await oneLead(ctx, accountId, null, text)
  const today = { campaignId: lead.campaignId, version: lead.currentVersion, currentVersion: lead.currentVersion }
  const [basics, readingFor, names, pauses, attempts] = await Promise.all([
    readAccountBasics(db, accountId),
    readingOf(db, accountId, 'team', [lead, today]),
    buyerNames(db, accountId, lead.campaignId),
    pausesOf(db, accountId, lead.campaignId, ctx.now()),
    attemptsOf(db, accountId, [lead]),
  ])
  const [then, now] = [readingFor(lead).settings, readingFor(today).settings]
  const bought = new Set(attempts.filter(({ outcome }) => outcome === 'accepted').map(({ buyerId }) => buyerId))
  const pending = new Set(attempts.filter(({ outcome }) => outcome === 'unknown').map(({ buyerId }) => buyerId))
  const campaign = compiledOf(now)
  const supplier = campaign.suppliers.get(lead.supplierId)
  const candidate = { values: valuesUnder(now, then, lead), subIds: lead.subIds, at: ctx.now() }
  const items = campaign.buyers.map((buyer): ChoosableBuyer => {
    const named = { id: buyer.id, name: names.get(buyer.id) ?? `Buyer ${buyer.id}` }
    const no = (obstacle: string) => ({ buyer: named, price: null, obstacle })
    if (bought.has(buyer.id)) return no('It has this lead.')
    if (pending.has(buyer.id)) return no('It is not known yet whether it took this lead. Settle that first.')
    const pause = pauses.get(buyer.id)
    if (pause !== undefined) return no(`It is paused: ${pause}.`)
    if (!supplier) return no('The lead’s supplier is no longer in the campaign.')
    const judged = judge(campaign, supplier, buyer, candidate)
    if (isOffer(judged)) return { buyer: named, price: judged.price, obstacle: null }
    const labelOf = labelsOf(now.campaign.fields)
    const { minimumMargin } = now.campaign
    const told = { buyer: now.buyers.get(buyer.id), labelOf, currency: basics.currency, minimumMargin }
    return no(reasonInWords(judged, told))
  })
  return { currency: basics.currency, items }
}
