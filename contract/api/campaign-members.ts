/** What is done to one supplier or buyer of a campaign, and aliases: none of it is a setting. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, IdInPath } from '../page.ts'

export const MemberName = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')

const SupplierParams = AccountPath.extend({ supplier: IdInPath })
const BuyerParams = AccountPath.extend({ buyer: IdInPath })
const Key = z.object({ key: z.string() })

/** How somebody holds up a campaign, a supplier or a buyer. */
export const Pausing = z.object({
  /** It ends by itself then; without, it holds until it is lifted. */
  until: z.iso.datetime().nullable().default(null),
  reason: z.string().trim().max(300).default(''),
})
export type Pausing = z.output<typeof Pausing>

export const pauseSupplier = endpoint({
  method: 'POST',
  path: '/api/console/:account/suppliers/:supplier/pause',
  summary: 'Takes no leads from the supplier until it is resumed, or until the time that is given.',
  params: SupplierParams,
  body: Pausing,
  reply: Nothing,
})
export const resumeSupplier = endpoint({
  method: 'POST',
  path: '/api/console/:account/suppliers/:supplier/resume',
  summary: 'Takes leads from the supplier again.',
  params: SupplierParams,
  reply: Nothing,
})

export const renameSupplier = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/suppliers/:supplier',
  summary: 'Renames a supplier.',
  params: SupplierParams,
  body: z.object({ name: MemberName }),
  reply: Nothing,
})
export const renameBuyer = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/buyers/:buyer',
  summary: 'Renames a buyer.',
  params: BuyerParams,
  body: z.object({ name: MemberName }),
  reply: Nothing,
})

export const revealKey = endpoint({
  method: 'POST',
  path: '/api/console/:account/suppliers/:supplier/key/reveal',
  summary: 'The posting key in full; written to the audit log.',
  params: SupplierParams,
  reply: Key,
})
export const rotateKey = endpoint({
  method: 'POST',
  path: '/api/console/:account/suppliers/:supplier/key/rotate',
  summary: 'Makes a new posting key; the one before stops working at once. Keys of a system moved from stay.',
  params: SupplierParams,
  reply: Key,
})
export const addAliasKey = endpoint({
  method: 'POST',
  path: '/api/console/:account/suppliers/:supplier/alias-keys',
  summary: 'Lets the supplier post with the key of the system it moved from.',
  params: SupplierParams,
  body: z.object({ key: z.string().trim().min(4).max(200) }),
  reply: Nothing,
})
export const removeAliasKey = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/suppliers/:supplier/alias-keys/:key',
  summary: 'Takes such a key away; named by its id.',
  params: SupplierParams.extend({ key: z.string().max(64) }),
  reply: Nothing,
})

const AliasOf = z.object({
  kind: z.enum(['campaign', 'supplier', 'buyer', 'client']),
  alias: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,64}$/, 'at most 64 characters without blanks'),
  target: IdInPath,
})
export type AliasOf = z.output<typeof AliasOf>

export const addAlias = endpoint({
  method: 'POST',
  path: '/api/console/:account/aliases',
  summary: 'Lets an id of the system moved from name a campaign, supplier, buyer or Client.',
  params: AccountPath,
  body: AliasOf,
  reply: Nothing,
})
export const removeAlias = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/aliases',
  summary: 'Takes an alias away.',
  params: AccountPath,
  query: AliasOf,
  reply: Nothing,
})

export const pauseBuyer = endpoint({
  method: 'POST',
  path: '/api/console/:account/buyers/:buyer/pause',
  summary: 'Holds a buyer up in the name of the operator.',
  params: BuyerParams,
  body: Pausing,
  reply: Nothing,
})
export const resumeBuyer = endpoint({
  method: 'POST',
  path: '/api/console/:account/buyers/:buyer/resume',
  summary: "Lifts the operator's pause, and no other.",
  params: BuyerParams,
  reply: Nothing,
})
