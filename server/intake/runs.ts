/** The leads in process that this process owns, and those it takes over from processes that are gone. */
import { setTimeout as pause } from 'node:timers/promises'
import { CODES } from '../../contract/verdict.ts'
import type { Courier } from '../delivery/ops.ts'
import { transact } from '../platform/db.ts'
import type { Batches, Machinery, Pending } from './batch.ts'
import type { Decided } from './decide.ts'
import { foundLead } from './lost.ts'
import { commitTo, type OpenLead, openLead } from './open.ts'
import type { Owner } from './owner.ts'
import { LeadRun, OF_LEAD, type Surroundings } from './run.ts'
import type { CallEnd } from './settlement.ts'
import { Settler } from './settler.ts'
import { settleStored } from './stored.ts'
import {
  abandon,
  currencyOf,
  isGone,
  type LostLead,
  lostLeads,
  ownersOfLeads,
  reservationsOf,
  takeOver,
} from './tables/open.ts'

/** Leads taken over in one transaction. */
const TAKEN_AT_ONCE = 200
const GIVE_UP_TRIES = 5
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

export interface RunsOptions {
  machinery: Machinery
  courier: Courier
  owner: Owner
  batches(): Batches
  submit(accountId: number, pending: Pending): void
}

export class Runs {
  readonly #options: RunsOptions
  readonly #settler: Settler
  readonly #runs = new Set<LeadRun>()
  readonly #idle: (() => void)[] = []

  constructor(options: RunsOptions) {
    this.#options = options
    this.#settler = new Settler(options.machinery)
  }

  /** Leads that wait for somebody's answer. */
  get size(): number {
    return this.#runs.size
  }

  /** Goes on with a lead that a commit has just put in process. */
  begin(
    accountId: number,
    { pending, decided, currency }: { pending: Pending; decided: Decided; currency: string },
  ): void {
    const open = openLead(accountId, decided)
    commitTo(open, decided)
    this.#start({ pending, open, lead: decided.lead, currency }).begin(decided)
  }

  /** Goes on with a lead that was decided for a person. */
  goOn(work: ConstructorParameters<typeof LeadRun>[1], decided: Decided): void {
    if (decided.sales.length + decided.holds.length > 0) commitTo(work.open, decided)
    this.#start(work).begin(decided)
  }

  /** Resolves when nothing is in process. */
  drained(): Promise<void> {
    if (this.#runs.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  /** Finds the leads of processes that are gone: calls that were out are unknown, and the leads are brought to an end. */
  async sweep(): Promise<void> {
    const { db } = this.#options.machinery
    const found = await ownersOfLeads(db)
    if (found.length === 0) return
    const own = await this.#options.owner.id()
    const gone = new Map<number, boolean>([[own, false]])
    for (const { owner, accountId } of found) {
      const isDead = gone.get(owner) ?? (await isGone(db, owner))
      gone.set(owner, isDead)
      if (isDead) await this.#takeOver(accountId, owner, own)
    }
  }

  #start(work: ConstructorParameters<typeof LeadRun>[1]): LeadRun {
    const run: LeadRun = new LeadRun(this.#around(), work, () => {
      this.#runs.delete(run)
      if (this.#runs.size === 0) for (const resolve of this.#idle.splice(0)) resolve()
    })
    this.#runs.add(run)
    return run
  }

  #around(): Surroundings {
    const { machinery, courier, submit } = this.#options
    return {
      courier,
      log: machinery.log,
      now: () => machinery.now(),
      owner: () => this.#ownerAtLast(),
      settle: (accountId, currency, settlement) => this.#settler.settle(accountId, currency, settlement),
      decideAgain: (pending, open) =>
        new Promise((decided, failed) => submit(open.accountId, { ...pending, again: { open, decided, failed } })),
      giveUp: (open) => this.#giveUp(open),
      settleLate: (open, ends) => this.#settleLate(open, ends),
    }
  }

  /** A call that was made has to be booked: with the database away this waits until it is back. */
  async #ownerAtLast(): Promise<number> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        return await this.#options.owner.id()
      } catch (error) {
        this.#options.machinery.log.warn({ err: error }, 'leads in process wait for the database')
        await pause(wait)
      }
    }
  }

  async #settleLate({ accountId }: OpenLead, ends: readonly CallEnd[]): Promise<void> {
    const { db, now } = this.#options.machinery
    const calls = ends.flatMap(({ call }) => (call ? [call] : []))
    await transact(db, (tx) => settleStored(tx, accountId, { now: now(), items: ends.map(({ item }) => item), calls }))
  }

  async #giveUp({ accountId, leadId }: OpenLead): Promise<void> {
    const { db, log } = this.#options.machinery
    for (let wait = 100, tries = 0; tries < GIVE_UP_TRIES; tries++, wait *= 4) {
      try {
        await abandon(db, accountId, leadId, await this.#options.owner.id())
        return
      } catch (error) {
        log.warn({ err: error, leadId }, 'a lead in process could not be given up')
        await pause(wait)
      }
    }
  }

  async #takeOver(accountId: number, from: number, own: number): Promise<void> {
    const { db, now, log } = this.#options.machinery
    for (;;) {
      const leadIds = await transact(db, async (tx) => {
        const taken = await takeOver(tx, accountId, from, own, TAKEN_AT_ONCE)
        const held = await reservationsOf(tx, accountId, { leads: taken })
        const items = held
          .filter((row) => row.state === 'calling')
          .map(({ attemptId }) => ({
            attempt: attemptId,
            outcome: 'unknown' as const,
            price: null,
            detail: LOST,
            ms: null,
          }))
        await settleStored(tx, accountId, { now: now(), items })
        return new Set(taken)
      })
      if (leadIds.size === 0) return
      log.info({ accountId, leads: leadIds.size }, 'leads in process were taken over')
      const currency = await currencyOf(db, accountId)
      for (const lost of await lostLeads(db, accountId, { owner: own }))
        if (leadIds.has(lost.leadId)) await this.#resume(accountId, lost, currency)
    }
  }

  async #resume(accountId: number, lost: LostLead, currency: string): Promise<void> {
    const { machinery, batches } = this.#options
    const { open, post } = await foundLead(machinery.db, accountId, lost)
    const entries = [{ accountId, campaignId: lost.campaignId, supplierId: lost.supplierId }]
    const pending: Pending = { post, leadId: lost.leadId, entries, answer: () => {} }
    const lead = await batches().leadOf(open, post)
    if (!lead) return
    const run = this.#start({ pending, open, lead, currency })
    const isUnchecked = open.called.size === 0 && lost.code === CODES.in_process && !open.entered
    if (isUnchecked) open.asking.add(OF_LEAD)
    run.resume(isUnchecked)
  }
}

const LOST = 'The server stopped before the answer was known'
