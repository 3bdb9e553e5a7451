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
import { type Answer, answerOf, refusalOf, TRY_AGAIN } from './answer.ts'
import { CampaignCache, type KnownCampaign } from './campaigns.ts'
import { type Decided, decide } from './decide.ts'
import type { KeyEntry } from './directory.ts'
import { type Lead, readLead } from './lead.ts'
import { countBatch, countRetry } from './metrics.ts'
import { type Post, Refusal, UNKNOWN } from './post.ts'
import { Places } from './state.ts'
import { lockState, readState, type State } from './tables/state.ts'
import { failedGuard, writeBatch } from './tables/write.ts'
import { Hints, Unread, wantedOf } from './wanted.ts'

export interface Pending {
  readonly post: Post
  readonly leadId: string
  /** Where its key posts; one account's. */
  readonly entries: readonly KeyEntry[]
  answer(answer: Answer): void
  /** As read by its campaign's form; read again when the campaign has changed since. */
  read?: Lead
}

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

  constructor(machinery: Machinery) {
    this.#machinery = machinery
  }

  /** Decides and commits a batch, and answers each of its posts. Never throws: what cannot be done is answered 1020. */
  async run(accountId: number, pendings: readonly Pending[]): Promise<void> {
    try {
      const answers = await this.#decideAndWrite(accountId, pendings)
      countBatch(answers)
      for (const [index, pending] of pendings.entries()) pending.answer(answers[index] ?? TRY_AGAIN)
    } catch (error) {
      await this.#afterFailure(accountId, pendings, error)
    }
  }

  /** Reads a post by its campaign's form while its batch still waits, if both are known already. */
  readAhead(accountId: number, pending: Pending): void {
    const hashKey = this.#hashKeys.get(accountId)
    if (hashKey) this.#leadOf(accountId, pending, hashKey)
  }

  /** A lead that fails alone is isolated: the rest of its batch survives. With the database away there is nothing to isolate. */
  async #afterFailure(accountId: number, pendings: readonly Pending[], error: unknown): Promise<void> {
    const { log } = this.#machinery
    if (isOutage(error)) log.warn({ accountId, leads: pendings.length }, 'a batch found no database')
    else log.error({ err: error, accountId, leads: pendings.length }, 'a batch failed')
    const isolate = pendings.length > 1 && !isOutage(error)
    if (isolate) for (const pending of pendings) await this.run(accountId, [pending])
    else for (const pending of pendings) pending.answer(TRY_AGAIN)
  }

  async #decideAndWrite(accountId: number, pendings: readonly Pending[]): Promise<Answer[]> {
    const hashKey = await this.#hashKeyOf(accountId)
    const client = await this.#machinery.pool.connect()
    let broken: Error | undefined
    try {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const answers = await this.#attempt(client, accountId, pendings, hashKey, attempt)
        if (answers) return answers
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
  ): Promise<Answer[] | undefined> {
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
      const answers = await this.#decideAll(client, accountId, pendings, leads, campaigns, state)
      if (locked) await client.query('commit')
      return answers
    } catch (error) {
      if (locked && !isOutage(error)) await client.query('rollback')
      const reason = error instanceof Unread ? 'unread' : failedGuard(error)
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
  ): Promise<Answer[]> {
    const now = this.#machinery.now()
    const places = new Places(state, now, this.#hints)
    const decided: Decided[] = []
    const answers = pendings.map((pending, index) => {
      const lead = leads[index]
      const refusal = refusalBefore(lead)
      if (refusal || !lead) return refusalOf(refusal ?? new Refusal(CODES.unknown, UNKNOWN))
      const one = decide(lead, pending.leadId, places)
      decided.push(one)
      return answerOf(one, state.currency)
    })
    if (decided.length > 0)
      await writeBatch(client, { accountId, now, currency: state.currency, campaigns, decided, places })
    return answers
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
    const { post, entries } = pending
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

  async #hashKeyOf(accountId: number): Promise<Buffer> {
    const known = this.#hashKeys.get(accountId)
    if (known) return known
    const key = await openHashKey(this.#machinery, accountId)
    this.#hashKeys.set(accountId, key)
    return key
  }
}

/** Refusals that make no lead, said only after the campaign's revision was found to be the present one. */
function refusalBefore(lead: Lead | undefined): Refusal | undefined {
  if (!lead) return new Refusal(CODES.unknown, UNKNOWN)
  if (!lead.campaign.active || !lead.supplier.active) return new Refusal(CODES.not_active, CODE_WORDS[CODES.not_active])
  return undefined
}
