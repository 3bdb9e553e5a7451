/**
 * One account's batch: known campaigns, read state, decide, guarded write; again from the start when somebody came in
 * between, at last under locks.
 */
import type { Pool, PoolClient } from 'pg'
import { CODE_WORDS, CODES } from '../../contract/verdict.ts'
import { openHashKey } from '../fields/ops.ts'
import type { Db } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import { isOutage } from '../platform/outage.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Answer, answerOf, IN_PROCESS, refusalOf, TRY_AGAIN } from './answer.ts'
import { CampaignCache, type KnownCampaign } from './campaigns.ts'
import { type Decided, decide, isDone } from './decide.ts'
import type { KeyEntry } from './directory.ts'
import { type Lead, readLead } from './lead.ts'
import { countBatch, countRetry } from './metrics.ts'
import type { OpenLead } from './open.ts'
import { NOBODY, type Owner } from './owner.ts'
import { type Post, Refusal, UNKNOWN } from './post.ts'
import { Places } from './state.ts'
import { lockState, readState, type State } from './tables/state.ts'
import { failedGuard, raceLost, writeBatch } from './tables/write.ts'
import { Hints, Unread, wantedOf } from './wanted.ts'

export interface Pending {
  readonly post: Post
  readonly leadId: string
  /** Where its key posts; one account's. */
  readonly entries: readonly KeyEntry[]
  answer(answer: Answer): void
  /** As read by its campaign's form; read again when the campaign has changed since. */
  read?: Lead
  /** A lead in process, to be decided again. */
  again?: Again
}

interface Again {
  readonly open: OpenLead
  /** After the commit, if anything was to be written. */
  decided(decided: Decided): void
  failed(error: unknown): void
}

/** A lead that is in process by a commit: its calls are to be made. */
export type OnOpen = (accountId: number, opened: { pending: Pending; decided: Decided; currency: string }) => void

export interface Machinery {
  readonly db: Db
  readonly pool: Pool
  readonly secrets: Secrets
  readonly log: Log
  now(): Date
}

/** Optimistic tries before locks are taken; each lost one means that somebody else's batch committed. */
const OPTIMISTIC = 3
const TRIES = 6

export class Batches {
  readonly #machinery: Machinery
  readonly #campaigns = new CampaignCache()
  readonly #hashKeys = new Map<number, Buffer>()
  readonly #hints = new Hints()
  readonly #owner: Owner
  readonly #onOpen: OnOpen

  constructor(machinery: Machinery, owner: Owner, onOpen: OnOpen) {
    this.#machinery = machinery
    this.#owner = owner
    this.#onOpen = onOpen
  }

  /**
   * Decides and commits a batch, and answers each of its posts that needs no call. Never throws: what cannot be done is
   * answered 1020.
   */
  async run(accountId: number, pendings: readonly Pending[]): Promise<void> {
    try {
      const outcomes = await this.#decideAndWrite(accountId, pendings)
      countBatch(outcomes.flatMap(({ answer }) => (answer ? [answer] : [])))
      for (const [index, pending] of pendings.entries()) this.#pass(accountId, pending, outcomes[index])
    } catch (error) {
      await this.#afterFailure(accountId, pendings, error)
    }
  }

