/**
 * Campaigns, their suppliers and buyers. Settings change only as a whole, in new versions; what is no setting
 * (status, pauses, keys, aliases) has endpoints of its own. A refused change names its place in the settings, like
 * `buyers.12.rules.0.conditions.1.field`.
 */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { Field, SystemField, SystemFieldFlags } from '../fields.ts'
import { ListHeader } from '../lists.ts'
import { AccountPath, IdInPath, MOST_ID, PageQuery, pageOf } from '../page.ts'
import { BuyerPart, CampaignPart, Distribution, SupplierPart } from '../settings.ts'
import { MemberName as Name, Pausing } from './campaign-members.ts'
import { TeamFigures } from './figures.ts'

const Id = z.number().int().positive().max(MOST_ID)
const Amount = z.number().int()
const Instant = z.iso.datetime()
const Named = z.object({ id: Id, name: z.string() })
const Summary = z.string().trim().min(1, 'must say what changes').max(300)

export const CampaignStatus = z.enum(['active', 'paused', 'archived'])
const CampaignParams = AccountPath.extend({ campaign: IdInPath })
const VersionParams = CampaignParams.extend({ version: IdInPath })

/** The version that a change made or found. */
const Versioned = z.object({ version: Id })
const Can = z.object({ write: z.boolean() })

const CampaignInList = z.object({
  id: Id,
  name: z.string(),
  publicName: z.string().nullable(),
  status: CampaignStatus,
  suppliers: z.number().int(),
  buyers: z.number().int(),
  /** Of the running day in the account's zone; null where there was nothing. */
  today: TeamFigures.nullable(),
})

export const listCampaigns = endpoint({
  method: 'GET',
  path: '/api/console/:account/campaigns',
  summary: "The account's campaigns with today's figures, newest first.",
  params: AccountPath,
  reply: z.object({ items: z.array(CampaignInList), currency: z.string(), zone: z.string(), can: Can }),
})

export const createCampaign = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns',
  summary: 'Makes a campaign with the first version of its settings.',
  params: AccountPath,
  body: z.object({ name: Name, publicName: Name.nullable().default(null), settings: CampaignPart }),
  reply: z.object({ id: Id, version: Id }),
})

const Usage = z.object({ period: z.enum(['day', 'week', 'month', 'total']), used: Amount, limit: Amount })

const Alias = z.object({ alias: z.string() })

/** The operator's own, of a campaign or a supplier. */
const HeldUp = z.object({ since: Instant, until: Instant.nullable(), by: z.string(), reason: z.string() })

const Supplier = z.object({
  id: Id,
  name: z.string(),
  client: Named,
  status: z.enum(['active', 'paused']),
  pause: HeldUp.nullable(),
  testMode: z.boolean(),
  payout: z.string(),
  returns: z.object({ accepted: z.boolean(), days: z.number().int() }),
  /** Of the posting key; the whole of it is revealed on request. */
  keyLastFour: z.string(),
  /** Keys of the system it moved from, each by its last four. */
  aliasKeys: z.array(z.object({ id: z.string(), lastFour: z.string() })),
  aliases: z.array(Alias),
  filters: z.array(z.string()),
  caps: z.array(Usage),
  createdAt: Instant,
})

const Pause = z.object({
  owner: z.enum(['operator', 'customer', 'balance', 'dispute']),
  since: Instant.nullable(),
  until: Instant.nullable(),
  by: z.string(),
  reason: z.string(),
  /** What lifts it, in words. */
  liftedBy: z.string(),
})

const Buyer = z.object({
  id: Id,
  name: z.string(),
  client: Named,
  /** Nothing holds it up; schedule and caps aside. */
  running: z.boolean(),
  pauses: z.array(Pause),
  delivery: z.string(),
  price: Amount,
  /** Pricing rules in words, top to bottom; the last line is the default price. */
  rules: z.array(z.string()),
  floor: Amount,
  filters: z.array(z.string()),
  zone: z.string(),
  schedule: z.string(),
  caps: z.array(Usage),
  budget: z.array(Usage),
  position: z.number().int(),
  acceptsTests: z.boolean(),
  aliases: z.array(Alias),
  createdAt: Instant,
})

export const CampaignDetails = z.object({
  id: Id,
  name: z.string(),
  publicName: z.string().nullable(),
  status: CampaignStatus,
  pause: HeldUp.nullable(),
  /** Where suppliers post. */
  postingUrl: z.string(),
  version: Id,
  createdAt: Instant,
  currency: z.string(),
  zone: z.string(),
  distribution: Distribution,
  /** In words. */
  duplicates: z.string(),
  minimumMargin: Amount.nullable(),
  filters: z.array(z.string()),
  fields: z.array(Field),
  systemFields: z.record(SystemField, SystemFieldFlags),
  aliases: z.array(Alias),
  suppliers: z.array(Supplier),
  /** In the order of distribution. */
  buyers: z.array(Buyer),
  can: Can,
})

