/** Rows in the field's own names. */
import type { z } from 'zod'
import type {
  AttemptStatus,
  CampaignStats,
  DebugAttempt,
  PublicCampaign,
  PublicLead,
  PublicStatus,
  SupplierStats,
} from '../../contract/api/public-objects.ts'
import { decimal } from '../../contract/decimal.ts'
import type { FieldValue } from '../../contract/fields.ts'
import { SUB_IDS } from '../../contract/fields.ts'
import { outcomeInWords } from '../../contract/reasons.ts'
import type { Caps } from '../../contract/settings.ts'
import { CODES } from '../../contract/verdict.ts'
import { leadIdText } from '../platform/ids.ts'
import { added, bothFigures, type Sums, soldFigures } from './rules.ts'
import type { AttemptRow, CallRow } from './tables/attempts.ts'
import type { CampaignRow, MemberRow } from './tables/campaigns.ts'
import type { LeadRow } from './tables/leads.ts'

const named = (id: number, name: string) => ({ id, name })

const STATUSES = new Map<number, PublicStatus>([
  [CODES.accepted, 'ACCEPTED'],
  [CODES.duplicate, 'DUPLICATED'],
  [CODES.in_process, 'PROCESSING'],
])

interface Outcome {
  status: AttemptStatus
  code: number
  words: string
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  accepted: { status: 'ACCEPTED', code: CODES.accepted, words: '' },
  rejected: { status: 'REJECTED', code: CODES.rejected, words: 'Rejected by buyer' },
  duplicated: { status: 'DUPLICATED', code: CODES.duplicate, words: 'Duplicate at the buyer' },
  errored: { status: 'ERROR', code: CODES.rejected, words: 'The buyer could not be called' },
  timed_out: { status: 'TIMED_OUT', code: CODES.rejected, words: 'The buyer did not answer in time' },
  unknown: { status: 'UNKNOWN', code: CODES.in_process, words: 'Not known whether the buyer took it' },
  expired: { status: 'EXPIRED', code: CODES.rejected, words: 'Released: nobody said whether the buyer took it' },
  not_sold: { status: 'NOT_SOLD', code: CODES.rejected, words: 'Released: the buyer did not take it' },
  resent: { status: 'RESENT', code: CODES.accepted, words: '' },
  calling: { status: 'PROCESSING', code: CODES.in_process, words: 'Being called' },
}
const STRANGE: Outcome = { status: 'ERROR', code: CODES.rejected, words: '' }

function presentAttempt(row: AttemptRow, currency: string) {
  const { status, code, words } = OUTCOMES[row.outcome] ?? STRANGE
  return {
    ...named(row.buyerId, row.buyerName),
    client: named(row.clientId, row.clientName),
    status,
    error_code: code,
    error_message: status === 'ACCEPTED' ? '' : (row.detail ?? words),
    sell_price: decimal(status === 'ACCEPTED' ? row.price : 0, currency),
  }
}

/** Values by name, the sub ids among them; what has no value is left out. */
function leadData({ data, subIds, fields }: LeadRow & { fields: readonly string[] }): Record<string, FieldValue> {
  const values = [
    ...fields.map((name, index) => [name, data[index] ?? null] as const),
    ...SUB_IDS.map((name, index) => [name, subIds[index] ?? null] as const),
  ]
  return Object.fromEntries(values.filter(([, value]) => value !== null))
}

type Seen = LeadRow & { fields: readonly string[]; attempts: readonly AttemptRow[] }

function presentBare(lead: Seen, currency: string): Omit<z.input<typeof PublicLead>, 'buyers'> {
  const reasons = lead.attempts.flatMap((attempt) => attempt.returnReason ?? [])
  return {
    id: leadIdText(lead.leadId),
    lead_date_ms: String(lead.receivedAt.getTime()),
    status: STATUSES.get(lead.code) ?? 'ERROR',
    error_code: lead.code,
    error_message: outcomeInWords(lead.code, lead.detail) ?? '',
    test: lead.test,
    cost: decimal(lead.payout, currency),
    revenue: decimal(lead.revenue, currency),
    returned: lead.returned,
    return_reason: reasons.at(-1) ?? null,
    campaign_id: lead.campaignId,
    campaign_name: lead.campaignName,
    lead_data: leadData(lead),
    supplier: { ...named(lead.supplierId, lead.supplierName), client: named(lead.clientId, lead.clientName) },
  }
}

