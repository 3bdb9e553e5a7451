/**
 * The keys under which a lead may not be accepted twice (spec 2.1): 64-bit hashes, keyed by the account's secret.
 * Blank values never match, so they make no key. Pure.
 */
import type { FieldValue } from '../../contract/fields.ts'
import type { DuplicateCheck } from '../../contract/settings.ts'
import { keyedHash } from '../fields/rules.ts'

/** (a) The identical post: same campaign, supplier and normalised fields. @param data the lead's stored values as JSON */
export function identicalKey(hashKey: Buffer, campaignId: number, supplierId: number, data: string): bigint {
  return keyedHash(hashKey, `post\n${campaignId}\n${supplierId}\n${data}`)
}

/**
 * (b) The campaign's check. With scope buyer the key carries the buyer, so that only who bought it is skipped.
 * "Any" makes one key a field, "all" one key of all of them.
 */
export function checkKeys(
  hashKey: Buffer,
  campaignId: number,
  check: Pick<DuplicateCheck, 'fields' | 'match'>,
  read: (field: string) => FieldValue,
  buyerId?: number,
): bigint[] {
  const scope = `check\n${campaignId}\n${buyerId ?? ''}`
  if (check.match === 'any')
    return check.fields.flatMap((field) => {
      const value = comparable(read(field))
      return value === '' ? [] : [keyedHash(hashKey, `${scope}\n${field}\n${value}`)]
    })
  // the order in which an operator lists the fields is not part of the check
  const fields = check.fields.toSorted()
  const values = fields.map((field) => comparable(read(field)))
  return values.includes('') ? [] : [keyedHash(hashKey, `${scope}\n${fields.join()}\n${values.join('\n')}`)]
}

function comparable(value: FieldValue): string {
  return value === null ? '' : String(value).trim().toLowerCase()
}

// 2^64 divided by the golden ratio: customers next to each other differ in every bit
const SPREAD = 0x9e3779b97f4a7c15n

/**
 * (c) One person to one customer: a key a phone and e-mail the lead has. A person's hash is keyed and uniform already,
 * so telling customers apart needs no second hash (a twentieth of its cost).
 */
export function samePersonKeys(customerId: number, phone: bigint | null, email: bigint | null): bigint[] {
  const customer = BigInt(customerId) * SPREAD
  return [phone, email].flatMap((person) => (person === null ? [] : [BigInt.asIntN(64, person ^ customer)]))
}