export const readCampaign = endpoint({
  method: 'GET',
  path: '/api/console/:account/campaigns/:campaign',
  summary: 'A campaign with its fields, suppliers and buyers, and what is used of their caps.',
  params: CampaignParams,
  reply: CampaignDetails,
})

export const setCampaignStatus = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/status',
  summary: 'Activates, pauses (until a time, where one is given) or archives a campaign.',
  params: CampaignParams,
  body: Pausing.extend({ status: CampaignStatus }),
  reply: Nothing,
})

export const renameCampaign = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/campaigns/:campaign',
  summary: 'Changes what a campaign is called here, and what outsiders see it called.',
  params: CampaignParams,
  body: z.object({ name: Name, publicName: Name.nullable() }),
  reply: Nothing,
})

export const duplicateCampaign = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/duplicate',
  summary:
    'Makes a campaign with the same settings; members come along with ids and keys of their own, suppliers in test mode.',
  params: CampaignParams,
  body: z.object({ name: Name, suppliers: z.boolean().default(false), buyers: z.boolean().default(false) }),
  reply: z.object({ id: Id, version: Id }),
})

export const readSetup = endpoint({
  method: 'GET',
  path: '/api/console/:account/setup',
  summary: 'How far a new account has come: its first campaign, supplier, buyer, test lead and sold lead.',
  params: AccountPath,
  reply: z.object({
    /** The campaign that has come furthest; null: there is none. */
    campaign: Named.nullable(),
    supplier: z.boolean(),
    buyer: z.boolean(),
    testLead: z.boolean(),
    soldLead: z.boolean(),
    can: Can,
  }),
})

export const readCampaignSettings = endpoint({
  method: 'GET',
  path: '/api/console/:account/campaigns/:campaign/settings',
  summary: 'The whole settings of a campaign, of its present or an earlier version.',
  params: CampaignParams,
  query: z.object({ version: IdInPath.optional() }),
  reply: z.object({
    version: Id,
    campaign: CampaignPart,
    suppliers: z.array(z.object({ id: Id, body: SupplierPart })),
    buyers: z.array(z.object({ id: Id, body: BuyerPart })),
    /** The value lists that its rules name. */
    lists: z.array(ListHeader),
  }),
})

export const SettingsChange = z.object({
  /** Refused as stale when the settings have moved on. */
  expectedVersion: Id.optional(),
  summary: Summary,
  parts: z
    .array(
      z.discriminatedUnion('part', [
        z.object({ part: z.literal('campaign'), id: z.literal(0).default(0), body: CampaignPart }),
        z.object({ part: z.literal('supplier'), id: Id, body: SupplierPart }),
        z.object({ part: z.literal('buyer'), id: Id, body: BuyerPart }),
      ]),
    )
    .min(1)
    .max(500),
})
export type SettingsChange = z.output<typeof SettingsChange>

export const changeSettings = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/settings',
  summary: 'Writes a new version of the settings; parts left out stay as they are.',
  params: CampaignParams,
  body: SettingsChange,
  reply: Versioned,
})

const Difference = z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() })
const PartDifference = z.object({
  part: z.enum(['campaign', 'supplier', 'buyer']),
  id: z.number().int(),
  name: z.string(),
  lines: z.array(Difference),
})

export const listVersions = endpoint({
  method: 'GET',
  path: '/api/console/:account/campaigns/:campaign/versions',
  summary: 'The versions of the settings, newest first, each with what it changed in words.',
  params: CampaignParams,
  query: PageQuery,
  reply: pageOf(
    z.object({ version: Id, at: Instant, by: z.string(), summary: z.string(), changes: z.array(PartDifference) }),
  ),
})

export const compareVersions = endpoint({
  method: 'GET',
  path: '/api/console/:account/campaigns/:campaign/versions/:version/difference',
  summary: 'What differs between two versions, in words.',
  params: VersionParams,
  query: z.object({ from: IdInPath }),
  reply: z.object({ changes: z.array(PartDifference) }),
})

export const restoreVersion = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/versions/:version/restore',
  summary: 'Writes the settings of an earlier version as a new one; parts made since stay as they are.',
  params: VersionParams,
  body: z.object({ expectedVersion: Id.optional() }),
  reply: Versioned,
})

export const addSupplier = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/suppliers',
  summary: 'Adds a supplier with a posting key of its own; test mode is on unless said otherwise.',
  params: CampaignParams,
  body: z.object({ client: Id, name: Name, settings: SupplierPart }),
  reply: z.object({ id: Id, key: z.string(), version: Id }),
})

export const addBuyer = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/buyers',
  summary: 'Adds a buyer; without a position it comes last.',
  params: CampaignParams,
  body: z.object({ client: Id, name: Name, settings: BuyerPart.partial({ position: true }) }),
  reply: z.object({ id: Id, version: Id }),
})
