/** The calls of a lead's life in words: what buyers and outside checks answered, and what was done with it later. */
import type { TimelineEntry } from '../../../contract/api/lead-parts.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { conditionsInWords, labelsOf, moneyInWords } from '../../../contract/words.ts'

interface Named {
  id: number
  name: string
}
export interface ToldAttempt {
  attemptId: string
  buyer: Named
  outcome: string
  price: number
  /** What was held while it was asked. */
  reserved: number | null
  rule: number | null
  version: number
  /** The reason, in the buyer's words or ours. */
  detail: string | null
  /** Who did it by hand. */
  byName: string | null
  at: Date
  settledAt: Date | null
  ms: number
  returnedAt: Date | null
  returnReason: string | null
  returnNote: string | null
  returnedBy: string | null
  returnRefund: boolean | null
  toSupplier: boolean | null
}
export interface ToldEntry {
  kind: 'sale' | 'return'
  attemptId: string
  company: string
  amount: number
  balanceAfter: number
  bookedAt: Date
}
export interface ToldCall {
  attemptId: string | null
  kind: 'delivery' | 'check'
  name: string | null
  outcome: string
  reason: string | null
  status: number | null
  request: string
  response: string | null
  at: Date
  ms: number
}
export interface Story {
  lead: { test: boolean; supplierName: string; version: number }
  settings: CampaignSettings
  currency: string
  attempts: readonly ToldAttempt[]
  entries: readonly ToldEntry[]
  calls: readonly ToldCall[]
}

type Step = Pick<TimelineEntry, 'kind' | 'title'> & Partial<TimelineEntry>

/** An entry with what it says, and nothing where it says nothing. */
export const step = (given: Step): TimelineEntry => ({
  tone: 'plain',
  text: '',
  at: null,
  ms: null,
  buyer: null,
  reason: null,
  lead: null,
  by: null,
  call: null,
  ...given,
})

const callOf = ({ request, response, status }: ToldCall): TimelineEntry['call'] => ({ request, response, status })
const sentences = (...parts: (string | false | null | undefined)[]): string => parts.filter(Boolean).join(' ')

const CHECKED: Record<string, { title: string; tone: TimelineEntry['tone'] }> = {
  pass: { title: 'passed', tone: 'good' },
  reject: { title: 'rejected it', tone: 'bad' },
  failed: { title: 'could not say', tone: 'skipped' },
}

/** Each outside check with its answer, in the order they were asked. */
export function checkSteps({ calls }: Story): TimelineEntry[] {
  return calls
    .filter(({ kind }) => kind === 'check')
    .map((call) => {
      const { title, tone } = CHECKED[call.outcome] ?? { title: call.outcome, tone: 'plain' }
      return step({
        kind: 'check',
        title: `${call.name ?? 'Outside check'} ${title}`,
        text: call.reason ?? '',
        tone,
        at: call.at.toISOString(),
        ms: call.ms,
        call: callOf(call),
      })
    })
}

/** A call takes a minute at most: what ended later was settled by hand or by time. */
const LATE_MS = 120_000
const UNSURE: readonly string[] = ['unknown', 'timed_out']

/** Its end was not known at first, and was settled later. */
function isLate({ calls }: Story, { attemptId, settledAt, at }: ToldAttempt): boolean {
  if (settledAt === null) return false
  const wasUnknown = calls.some((call) => call.attemptId === attemptId && UNSURE.includes(call.outcome))
  return wasUnknown || settledAt.getTime() - at.getTime() > LATE_MS
}
/** Chosen by a person once the lead had its answer. */
const isByHand = (story: Story, attempt: ToldAttempt): boolean => attempt.byName !== null && !isLate(story, attempt)

/** What each buyer answered while the lead was decided, with what it was debited. */
export function attemptSteps(story: Story): TimelineEntry[] {
  return story.attempts
    .filter((attempt) => !isByHand(story, attempt))
    .flatMap((attempt) =>
      isLate(story, attempt)
        ? [unknownStep(story, attempt)]
        : [attemptStep(story, attempt), ...entrySteps(story, attempt, 'sale')],
    )
}

/** What was done with it after its answer, by when. */
export function laterSteps(story: Story): TimelineEntry[] {
  const later = story.attempts.flatMap((attempt): { at: Date; steps: TimelineEntry[] }[] => {
    const told: { at: Date; steps: TimelineEntry[] }[] = []
    const debit = () => entrySteps(story, attempt, 'sale')
    if (isByHand(story, attempt)) told.push({ at: attempt.at, steps: [attemptStep(story, attempt), ...debit()] })
    if (isLate(story, attempt) && attempt.settledAt)
      told.push({ at: attempt.settledAt, steps: [settledStep(story, attempt, attempt.settledAt), ...debit()] })
    if (attempt.returnedAt)
      told.push({
        at: attempt.returnedAt,
        steps: [returnStep(story, attempt, attempt.returnedAt), ...entrySteps(story, attempt, 'return')],
      })
    return told
  })
  return later.sort((a, b) => a.at.getTime() - b.at.getTime()).flatMap(({ steps }) => steps)
}

