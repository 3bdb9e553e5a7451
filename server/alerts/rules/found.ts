/** What is wrong now, decided from what was counted. Pure, so that every threshold can be tried. */
import type { AlertFacts, AlertKind, AlertSettings } from '../../../contract/api/alerts.ts'
import type { StopReason } from '../../../contract/api/recharge.ts'
import { asCents, averageOf, rateOf } from '../../../contract/money.ts'

export type Subject = 'campaign' | 'supplier' | 'buyer' | 'customer'

export interface Found {
  kind: AlertKind
  subject: Subject
  subjectId: number
  since: Date
  facts: AlertFacts
}

/** A supplier or, over all of its suppliers, a campaign that has had no lead for a while. */
export interface Quiet {
  subject: 'campaign' | 'supplier'
  id: number
  campaignId: number
  lastAt: Date
  /** Leads in as long a time, at the same time of weeks (or, of a young one, days) before. */
  earlier: readonly number[]
}

/** The lower of the middle two: one loud week among quiet ones makes nothing usual. */
function lowerMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
}

/** A campaign that is silent speaks for its suppliers. */
export function silences(quiet: readonly Quiet[], { silence }: AlertSettings): Found[] {
  if (!silence.on) return []
  const unusual = quiet.filter(({ earlier }) => lowerMedian(earlier) >= silence.leads)
  const campaigns = new Set(unusual.filter(({ subject }) => subject === 'campaign').map(({ id }) => id))
  return unusual
    .filter(({ subject, campaignId }) => subject === 'campaign' || !campaigns.has(campaignId))
    .map(({ subject, id, lastAt, earlier }) => ({
      kind: 'silence',
      subject,
      subjectId: id,
      since: lastAt,
      facts: { kind: 'silence', lastAt: lastAt.toISOString(), usual: lowerMedian(earlier) },
    }))
}

/** Leads of one supplier in the last two hours and in the week before, by code. */
export interface Answered {
  supplierId: number
  campaignId: number
  code: number
  now: number
  before: number
}

interface Rates {
  leads: number
  accepted: number
  leadsBefore: number
  acceptedBefore: number
  failures: Map<number, number>
}

function ratesBy(rows: readonly Answered[], idOf: (row: Answered) => number): Map<number, Rates> {
  const groups = new Map<number, Rates>()
  for (const row of rows) {
    const empty = { leads: 0, accepted: 0, leadsBefore: 0, acceptedBefore: 0, failures: new Map() }
    const group: Rates = groups.get(idOf(row)) ?? empty
    group.leads += row.now
    group.leadsBefore += row.before
    if (row.code === 0) {
      group.accepted += row.now
      group.acceptedBefore += row.before
    } else group.failures.set(row.code, (group.failures.get(row.code) ?? 0) + row.now)
    groups.set(idOf(row), group)
  }
  return groups
}

/** Fewer say nothing of what is usual. */
const LEAST_BEFORE = 100

function fallen(rates: Rates, { acceptance }: AlertSettings): Extract<AlertFacts, { kind: 'acceptance' }> | null {
  const { leads, accepted, leadsBefore, acceptedBefore, failures } = rates
  if (leads < acceptance.leads || leadsBefore < LEAST_BEFORE) return null
  const [now, usual] = [rateOf(accepted, leads) ?? 0, rateOf(acceptedBefore, leadsBefore) ?? 0]
  if (usual - now < acceptance.points * 100) return null
  const [mostly] = [...failures].toSorted((a, b) => b[1] - a[1])
  return { kind: 'acceptance', now, usual, leads, mostly: mostly ? String(mostly[0]) : null }
}

/** Of one supplier where it is one's, of the campaign where it is several suppliers' or nobody's in particular. */
export function falls(rows: readonly Answered[], settings: AlertSettings, since: Date): Found[] {
  if (!settings.acceptance.on) return []
  const foundIn = (groups: Map<number, Rates>, subject: Subject) =>
    [...groups].flatMap(([subjectId, rates]): Found[] => {
      const facts = fallen(rates, settings)
      return facts ? [{ kind: 'acceptance', subject, subjectId, since, facts }] : []
    })
  const campaignOf = new Map(rows.map((row) => [row.supplierId, row.campaignId]))
  const suppliers = foundIn(
    ratesBy(rows, (row) => row.supplierId),
    'supplier',
  )
  const inCampaign = Map.groupBy(suppliers, ({ subjectId }) => campaignOf.get(subjectId))
  const campaigns = foundIn(
    ratesBy(rows, (row) => row.campaignId),
    'campaign',
  ).filter(({ subjectId }) => (inCampaign.get(subjectId)?.length ?? 0) !== 1)
  const spoken = new Set(campaigns.map(({ subjectId }) => subjectId))
  return [...campaigns, ...suppliers.filter(({ subjectId }) => !spoken.has(campaignOf.get(subjectId) ?? 0))]
}

/** The newest posts to one buyer, by outcome. */
export interface Posted {
  buyerId: number
  outcome: string
  posts: number
  first: Date
}

/** Nothing came back that says whether the lead was taken. */
const UNCLEAR: readonly string[] = ['errored', 'timed_out', 'unknown', 'expired']

export function failingDeliveries(rows: readonly Posted[], { delivery }: AlertSettings): Found[] {
  if (!delivery.on) return []
  return [...Map.groupBy(rows, ({ buyerId }) => buyerId)].flatMap(([subjectId, own]): Found[] => {
    const unclear = own.filter(({ outcome }) => UNCLEAR.includes(outcome)).toSorted((a, b) => b.posts - a.posts)
    const sum = (some: readonly Posted[]) => some.reduce((all, { posts }) => all + posts, 0)
    const [posts, failed] = [sum(own), sum(unclear)]
    const [most] = unclear
    if (!most || posts < delivery.posts || failed * 100 < delivery.share * posts) return []
    const since = new Date(Math.min(...unclear.map(({ first }) => first.getTime())))
    return [
      {
        ...{ kind: 'delivery', subject: 'buyer', subjectId, since },
        facts: { kind: 'delivery', posts, failed, mostly: most.outcome },
      },
    ]
  })
}

/** A wallet and what a week took from it. */
export interface Purse {
  customerId: number
  balance: number
  reserved: number
  minimum: number | null
  creditLimit: number
  low: boolean
  week: number
}

const DAYS_OF_WEEK = 7

export function lowBalances(purses: readonly Purse[], { balance: { on, days } }: AlertSettings, now: Date): Found[] {
  if (!on) return []
  return purses.flatMap(({ customerId, balance, reserved, minimum, creditLimit, low, week }): Found[] => {
    const perDay = averageOf(asCents(week), DAYS_OF_WEEK) ?? 0
    const left = balance - reserved - (minimum ?? -creditLimit)
    if (!low && (perDay === 0 || left >= perDay * days)) return []
    const facts = { kind: 'balance', balance, perDay, low } as const
    return [{ kind: 'balance', subject: 'customer', subjectId: customerId, since: now, facts }]
  })
}

/** An auto-recharge that waits for a person. */
export interface Stopped {
  customerId: number
  reason: StopReason
  stoppedAt: Date
  balance: number
}

export const stoppedRecharges = (stopped: readonly Stopped[], { recharge }: AlertSettings): Found[] =>
  (recharge.on ? stopped : []).map(({ customerId, reason, stoppedAt, balance }) => ({
    ...{ kind: 'recharge', subject: 'customer', subjectId: customerId, since: stoppedAt },
    facts: { kind: 'recharge', reason, balance },
  }))