export const presentLead = (lead: Seen, currency: string): z.input<typeof PublicLead> => ({
  ...presentBare(lead, currency),
  buyers: lead.attempts.map((attempt) => presentAttempt(attempt, currency)),
})

const presentCall = ({ outcome, reason, request, response, status, at, ms }: CallRow) => ({
  outcome,
  reason,
  request,
  response,
  http_status: status,
  date_ms: String(at.getTime()),
  duration_ms: ms,
})

export function presentDebugged(lead: Seen, all: readonly CallRow[], currency: string) {
  const calls = all.filter((call) => call.leadId === lead.leadId)
  const checks = calls.filter((call) => call.kind === 'check')
  const attempts = lead.attempts.map(
    (attempt): z.input<typeof DebugAttempt> => ({
      ...presentAttempt(attempt, currency),
      id: leadIdText(attempt.attemptId),
      date_ms: String(attempt.at.getTime()),
      duration_ms: attempt.ms,
      calls: calls.filter((call) => call.attemptId === attempt.attemptId).map(presentCall),
    }),
  )
  return {
    ...presentBare(lead, currency),
    checks: checks.map((call) => ({ name: call.name ?? '', ...presentCall(call) })),
    attempts,
  }
}

type Counted = MemberRow & { sums: Sums }

const namesOf = ({ campaignId, name, publicName }: CampaignRow) => ({
  ...named(campaignId, name),
  public_name: publicName ?? name,
})
const memberOf = ({ id, name, clientId, clientName }: MemberRow) => ({
  ...named(id, name),
  client_id: clientId,
  client_company: clientName,
})

export function presentStats(
  { campaign, suppliers, buyers }: { campaign: CampaignRow; suppliers: readonly Counted[]; buyers: readonly Counted[] },
  currency: string,
): z.input<typeof CampaignStats> {
  return {
    campaign: { ...namesOf(campaign), ...bothFigures(added(suppliers.map((one) => one.sums)), currency) },
    suppliers: suppliers.map((one) => ({ ...memberOf(one), ...bothFigures(one.sums, currency) })),
    buyers: buyers.map((one) => ({ ...memberOf(one), ...soldFigures(one.sums, currency) })),
  }
}

export function presentSupplierStats(
  row: Counted & { campaign: CampaignRow },
  currency: string,
): z.input<typeof SupplierStats> {
  const { campaign } = row
  const of = { campaign_id: campaign.campaignId, campaign_name: campaign.name }
  return { ...memberOf(row), ...of, ...bothFigures(row.sums, currency) }
}

const CAMPAIGN_STATUS = { active: 'ACTIVE', paused: 'PAUSED', archived: 'ARCHIVED' } as const
const runs = (running: boolean) => (running ? ('ACTIVE' as const) : ('PAUSED' as const))
const capsOf = (caps: Caps | undefined) => ({
  daily: caps?.day ?? 0,
  weekly: caps?.week ?? 0,
  monthly: caps?.month ?? 0,
  total: caps?.total ?? 0,
})

interface Whole {
  campaign: CampaignRow
  settings: {
    campaign: { fields: readonly { name: string }[] }
    suppliers: ReadonlyMap<number, { testMode: boolean; caps: Caps }>
    buyers: ReadonlyMap<number, { price: number; caps: Caps }>
  }
  suppliers: readonly MemberRow[]
  buyers: readonly MemberRow[]
}

export function presentCampaign(
  { campaign, settings, suppliers, buyers }: Whole,
  currency: string,
): z.input<typeof PublicCampaign> {
  const seen = (row: MemberRow) => ({
    ...named(row.id, row.name),
    client: named(row.clientId, row.clientName),
    status: runs(row.running),
  })
  return {
    ...namesOf(campaign),
    status: CAMPAIGN_STATUS[campaign.status],
    timezone: campaign.zone,
    fields: settings.campaign.fields.map((field) => field.name),
    suppliers: suppliers.map((row) => {
      const part = settings.suppliers.get(row.id)
      return { ...seen(row), test_mode: part?.testMode ?? false, caps: capsOf(part?.caps) }
    }),
    buyers: buyers.map((row) => {
      const part = settings.buyers.get(row.id)
      return { ...seen(row), price: decimal(part?.price ?? 0, currency), caps: capsOf(part?.caps) }
    }),
  }
}
