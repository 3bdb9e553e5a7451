/** The versions of a campaign's settings, and what each changed in words. */
import { z } from 'zod'
import { conditionsIn, listIdsOf } from '../../../contract/conditions.ts'
import { differencesOf, type PartDifference, type Wording } from '../../../contract/differences.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { type PartChange, partChangeOf, partsOf } from '../../../contract/parts.ts'
import { labelsOf } from '../../../contract/words.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { listHeaders } from '../../lists/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { readSettings } from '../ops.ts'
import { buyersOfCampaign } from '../tables/buyers.ts'
import { listVersions, type VersionRow, writtenParts } from '../tables/settings.ts'
import { suppliersOfCampaign } from '../tables/suppliers.ts'
import { campaignOf, readCampaignSettings } from './campaigns.ts'

export interface VersionTold extends VersionRow {
  changes: PartDifference[]
}

const VersionKey = z.tuple([z.int32()])

/** Newest first. @throws AppError not_found */
export async function readVersions(ctx: Ctx, campaignId: number, query: PageQuery): Promise<Page<VersionTold>> {
  const { accountId } = actorOf(ctx, 'team')
  const [before] = readCursor(VersionKey, query.cursor) ?? []
  const rows = await listVersions(ctx.db, accountId, campaignId, { before, limit: query.limit + 1 })
  const page = toPage(rows, query.limit, (row) => [row.version])
  const versions = page.items.map((row) => row.version)
  const written = (await writtenParts(ctx.db, accountId, campaignId, versions)).map((part) => ({
    version: part.version,
    before: part.before === null ? undefined : partChangeOf({ ...part, body: part.before }),
    after: partChangeOf(part),
  }))
  const tell = await teller(
    ctx,
    campaignId,
    written.flatMap(({ before, after }) => [after, ...(before ? [before] : [])]),
  )
  const told = page.items.map((row) => ({
    ...row,
    changes: written.filter(({ version }) => version === row.version).map(({ before, after }) => tell(before, after)),
  }))
  return { items: told, next: page.next }
}

/** What became different from one version to another, for the parts that the later one has. @throws AppError not_found */
export async function compareVersions(
  ctx: Ctx,
  campaignId: number,
  from: number,
  to: number,
): Promise<PartDifference[]> {
  const [before, after] = await Promise.all([
    readCampaignSettings(ctx, campaignId, from),
    readCampaignSettings(ctx, campaignId, to),
  ])
  const parts = [...partsOf(before.settings), ...partsOf(after.settings)]
  const tell = await teller(ctx, campaignId, parts)
  const was = new Map(partsOf(before.settings).map((one) => [`${one.part} ${one.id}`, one]))
  return partsOf(after.settings)
    .map((one) => tell(was.get(`${one.part} ${one.id}`), one))
    .filter((difference) => difference.lines.length > 0)
}

type Tell = (before: PartChange | undefined, after: PartChange) => PartDifference

/** Knows what parts, fields and the lists in these parts are called now. @throws AppError not_found */
async function teller(ctx: Ctx, campaignId: number, parts: readonly PartChange[]): Promise<Tell> {
  const { accountId } = actorOf(ctx, 'team')
  const { db } = ctx
  const row = await campaignOf(ctx, campaignId)
  const listIds = listIdsOf(conditionsIn(parts.map(({ body }) => body)))
  const [{ campaign }, { currency }, suppliers, buyers, lists] = await Promise.all([
    readSettings(db, accountId, campaignId, row.version),
    readAccountBasics(db, accountId),
    suppliersOfCampaign(db, accountId, campaignId),
    buyersOfCampaign(db, accountId, campaignId),
    listHeaders(db, accountId, listIds),
  ])
  const wording: Wording = { labelOf: labelsOf(campaign.fields, lists), currency }
  const names = {
    supplier: new Map(suppliers.map((one) => [one.supplier_id, one.name])),
    buyer: new Map(buyers.map((one) => [one.buyer_id, one.name])),
  }
  const nameOf = ({ part, id }: PartChange) =>
    part === 'campaign' ? row.name : (names[part].get(id) ?? `${part} ${id}`)
  return (before, after) => ({
    part: after.part,
    id: after.id,
    name: nameOf(after),
    lines: differencesOf(before, after, wording),
  })
}
