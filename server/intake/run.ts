/**
 * One lead in process: its calls go out, what comes back is booked, and it is decided again until nothing is left to
 * ask. One step at a time; what comes back meanwhile waits. No step holds a connection while somebody else is asked.
 */
import type { OutsideCheck } from '../../contract/delivery.ts'
import { CODES } from '../../contract/verdict.ts'
import type { Courier } from '../delivery/ops.ts'
import type { Log } from '../platform/log.ts'
import { answerOf, TRY_AGAIN } from './answer.ts'
import type { Pending } from './batch.ts'
import { type Decided, isDone } from './decide.ts'
import type { Lead } from './lead.ts'
import { countAnswer } from './metrics.ts'
import { commitTo, type OpenLead } from './open.ts'
import { checkOrder, checkRow, deliveryOrder, endOf } from './orders.ts'
import { type CallEnd, type Ending, settlementOf } from './settlement.ts'
import { Overtaken } from './settler.ts'
import type { Held } from './state.ts'
import type { CallRow, Settlement } from './tables/settle.ts'

/** What a run asks of the process around it. */
export interface Surroundings {
  readonly courier: Courier
  readonly log: Log
  now(): Date
  owner(): Promise<number>
  settle(accountId: number, currency: string, settlement: Settlement): Promise<void>
  /** Into a batch, to be decided again. */
  decideAgain(pending: Pending, open: OpenLead): Promise<Decided>
  /** Leaves the lead to whoever sweeps next: here it cannot be brought to an end. */
  giveUp(open: OpenLead): Promise<void>
  /** Books what came back of a lead that somebody else has taken over. */
  settleLate(open: OpenLead, ends: readonly CallEnd[]): Promise<void>
}

/** What came back. */
interface News {
  ends: CallEnd[]
  calls: CallRow[]
  ending?: Ending
}

export class LeadRun {
  readonly open: OpenLead
  readonly #around: Surroundings
  readonly #pending: Pending
  readonly #currency: string
  readonly #finished: () => void
  readonly #timer: NodeJS.Timeout
  #lead: Lead
  #news: News | undefined
  #busy = false
  #answered = false
  /** Somebody else's by now: what comes back is still booked. */
  #isLost = false

  constructor(
    around: Surroundings,
    work: { pending: Pending; open: OpenLead; lead: Lead; currency: string },
    finished: () => void,
  ) {
    this.#around = around
    this.#pending = work.pending
    this.open = work.open
    this.#lead = work.lead
    this.#currency = work.currency
    this.#finished = finished
    const wait = Math.max(0, work.open.deadlineAt - around.now().getTime())
    // at its deadline the supplier is answered, whatever is still out
    this.#timer = setTimeout(() => this.#tell({ ends: [], calls: [] }), wait)
  }

  /** Goes on from a decision that was committed. */
  begin(decided: Decided): void {
    this.#lead = decided.lead
    for (const held of decided.holds) void this.#call(held)
    if (decided.asks === 'lead') void this.#askOfLead()
    else for (const { buyer } of decided.asks) void this.#askOfBuyer(buyer.id, buyer.part.checks)
  }

  /** Goes on with a lead that another process had, or whose calls ended before this run. */
  resume(isUnchecked: boolean): void {
    if (isUnchecked) void this.#askOfLead()
    else this.#tell({ ends: [], calls: [] })
  }

  async #call(held: Held): Promise<void> {
    const { courier, now } = this.#around
    const lead = this.#lead
    const result = await courier
      .deliver(deliveryOrder(this.open, lead, held, now(), this.#currency))
      // it never throws; if it did, what had been sent would be anybody's guess
      .catch((error: unknown) => unknownOf(error))
    this.#tell({ ends: [endOf(this.open, lead, held, result, now())], calls: [] })
  }

  async #askOfLead(): Promise<void> {
    const { campaign, supplier } = this.#lead
    this.open.asking.add(OF_LEAD)
    const news = await this.#askAll([...campaign.compiled.checks, ...supplier.compiled.part.checks])
    this.open.asking.delete(OF_LEAD)
    const detail = news.refusedBy
    this.#tell({ ends: [], calls: news.calls, ...(detail && { ending: { code: CODES.invalid, detail } }) })
  }