  #pass(accountId: number, pending: Pending, { answer, decided, currency = '' }: Outcome = {}): void {
    if (pending.again) {
      if (decided) pending.again.decided(decided)
      else pending.again.failed(new Error('its campaign or supplier is gone'))
    } else if (decided && !answer) this.#onOpen(accountId, { pending, decided, currency })
    else pending.answer(answer ?? TRY_AGAIN)
  }

  /** Reads a post by its campaign's form while its batch still waits, if both are known already. */
  readAhead(accountId: number, pending: Pending): void {
    const hashKey = this.#hashKeys.get(accountId)
    if (hashKey) this.#leadOf(accountId, pending, hashKey)
  }

  /** A stored lead by its campaign's present form; undefined when campaign or supplier are gone. */
  async leadOf(open: OpenLead, post: Post): Promise<Lead | undefined> {
    const hashKey = await this.#hashKeyOf(open.accountId)
    if (!this.#campaigns.known(open.accountId, open.campaignId))
      await this.#campaigns.load(this.#machinery.db, open.accountId, open.campaignId)
    return this.#openLeadOf(open, post, hashKey)
  }

  /** A lead that fails alone is isolated: the rest of its batch survives. With the database away there is nothing to isolate. */
  async #afterFailure(accountId: number, pendings: readonly Pending[], error: unknown): Promise<void> {
    const { log } = this.#machinery
    if (isOutage(error)) log.warn({ accountId, leads: pendings.length }, 'a batch found no database')
    else log.error({ err: error, accountId, leads: pendings.length }, 'a batch failed')
    const isolate = pendings.length > 1 && !isOutage(error)
    if (isolate) for (const pending of pendings) await this.run(accountId, [pending])
    else for (const pending of pendings) pending.again ? pending.again.failed(error) : pending.answer(TRY_AGAIN)
  }

  async #decideAndWrite(accountId: number, pendings: readonly Pending[]): Promise<Outcome[]> {
    const hashKey = await this.#hashKeyOf(accountId)
    const client = await this.#machinery.pool.connect()
    let broken: Error | undefined
    try {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const outcomes = await this.#attempt(client, accountId, pendings, hashKey, attempt)
        if (outcomes) return outcomes
      }
      throw new Error('others came in between too often')
    } catch (error) {
      // a client whose connection died must not go back to the pool
      broken = isOutage(error) && error instanceof Error ? error : undefined
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** One try; undefined when the campaigns were newer than known, too little was read, or a guard no longer held. */
  async #attempt(
    client: PoolClient,
    accountId: number,
    pendings: readonly Pending[],
    hashKey: Buffer,
    attempt: number,
  ): Promise<Outcome[] | undefined> {
    const campaigns = await this.#campaignsOf(accountId, pendings)
    const leads = pendings.map((pending) => this.#leadOf(accountId, pending, hashKey))
    const present = leads.filter((lead) => lead !== undefined)
    const wanted = wantedOf(present, campaigns, attempt > 0 ? undefined : this.#hints)
    const locked = attempt >= OPTIMISTIC
    if (locked) await client.query('begin')
    try {
      if (locked) await lockState(client, accountId, wanted)
      const state = await readState(client, accountId, wanted)
      const stale = campaigns.filter((campaign) => state.revisions.get(campaign.id) !== campaign.revision)
      if (stale.length > 0) {
        countRetry('stale')
        if (locked) await client.query('rollback')
        for (const campaign of stale) await this.#campaigns.load(this.#machinery.db, accountId, campaign.id)
        return undefined
      }
      const outcomes = await this.#decideAll(client, accountId, pendings, leads, campaigns, state)
      if (locked) await client.query('commit')
      return outcomes
    } catch (error) {
      if (locked && !isOutage(error)) await client.query('rollback')
      const reason = error instanceof Unread ? 'unread' : (failedGuard(error) ?? raceLost(error))
      if (reason === undefined) throw error
      countRetry(reason)
      return undefined
    }
  }

  async #decideAll(
    client: PoolClient,
    accountId: number,
    pendings: readonly Pending[],
    leads: readonly (Lead | undefined)[],
    campaigns: readonly KnownCampaign[],
    state: State,
  ): Promise<Outcome[]> {
    const now = this.#machinery.now()
    const places = new Places(state, now, this.#hints)
    const written: Decided[] = []
    const { currency } = state
    const outcomes = pendings.map((pending, index): Outcome => {
      const lead = leads[index]
      const open = pending.again?.open
      const refusal = open ? undefined : refusalBefore(lead, places)
      if (refusal || !lead) return { answer: refusal ?? UNKNOWN_ANSWER }
      const decided = decide(lead, pending.leadId, places, open)
      if (!open || decided.sales.length + decided.holds.length > 0) written.push(decided)
      if (open) return { decided, currency }
      if (isDone(decided)) return { answer: answerOf(decided, currency) }
      places.markInProcess(lead)
      return { decided, currency }
    })
    if (written.length > 0) {
      const owner = written.every((one) => isDone(one) && !one.open) ? NOBODY : await this.#owner.id()
      await writeBatch(client, { accountId, now, currency, owner, campaigns, decided: written, places })
    }
    return outcomes
  }

  async #campaignsOf(accountId: number, pendings: readonly Pending[]): Promise<KnownCampaign[]> {
    const ids = new Set(pendings.flatMap((pending) => pending.entries.map((entry) => entry.campaignId)))
    const campaigns: KnownCampaign[] = []
    for (const id of [...ids].sort((a, b) => a - b)) {
      const known =
        this.#campaigns.known(accountId, id) ?? (await this.#campaigns.load(this.#machinery.db, accountId, id))
      if (known) campaigns.push(known)
    }
    return campaigns
  }

  /** The post as its campaign's lead; undefined when campaign, supplier and key do not belong together. */
  #leadOf(accountId: number, pending: Pending, hashKey: Buffer): Lead | undefined {
    const { post, entries, again } = pending
    if (again) return this.#openLeadOf(again.open, post, hashKey)
    for (const entry of entries) {
      const campaign = this.#campaigns.known(accountId, entry.campaignId)
      const supplier = campaign?.suppliers.get(entry.supplierId)
      if (!campaign || !supplier) continue
      if (!campaign.refs.has(post.campaign) || !supplier.refs.has(post.supplier)) continue
      if (!supplier.keyHashes.has(post.keyHash)) continue
      if (pending.read?.campaign !== campaign) pending.read = readLead(post, campaign, supplier, hashKey)
      return pending.read
    }
    return undefined
  }

  /** A lead in process by the present form, with what outside checks found. Whose it is was settled when it came. */
  #openLeadOf(open: OpenLead, post: Post, hashKey: Buffer): Lead | undefined {
    const campaign = this.#campaigns.known(open.accountId, open.campaignId)
    const supplier = campaign?.suppliers.get(open.supplierId)
    if (!campaign || !supplier) return undefined
    const fields = open.saved.size === 0 ? post.fields : { ...post.fields, ...Object.fromEntries(open.saved) }
    const lead = readLead({ ...post, fields }, campaign, supplier, hashKey, open.test)
    return { ...lead, identical: open.identical }
  }

  async #hashKeyOf(accountId: number): Promise<Buffer> {
    const known = this.#hashKeys.get(accountId)
    if (known) return known
    const key = await openHashKey(this.#machinery, accountId)
    this.#hashKeys.set(accountId, key)
    return key
  }
}

/** What a batch made of one post: an answer, or a lead that goes on. */
interface Outcome {
  answer?: Answer
  decided?: Decided
  currency?: string
}

const UNKNOWN_ANSWER = refusalOf(new Refusal(CODES.unknown, UNKNOWN))
const NOT_ACTIVE = refusalOf(new Refusal(CODES.not_active, CODE_WORDS[CODES.not_active]))

/** Refusals that make no lead, said only after the campaign's revision was found to be the present one. */
function refusalBefore(lead: Lead | undefined, places: Places): Answer | undefined {
  if (!lead) return UNKNOWN_ANSWER
  if (!lead.campaign.active || !lead.supplier.active) return NOT_ACTIVE
  return places.isInProcess(lead) ? IN_PROCESS : undefined
}