const REFUSALS: Record<string, { words: string; tone: TimelineEntry['tone'] }> = {
  rejected: { words: 'rejected', tone: 'bad' },
  duplicated: { words: 'had it already', tone: 'bad' },
  errored: { words: 'could not be reached', tone: 'bad' },
  calling: { words: 'is being asked', tone: 'plain' },
  resent: { words: 'was sent it again', tone: 'good' },
  not_sold: { words: 'did not take it', tone: 'bad' },
  expired: { words: 'was never settled', tone: 'bad' },
}

function attemptStep(story: Story, attempt: ToldAttempt): TimelineEntry {
  const { buyer, outcome, detail } = attempt
  if (outcome === 'unknown' || outcome === 'timed_out') return unknownStep(story, attempt)
  const common = commonOf(story, attempt)
  const by = attempt.byName
  if (outcome !== 'accepted') {
    const { words, tone } = REFUSALS[outcome] ?? { words: outcome, tone: 'bad' }
    return step({ ...common, title: `${buyer.name} ${words}`, text: detail ? `“${detail}”` : '', tone, by })
  }
  const title = `${buyer.name} accepted for ${moneyInWords(attempt.price, story.currency)}`
  const version = by && attempt.version !== story.lead.version && `Under settings version ${attempt.version}.`
  const text = sentences(priceWords(story, attempt), deliveryWords(story, buyer.id), version)
  return step({ ...common, title, text, tone: 'good', by })
}

function commonOf({ calls }: Story, attempt: ToldAttempt): Step {
  const call = calls.find(({ attemptId }) => attemptId === attempt.attemptId)
  const { buyer, at, ms } = attempt
  return { kind: 'attempt', title: '', at: at.toISOString(), ms, buyer, call: call ? callOf(call) : null }
}

function unknownStep(story: Story, attempt: ToldAttempt): TimelineEntry {
  const { calls, currency } = story
  const reason = calls.find(({ attemptId }) => attemptId === attempt.attemptId)?.reason ?? attempt.detail
  const held = moneyInWords(attempt.reserved ?? attempt.price, currency)
  const open = attempt.outcome === 'unknown' && `${held} and a place are held until that is settled, 72 hours at most.`
  return step({
    ...commonOf(story, attempt),
    title: `${attempt.buyer.name}: not known whether it took the lead`,
    text: sentences(reason && `“${reason}”`, open),
    tone: 'skipped',
  })
}

function settledStep({ currency }: Story, attempt: ToldAttempt, at: Date): TimelineEntry {
  const { buyer, outcome, price, byName: by } = attempt
  const common = { kind: 'settled', at: at.toISOString(), buyer, by } as const
  if (outcome === 'accepted')
    return step({
      ...common,
      title: `Settled: ${buyer.name} took it for ${moneyInWords(price, currency)}`,
      tone: 'good',
    })
  if (outcome === 'expired')
    return step({
      ...common,
      title: `${buyer.name} was not settled in 72 hours`,
      text: 'What was held was let go.',
      tone: 'bad',
    })
  return step({
    ...common,
    title: `Settled: ${buyer.name} did not take it`,
    text: 'What was held was let go.',
    tone: 'bad',
  })
}

function returnStep({ lead }: Story, attempt: ToldAttempt, at: Date): TimelineEntry {
  const { buyer, returnReason, returnNote, toSupplier, returnRefund } = attempt
  const text = sentences(
    returnReason && `${returnReason}.`,
    returnNote && `“${returnNote}”`,
    returnRefund === false && 'Without a refund.',
    toSupplier ? `${lead.supplierName} takes it back.` : `${lead.supplierName} does not take it back.`,
  )
  const title = `Returned from ${buyer.name}`
  return step({ kind: 'returned', title, text, at: at.toISOString(), buyer, by: attempt.returnedBy, tone: 'returned' })
}

function priceWords({ settings }: Story, { buyer, rule }: ToldAttempt): string {
  const matched = rule === null || rule < 0 ? undefined : settings.buyers.get(buyer.id)?.rules[rule]
  if (!matched || rule === null) return 'Default price.'
  return `Pricing rule ${rule + 1}: ${conditionsInWords(matched.conditions, labelsOf(settings.campaign.fields))}.`
}

const DELIVERED = { store: 'Kept for the portal.', direct_post: 'Delivered by direct post.', email: 'Sent by e-mail.' }

function deliveryWords({ lead, settings }: Story, buyerId: number): string {
  const buyer = settings.buyers.get(buyerId)
  if (!lead.test) return DELIVERED[buyer?.delivery.kind ?? 'store']
  return buyer?.acceptsTests ? 'Delivered as a test.' : 'Simulated: this buyer takes no tests.'
}

function entrySteps({ entries, currency }: Story, attempt: ToldAttempt, kind: ToldEntry['kind']): TimelineEntry[] {
  const money = (amount: number) => moneyInWords(amount, currency)
  const sign = kind === 'sale' ? 1 : -1
  return entries
    .filter((entry) => entry.attemptId === attempt.attemptId && entry.kind === kind)
    .map(({ company, amount, balanceAfter, bookedAt }) =>
      step({
        kind: kind === 'sale' ? 'debit' : 'credit',
        title: `${money(amount)} ${kind === 'sale' ? 'debited' : 'credited'}`,
        text: `${company}: balance ${money(balanceAfter + sign * amount)} to ${money(balanceAfter)}.`,
        at: bookedAt.toISOString(),
        buyer: attempt.buyer,
      }),
    )
}
