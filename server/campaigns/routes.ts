import * as members from '../../contract/api/campaign-members.ts'
import * as api from '../../contract/api/campaigns.ts'
import { listCapsInUse } from '../../contract/api/caps.ts'
import * as doNotSell from '../../contract/api/do-not-sell.ts'
import { type Route, route } from '../platform/http/route.ts'
import { addAlias, removeAlias } from './actions/aliases.ts'
import { addBuyer, pauseBuyer, resumeBuyer } from './actions/buyers.ts'
import { readCampaign, readCampaignList, readCampaignSettings, readSetup } from './actions/campaigns.ts'
import { readCapsInUse } from './actions/caps.ts'
import { addDoNotSell, countDoNotSell, removeDoNotSell } from './actions/do-not-sell.ts'
import { duplicateCampaign } from './actions/duplicate.ts'
import { compareVersions, readVersions } from './actions/history.ts'
import { renameCampaign, renameMember } from './actions/names.ts'
import { pauseSupplier, resumeSupplier, setCampaignStatus } from './actions/pauses.ts'
import { changeSettings, createCampaign, restoreVersion } from './actions/settings.ts'
import { addAliasKey, addSupplier, removeAliasKey, revealKey, rotateKey } from './actions/suppliers.ts'
import { presentCampaign, presentCampaignList, presentSetup, presentVersion } from './present.ts'

const read = { host: 'console', allow: 'campaign.read' } as const
const write = { host: 'console', allow: 'campaign.write' } as const

/** The reply of an action that answers nothing. */
const done = (work: Promise<void>): Promise<undefined> => work.then(() => undefined)

const byId = <Part>(parts: ReadonlyMap<number, Part>) => [...parts].map(([id, body]) => ({ id, body }))

const settingsRoutes: readonly Route[] = [
  route(api.listCampaigns, { ...read, run: async (ctx) => presentCampaignList(await readCampaignList(ctx)) }),
  route(listCapsInUse, { ...read, run: (ctx, { query }) => readCapsInUse(ctx, query.limit) }),
  route(api.createCampaign, { ...write, run: (ctx, { body }) => createCampaign(ctx, body) }),
  route(api.readCampaign, {
    ...read,
    run: async (ctx, { params }) => presentCampaign(await readCampaign(ctx, params.campaign)),
  }),
  route(api.setCampaignStatus, {
    ...write,
    run: (ctx, { params, body }) => done(setCampaignStatus(ctx, params.campaign, body.status, body)),
  }),
  route(api.renameCampaign, {
    ...write,
    run: (ctx, { params, body }) => done(renameCampaign(ctx, params.campaign, body)),
  }),
  route(api.duplicateCampaign, {
    ...write,
    run: (ctx, { params, body }) => duplicateCampaign(ctx, params.campaign, body),
  }),
  route(api.readSetup, { ...read, run: async (ctx) => presentSetup(await readSetup(ctx)) }),
  route(api.readCampaignSettings, {
    ...read,
    run: async (ctx, { params, query }) => {
      const { version, settings } = await readCampaignSettings(ctx, params.campaign, query.version)
      const { campaign, suppliers, buyers } = settings
      const lists = [...(settings.lists?.values() ?? [])]
      return { version, campaign, suppliers: byId(suppliers), buyers: byId(buyers), lists }
    },
  }),
  route(api.changeSettings, { ...write, run: (ctx, { params, body }) => changeSettings(ctx, params.campaign, body) }),
  route(api.listVersions, {
    ...read,
    run: async (ctx, { params, query }) => {
      const page = await readVersions(ctx, params.campaign, query)
      return { items: page.items.map(presentVersion), next: page.next }
    },
  }),
  route(api.compareVersions, {
    ...read,
    run: async (ctx, { params, query }) => ({
      changes: await compareVersions(ctx, params.campaign, query.from, params.version),
    }),
  }),
  route(api.restoreVersion, {
    ...write,
    run: (ctx, { params, body }) => restoreVersion(ctx, params.campaign, params.version, body.expectedVersion),
  }),
]

const supplierKeyRoutes: readonly Route[] = [
  route(members.revealKey, {
    ...write,
    run: async (ctx, { params }) => ({ key: await revealKey(ctx, params.supplier) }),
  }),
  route(members.rotateKey, {
    ...write,
    run: async (ctx, { params }) => ({ key: await rotateKey(ctx, params.supplier) }),
  }),
  route(members.addAliasKey, {
    ...write,
    run: (ctx, { params, body }) => done(addAliasKey(ctx, params.supplier, body.key)),
  }),
  route(members.removeAliasKey, {
    ...write,
    run: (ctx, { params }) => done(removeAliasKey(ctx, params.supplier, params.key)),
  }),
]

const memberRoutes: readonly Route[] = [
  route(api.addSupplier, { ...write, run: (ctx, { params, body }) => addSupplier(ctx, params.campaign, body) }),
  route(api.addBuyer, { ...write, run: (ctx, { params, body }) => addBuyer(ctx, params.campaign, body) }),
  route(members.pauseSupplier, {
    ...write,
    run: (ctx, { params, body }) => done(pauseSupplier(ctx, params.supplier, body)),
  }),
  route(members.resumeSupplier, {
    ...write,
    run: (ctx, { params }) => done(resumeSupplier(ctx, params.supplier)),
  }),
  route(members.renameSupplier, {
    ...write,
    run: (ctx, { params, body }) => done(renameMember(ctx, 'supplier', params.supplier, body.name)),
  }),
  route(members.renameBuyer, {
    ...write,
    run: (ctx, { params, body }) => done(renameMember(ctx, 'buyer', params.buyer, body.name)),
  }),
  route(members.pauseBuyer, {
    ...write,
    run: (ctx, { params, body }) => done(pauseBuyer(ctx, params.buyer, body)),
  }),
  route(members.resumeBuyer, {
    ...write,
    run: (ctx, { params }) => done(resumeBuyer(ctx, params.buyer)),
  }),
  route(members.addAlias, {
    ...write,
    run: (ctx, { body }) => done(addAlias(ctx, body)),
  }),
  route(members.removeAlias, {
    ...write,
    run: (ctx, { query }) => done(removeAlias(ctx, query)),
  }),
]

const doNotSellRoutes: readonly Route[] = [
  route(doNotSell.countDoNotSell, {
    host: 'console',
    allow: 'do_not_sell.read',
    run: async (ctx) => ({ count: await countDoNotSell(ctx) }),
  }),
  route(doNotSell.addDoNotSell, {
    host: 'console',
    allow: 'do_not_sell.write',
    run: async (ctx, { body }) => ({ added: await addDoNotSell(ctx, body) }),
  }),
  route(doNotSell.removeDoNotSell, {
    host: 'console',
    allow: 'do_not_sell.write',
    run: async (ctx, { body }) => ({ removed: await removeDoNotSell(ctx, body) }),
  }),
]

export const campaignRoutes: readonly Route[] = [
  ...settingsRoutes,
  ...supplierKeyRoutes,
  ...memberRoutes,
  ...doNotSellRoutes,
]
