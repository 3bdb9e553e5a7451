/**
 * A post read by its campaign's form: what is pure about it and can be had before anything is asked of the database.
 */
import type { FieldValue } from '../../contract/fields.ts'
import { checkKeys, identicalKey, samePersonKeys } from '../duplicates/ops.ts'
import { personHash } from '../fields/rules.ts'
import { type Offer, offersInOrder } from '../routing/choose.ts'
import type { Candidate } from '../routing/conditions.ts'
import type { KnownCampaign, KnownSupplier } from './campaigns.ts'
import type { Post } from './post.ts'

/** A post with the campaign and supplier it is for, read by that revision's form. */
export interface Lead extends Candidate {
  readonly post: Post
  readonly campaign: KnownCampaign
  readonly supplier: KnownSupplier
  readonly test: boolean
  /** Names the first field at fault; undefined for a valid lead. */
  readonly fault: string | undefined
  /** Every fault, for the answer's error_meta. */
  readonly faults: readonly string[]
  /** The values as stored. */
  readonly data: string
  readonly phone: bigint | null
  readonly email: bigint | null
  /** Keys of the identical post and of a campaign-wide duplicate check; tests have none. */
  readonly identical: bigint | null
  readonly checks: readonly bigint[]
  /** In the order they are tried; found as far as somebody asks, and remembered. */
  readonly offers: Iterable<Offer>
  keysFor(buyerId: number): BuyerKeys
}

/** What a sale to one buyer claims. */
export interface BuyerKeys {
  /** Of a duplicate check with scope buyer. */
  readonly own: readonly bigint[]
  /** Of "never the same person twice", for each of its customers. */
  readonly persons: readonly bigint[]
}

/** Reads a post by a campaign's form. @param test a stored lead stays what it was */
export function readLead(
  post: Post,
  campaign: KnownCampaign,
  supplier: KnownSupplier,
  hashKey: Buffer,
  test = post.test || supplier.compiled.part.testMode,
): Lead {
  const { compiled } = campaign
  const values: FieldValue[] = []
  const faults = [...post.subIdFaults]
  for (const field of compiled.fields) {
    const read = field.read(post.fields[field.field.name], post.receivedAt)
    values.push(read.value)
    if (read.fault !== undefined) faults.push(read.fault)
  }
  const data = JSON.stringify(values)
  const candidate: Candidate = { values, subIds: post.subIds, at: post.receivedAt }
  const phone = personOf(values[compiled.phoneIndex], 'phone', hashKey)
  const email = personOf(values[compiled.emailIndex], 'email', hashKey)
  const keyed = !test && faults.length === 0
  const valueOfField = (name: string) => values[compiled.form.indexOf(name) ?? -1] ?? null
  const { duplicates } = compiled
  const claimed = new Map<number, BuyerKeys>()
  return {
    ...candidate,
    post,
    campaign,
    supplier,
    test,
    fault: faults[0],
    faults,
    data,
    phone: faults.length === 0 ? phone : null,
    email: faults.length === 0 ? email : null,
    identical: keyed ? identicalKey(hashKey, campaign.id, supplier.id, data) : null,
    checks: keyed && duplicates?.scope === 'campaign' ? checkKeys(hashKey, campaign.id, duplicates, valueOfField) : [],
    offers: remembered(offersInOrder(compiled, supplier.compiled, candidate)),
    keysFor: (buyerId) => {
      const known = claimed.get(buyerId)
      if (known) return known
      const own =
        duplicates?.scope === 'buyer' ? checkKeys(hashKey, campaign.id, duplicates, valueOfField, buyerId) : []
      const customers = campaign.buyers.get(buyerId)?.customerIds ?? []
      const persons = customers.flatMap((id) => samePersonKeys(id, phone, email))
      const keys = { own, persons }
      claimed.set(buyerId, keys)
      return keys
    },
  }
}

function personOf(value: FieldValue | undefined, kind: 'phone' | 'email', hashKey: Buffer): bigint | null {
  return typeof value === 'string' ? personHash(hashKey, kind, value) : null
}

/** An iterable that asks its source once: planning looks at the first offers, choosing goes on from there. */
function remembered<T>(source: Iterable<T>): Iterable<T> {
  const seen: T[] = []
  const rest = source[Symbol.iterator]()
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at++) {
        if (at === seen.length) {
          const next = rest.next()
          if (next.done) return
          seen.push(next.value)
        }
        // pushed just now, or by an earlier walk
        yield seen[at] as T
      }
    },
  }
}