  async #askOfBuyer(buyerId: number, checks: readonly OutsideCheck[]): Promise<void> {
    const { asking, passed, refused } = this.open
    if (asking.has(buyerId)) return
    asking.add(buyerId)
    const news = await this.#askAll(checks)
    asking.delete(buyerId)
    if (news.refusedBy === undefined) passed.add(buyerId)
    else refused.add(buyerId)
    this.#tell({ ends: [], calls: news.calls })
  }

  /** In order; the first that does not let the lead pass ends it. */
  async #askAll(checks: readonly OutsideCheck[]): Promise<{ calls: CallRow[]; refusedBy?: string }> {
    const calls: CallRow[] = []
    for (const check of checks) {
      const { courier, now } = this.#around
      const result = await courier.check(checkOrder(this.open, this.#lead, check, now())).catch((error: unknown) => ({
        ...unknownOf(error),
        result: 'failed' as const,
        saved: [],
      }))
      calls.push(checkRow(this.open, check, result, now()))
      for (const { field, value } of result.saved) this.open.saved.set(field, value)
      const passes = result.result === 'pass' || (result.result === 'failed' && check.onFailure === 'pass')
      if (!passes) return { calls, refusedBy: `${check.name}: ${result.reason}` }
    }
    return { calls }
  }

  #tell(news: News): void {
    const so = this.#news ?? { ends: [], calls: [] }
    this.#news = { ...so, ...news, ends: [...so.ends, ...news.ends], calls: [...so.calls, ...news.calls] }
    if (!this.#busy) void (this.#isLost ? this.#bookLate() : this.#work())
  }

  async #work(): Promise<void> {
    this.#busy = true
    try {
      for (let news = this.#takeNews(); news; news = this.#takeNews()) await this.#step(news)
    } catch (error) {
      await this.#fail(error)
    }
    this.#busy = false
  }

  #takeNews(): News | undefined {
    const news = this.#news
    this.#news = undefined
    return news
  }

  /** Books what came back, then decides the lead again if there is somebody left to ask. */
  async #step(news: News): Promise<void> {
    const { open } = this
    if (await this.#book(news)) return
    const several = this.#lead.campaign.compiled.sellLimit > 1
    const waits = open.out > 0 || open.asking.size > 0
    if (this.#isAnswered() || (waits && !(several && news.ends.length > 0))) return
    const decided = await this.#around.decideAgain(this.#pending, open)
    const isWritten = decided.sales.length + decided.holds.length > 0
    if (isWritten) commitTo(open, decided)
    this.#lead = decided.lead
    if (isDone(decided)) await this.#end(decided, isWritten)
    else this.begin(decided)
  }

  /** True when the lead is done. */
  async #book(news: News): Promise<boolean> {
    const { open } = this
    const owner = await this.#around.owner()
    const ended = settlementOf(open, this.#lead, { ...news, owner, now: this.#around.now() })
    if (hasRows(ended.settlement)) {
      try {
        await this.#around.settle(open.accountId, this.#currency, ended.settlement)
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error
        open.out -= news.ends.length
        await this.#around.settleLate(open, news.ends)
        throw error
      }
    }
    Object.assign(open, ended.after)
    if (ended.isDone || this.#isAnswered()) this.#answer(news.ending ?? {})
    if (ended.isDone) this.#finish()
    return ended.isDone
  }

  /** Its row says how it ended; one that is sold by hand had ended before. */
  #isAnswered(): boolean {
    return this.open.byHand === undefined && this.open.stored.code !== CODES.in_process
  }

  /** Nobody is left to ask. What was sold to a buyer that is not called is committed already; else that is booked. */
  async #end(decided: Decided, isWritten: boolean): Promise<void> {
    if (isWritten) {
      this.#answer({})
      this.#finish()
      return
    }
    const { code, detail, duplicateOf, moved } = decided
    await this.#book({ ends: [], calls: [], ending: { code, detail, duplicateOf, why: moved } })
  }

  #answer({ detail, duplicateOf }: Partial<Ending>): void {
    if (this.#answered) return
    this.#answered = true
    const { leadId, stored } = this.open
    const { code, payout } = stored
    const said = { leadId, lead: this.#lead, code, payout, detail: detail ?? null, duplicateOf: duplicateOf ?? null }
    const answer = answerOf(said, this.#currency)
    countAnswer(answer)
    this.#pending.answer(answer)
  }

  async #fail(error: unknown): Promise<void> {
    const { log } = this.#around
    if (error instanceof Overtaken) log.warn({ leadId: this.open.leadId }, 'a lead in process was taken over')
    else log.error({ err: error, leadId: this.open.leadId }, 'a lead in process could not be brought to an end')
    if (!this.#answered) this.#pending.answer(TRY_AGAIN)
    this.#answered = true
    this.#isLost = true
    await this.#around.giveUp(this.open)
    await this.#bookLate()
  }

  /** Calls that were out when the lead was lost. */
  async #bookLate(): Promise<void> {
    const ends = this.#takeNews()?.ends ?? []
    this.open.out -= ends.length
    if (ends.length > 0) await this.#around.settleLate(this.open, ends)
    if (this.open.out <= 0) this.#finish()
  }

  #finish(): void {
    clearTimeout(this.#timer)
    this.#finished()
  }
}

/** Stands in `asking` for the campaign's and supplier's checks: no buyer has this id. */
export const OF_LEAD = 0

function hasRows({ items, ends, changes, calls }: Settlement): boolean {
  return items.length + ends.length + changes.length + calls.length > 0
}

function unknownOf(error: unknown) {
  const reason = error instanceof Error ? error.message : 'the call failed'
  return {
    outcome: 'unknown' as const,
    reason,
    transcript: { request: '', response: null, status: null, ms: 0 },
  }
}
