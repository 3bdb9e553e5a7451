/** Files brought in from the system the operator moved from: one done, with two rows left out, and one tried. */
import { Mapping } from '../../contract/api/imports.ts'
import { readDetails } from '../../server/imports/actions/read.ts'
import { checkImport, createImport, readFile, runImport, uploadPart } from '../../server/imports/actions/steps.ts'
import { work } from '../../server/imports/actions/work.ts'
import { type BuiltBusiness, buyerKey } from './build.ts'
import { samplePost } from './posts.ts'

const DAY_MS = 86_400_000
const ROWS = 40
/** Before the first lead of the world, and past every look-back. */
const DAYS_BACK = 95
const never = new AbortController().signal

const cell = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`

/** Leads of one supplier, sold to one buyer; every eighteenth has something wrong. */
function leadsFile({
  suppliers,
  plan,
  buyers,
  campaigns,
  ctx,
}: BuiltBusiness): { text: string; campaign: number } | undefined {
  const [supplier] = suppliers
  const found = plan.buyers.find(({ campaign }) => campaigns.get(campaign) === supplier?.campaignId)
  const buyer = found && buyers.get(buyerKey(found.campaign, found.client))
  if (!supplier || buyer === undefined) return undefined
  const start = ctx.now().getTime() - DAYS_BACK * DAY_MS
  const rows = Array.from({ length: ROWS }, (_, nth) => {
    const post: Record<string, unknown> = { ...samplePost(supplier, supplier.vertical, 5_000 + nth) }
    const values = Object.fromEntries(Object.entries(post).filter(([name]) => !name.startsWith('lp_')))
    const at = new Date(start + nth * 3_600_000).toISOString()
    const phone = nth % 18 === 17 ? '555-01' : values.phone
    return { lead_id: `LP-${48_200 + nth}`, date: at, supplier: supplier.id, buyer, price: '44.00', ...values, phone }
  })
  const [first] = rows
  if (!first) return undefined
  const lines = rows.map((row) => Object.values(row).map(cell).join(','))
  return { text: [Object.keys(first).join(','), ...lines].join('\n'), campaign: supplier.campaignId }
}

async function uploaded(
  business: BuiltBusiness,
  kind: 'leads' | 'returns',
  fileName: string,
  text: string,
  campaign: number | null,
) {
  const { ctx } = business
  const id = await createImport(ctx, { kind, fileName, campaign })
  await uploadPart(ctx, id, { part: 0, text })
  await readFile(ctx, id)
  const { one } = await readDetails(ctx, id)
  await checkImport(ctx, id, Mapping.parse(one.mapping))
  await work(ctx, { accountId: ctx.actor.accountId, importId: id }, never)
  return id
}

/** As of the business's clock. */
export async function importSome(business: BuiltBusiness): Promise<void> {
  const { ctx } = business
  const leads = leadsFile(business)
  if (!leads) return
  const id = await uploaded(business, 'leads', 'leads-before-the-move.csv', leads.text, leads.campaign)
  await runImport(ctx, id)
  await work(ctx, { accountId: ctx.actor.accountId, importId: id }, never)
  const returns = 'Lead,Reason\nLP-48200,Wrong number\nLP-48201,No longer interested\nLP-99999,Wrong number'
  await uploaded(business, 'returns', 'returns-november.csv', returns, null)
}
