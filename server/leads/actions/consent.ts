/** The consent record of one lead as a PDF: the customer's, of what it may see, and the operator's, of everything. */
import { AppError } from '../../../contract/errors.ts'
import { outcomeInWords } from '../../../contract/reasons.ts'
import { statusOf } from '../../../contract/verdict.ts'
import { type CustomerScope, publicNameOf, readAccountBasics } from '../../analytics/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { leadIdText } from '../../platform/ids.ts'
import { type Block, makePdf } from '../../platform/pdf.ts'
import { portalOf } from '../../portals/ops.ts'
import { type ConsentRecord, customerRecord, hasConsent, operatorRecord, type RecordedLead } from '../rules/consent.ts'
import { type AttemptRow, attemptsOf } from '../tables/attempts.ts'
import type { LeadRow } from '../tables/leads.ts'
import { oneLead, readCustomerLead } from './one.ts'
import { readingOf } from './settings.ts'

interface ConsentPaper {
  fileName: string
  body: Buffer
}

const recordedOf = (lead: LeadRow): RecordedLead => ({ ...lead, id: leadIdText(lead.leadId) })

/** What a customer can show of a lead it bought. @throws AppError not_found, not_allowed_now */
export async function customerConsent(ctx: Ctx, scope: CustomerScope, text: string): Promise<ConsentPaper> {
  const { sales, view, zone } = await readCustomerLead(ctx, scope, { text, withWallet: false })
  const [lead] = sales
  refuseWithout(hasConsent(view))
  const record = customerRecord(recordedOf(lead), { view, campaign: publicNameOf(lead), boughtAt: lead.soldAt, zone })
  return paperOf(ctx, scope.accountId, lead, record)
}

/** Everything there is of a lead's consent. @throws AppError not_found, not_allowed_now */
export async function operatorConsent(ctx: Ctx, accountId: number, text: string): Promise<ConsentPaper> {
  const lead = await oneLead(ctx, accountId, null, text)
  const [{ zone }, seen, shown, attempts] = await Promise.all([
    readAccountBasics(ctx.db, accountId),
    readingOf(ctx.db, accountId, 'team', [lead]),
    readingOf(ctx.db, accountId, 'customer', [lead]),
    attemptsOf(ctx.db, accountId, [lead]),
  ])
  const [{ view }, { view: forBuyers }] = [seen(lead), shown(lead)]
  refuseWithout(hasConsent(view))
  const recorded = recordedOf(lead)
  const hashFor = ({ at }: AttemptRow): string | null =>
    hasConsent(forBuyers)
      ? customerRecord(recorded, { view: forBuyers, campaign: publicNameOf(lead), boughtAt: at, zone }).hash
      : null
  const record = operatorRecord(recorded, {
    view,
    zone,
    campaign: lead.campaignName,
    version: lead.version,
    answer: outcomeInWords(lead.code, lead.detail) ?? statusOf(lead.code),
    sales: attempts
      .filter(({ outcome }) => outcome === 'accepted')
      .map((sale) => ({
        buyer: sale.buyerName,
        client: sale.clientName,
        at: sale.at,
        returned: sale.returnedAt !== null,
        hash: hashFor(sale),
      })),
  })
  return paperOf(ctx, accountId, lead, record)
}

function refuseWithout(consent: boolean): void {
  if (!consent) throw new AppError('not_allowed_now', { message: 'This lead has no consent fields to record.' })
}

async function paperOf(ctx: Ctx, accountId: number, lead: LeadRow, record: ConsentRecord): Promise<ConsentPaper> {
  const author = (await portalOf(ctx.db, accountId))?.company_name ?? (await readAccountBasics(ctx.db, accountId)).name
  const id = leadIdText(lead.leadId)
  const body = await makePdf({
    title: `Consent record of lead ${id}`,
    author,
    at: record.at,
    foot: `${author}, lead ${id}`,
    blocks: [
      { kind: 'title', text: 'Consent record', note: author },
      ...record.parts.flatMap(blocksOf),
      ...hashOf(record),
    ],
  })
  return { fileName: `consent-${id}.pdf`, body }
}

const blocksOf = ({ head, lines }: ConsentRecord['parts'][number]): Block[] => [
  { kind: 'heading', text: head },
  {
    kind: 'pairs',
    rows: lines.map(({ name, value, aside }) => [name, aside === undefined ? value : `${value}\n${aside}`]),
  },
]

const HOW =
  'It is made of every name and value above, exactly as they were stored, times in UTC. Asked for again, the same ' +
  'record has the same hash; one changed letter makes another.'

const hashOf = ({ hash }: ConsentRecord): Block[] => [
  { kind: 'heading', text: 'SHA-256 of this record' },
  { kind: 'text', text: hash },
  { kind: 'text', text: HOW, quiet: true },
]
