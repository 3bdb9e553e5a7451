/** A stored lead as one that somebody works on: after the process that had it is gone, or by hand. */
import { SUB_IDS } from '../../contract/fields.ts'
import { CODES, type VerdictCode } from '../../contract/verdict.ts'
import { readSettings } from '../campaigns/ops.ts'
import type { Db } from '../platform/db.ts'
import type { OpenLead } from './open.ts'
import type { Post } from './post.ts'
import { type LostLead, lostLeads, reservationsOf } from './tables/open.ts'

export interface Found {
  open: OpenLead
  post: Post
  /** Its code, when it was lost. */
  code: number
}

/** The lead with what is held for it: which unknowns stop it is said by the version that reserved. */
export async function foundLead(db: Db, accountId: number, lost: LostLead): Promise<Found> {
  const settings = await readSettings(db, accountId, lost.campaignId, lost.version)
  const held = await reservationsOf(db, accountId, { leads: [lost.leadId] })
  const unknowns = held.filter((row) => row.state === 'unknown')
  const open: OpenLead = {
    ...openOf(accountId, lost),
    unknown: unknowns.length,
    stopped: unknowns.some(({ buyerId }) => settings.buyers.get(buyerId)?.afterUnknown === 'stop'),
  }
  return { open, post: postOf(lost, settings.campaign.fields), code: lost.code }
}

/** One stored lead, whoever has it. */
export async function readLostLead(db: Db, accountId: number, leadId: string): Promise<Found | undefined> {
  const [lost] = await lostLeads(db, accountId, { leadId })
  return lost && (await foundLead(db, accountId, lost))
}

function openOf(accountId: number, lost: LostLead): OpenLead {
  const { leadId, campaignId, supplierId, test, receivedAt, version, revenue, payout, sales, entered, why } = lost
  const [identical] = lost.posts
  return {
    accountId,
    leadId,
    campaignId,
    supplierId,
    test,
    identical: identical === undefined ? null : BigInt(identical),
    receivedAt,
    deadlineAt: lost.deadlineAt.getTime(),
    saved: new Map(),
    passed: new Set(),
    refused: new Set(),
    called: new Set(lost.called),
    entered,
    asking: new Set(),
    out: 0,
    unknown: 0,
    stopped: false,
    stored: { code: codeOf(lost.code), version, data: JSON.stringify(lost.data), revenue, payout },
    sales,
    why,
  }
}

/** @throws Error for a code that no version of ours wrote */
function codeOf(stored: number): VerdictCode {
  const code = Object.values(CODES).find((one) => one === stored)
  if (code === undefined) throw new Error(`no code of ours: ${stored}`)
  return code
}

/** The stored values as a post: in their normal form they read as themselves. */
function postOf(lost: LostLead, fields: readonly { name: string }[]): Post {
  return {
    campaign: String(lost.campaignId),
    supplier: String(lost.supplierId),
    keyHash: '',
    test: lost.test,
    subIds: lost.subIds ?? SUB_IDS.map(() => null),
    subIdFaults: [],
    fields: Object.fromEntries(fields.map(({ name }, index) => [name, lost.data[index] ?? null])),
    ip: lost.sourceIp ?? '',
    receivedAt: lost.receivedAt,
  }
}
