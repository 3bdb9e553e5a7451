/** Leads with the buyers that were called: one, a page, and a few with everything that was sent. */
import { AppError } from '../../../contract/errors.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { openHashKey, parseEmail, parsePhone, personHash } from '../../fields/ops.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { leadIdOf, leadIdText } from '../../platform/ids.ts'
import { spanOf } from '../rules.ts'
import { type AttemptRow, attemptsOf, callsOf } from '../tables/attempts.ts'
import { supplierRows } from '../tables/campaigns.ts'
import { fieldNames, type LeadFilter, type LeadRow, leadsById, listLeads } from '../tables/leads.ts'
import { namedLead, oneNamed } from './refs.ts'

export interface Seen extends LeadRow {
  /** Names of the values, in their order. */
  fields: readonly string[]
  attempts: readonly AttemptRow[]
}

export interface LeadsQuery {
  start_date: string
  end_date: string
  timezone?: string | undefined
  campaign?: string | undefined
  supplier?: string | undefined
  status?: 'accepted' | 'duplicated' | 'error' | undefined
  field_name?: string | undefined
  field_value?: string | undefined
  search_after?: string | undefined
}

const PAGE = 100
/** A search by field reads so many leads at once, and so many times, before it gives what it found. */
const READ_AT_ONCE = 1_000
const MOST_READS = 10

async function withFields(
  db: Db,
  accountId: number,
  rows: readonly LeadRow[],
): Promise<(LeadRow & { fields: string[] })[]> {
  const forms = await fieldNames(db, accountId, rows)
  const byVersion = new Map(forms.map((one) => [`${one.campaignId} ${one.version}`, one.names]))
  return rows.map((row) => ({ ...row, fields: byVersion.get(`${row.campaignId} ${row.version}`) ?? [] }))
}

async function withAttempts(
  db: Db,
  accountId: number,
  rows: readonly (LeadRow & { fields: string[] })[],
): Promise<Seen[]> {
  const attempts = await attemptsOf(db, accountId, rows)
  return rows.map((row) => ({ ...row, attempts: attempts.get(row.leadId) ?? [] }))
}

/** @throws AppError not_found */
export async function readLead(ctx: Ctx, text: string): Promise<{ currency: string; lead: Seen }> {
  const accountId = accountOf(ctx)
  const leadId = await namedLead(ctx.db, accountId, text)
  const [basics, [lead]] = await Promise.all([
    readAccountBasics(ctx.db, accountId),
    leadsSeen(ctx.db, accountId, [leadId]),
  ])
  if (!lead) throw new AppError('not_found')
  return { currency: basics.currency, lead }
}

async function leadsSeen(db: Db, accountId: number, leadIds: readonly string[]): Promise<Seen[]> {
  const rows = await withFields(db, accountId, await leadsById(db, accountId, leadIds))
  return withAttempts(db, accountId, rows)
}

/** In the order asked, with their calls. @throws AppError not_found for any that is not the account's */
export async function readDebugged(ctx: Ctx, texts: readonly string[]) {
  const accountId = accountOf(ctx)
  const leadIds: string[] = []
  for (const text of texts) leadIds.push(await namedLead(ctx.db, accountId, text))
  const [basics, seen] = await Promise.all([
    readAccountBasics(ctx.db, accountId),
    leadsSeen(ctx.db, accountId, leadIds),
  ])
  const byId = new Map(seen.map((lead) => [lead.leadId, lead]))
  const leads = [...new Set(leadIds)].flatMap((id) => byId.get(id) ?? [])
  return { currency: basics.currency, leads, calls: await callsOf(ctx.db, accountId, leads) }
}

function afterOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const after = leadIdOf(text)
  if (!after)
    throw new AppError('invalid_input', {
      field: 'search_after',
      message: 'This is not the search_after of an earlier page.',
    })
  return after
}

async function suppliersAsked(ctx: Ctx, accountId: number, query: LeadsQuery): Promise<number[] | undefined> {
  const { db } = ctx
  const supplier = query.supplier === undefined ? undefined : await oneNamed(db, accountId, 'supplier', query.supplier)
  if (query.campaign === undefined) return supplier === undefined ? undefined : [supplier]
  const campaign = await oneNamed(db, accountId, 'campaign', query.campaign)
  const members = (await supplierRows(db, accountId, [campaign])).map((row) => row.id)
  return supplier === undefined ? members : members.filter((id) => id === supplier)
}

interface Search {
  name: string
  value: string
}

function searchOf({ field_name: name, field_value: value }: LeadsQuery): Search | undefined {
  if (name === undefined && value === undefined) return undefined
  if (name === undefined || value === undefined) {
    const field = name === undefined ? 'field_name' : 'field_value'
    throw new AppError('invalid_input', { field, message: 'field_name and field_value come together.' })
  }
  return { name, value: value.trim().toLowerCase() }
}

/** A phone or an e-mail is found by its hash at once; other fields are looked through. */
async function personOf(ctx: Ctx, accountId: number, search: Search | undefined): Promise<LeadFilter['person']> {
  if (!search || !/^(phone|email)$/.test(search.name)) return undefined
  const kind = search.name === 'phone' ? 'phone' : 'email'
  const value = kind === 'phone' ? parsePhone(search.value) : parseEmail(search.value)
  return value === undefined ? undefined : { kind, hash: personHash(await openHashKey(ctx, accountId), kind, value) }
}

function holds(
  { fields, data }: { fields: readonly string[]; data: LeadRow['data'] },
  search: Search,
  isPerson: boolean,
): boolean {
  const value = data[fields.indexOf(search.name)]
  if (value === null || value === undefined) return false
  const text = String(value).toLowerCase()
  return text === search.value || (isPerson && (text === parsePhone(search.value) || text === parseEmail(search.value)))
}

/** @throws AppError invalid_input naming the parameter, not_found for a campaign or supplier of somebody else */
export async function listPublicLeads(ctx: Ctx, query: LeadsQuery) {
  const accountId = accountOf(ctx)
  const { db } = ctx
  const basics = await readAccountBasics(db, accountId)
  const search = searchOf(query)
  const [supplierIds, person] = await Promise.all([
    suppliersAsked(ctx, accountId, query),
    personOf(ctx, accountId, search),
  ])
  const span = spanOf(query.start_date, query.end_date, query.timezone ?? basics.zone)
  const filter = { ...span, supplierIds, status: query.status, person }
  const found: (LeadRow & { fields: string[] })[] = []
  let after = afterOf(query.search_after)
  let more = true
  for (let reads = 0; more && found.length <= PAGE && reads < (search ? MOST_READS : 1); reads++) {
    const limit = search ? READ_AT_ONCE : PAGE + 1
    const rows = await listLeads(db, accountId, { ...filter, after, limit })
    const read = await withFields(db, accountId, rows)
    found.push(...(search ? read.filter((row) => holds(row, search, person !== undefined)) : read))
    more = rows.length === limit
    after = rows.at(-1)?.leadId ?? after
  }
  const page = found.slice(0, PAGE)
  // where the page is full the next begins behind it, else behind what was looked through
  const last = found.length > PAGE ? page.at(-1)?.leadId : more ? after : undefined
  return {
    currency: basics.currency,
    leads: await withAttempts(db, accountId, page),
    searchAfter: last === undefined ? null : leadIdText(last),
  }
}
