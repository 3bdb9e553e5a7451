/** Who may call which route, written by hand: the access matrix test holds the product against it. */
export const team = ['administrator', 'member', 'trusted', 'billing', 'viewer'] as const
export const strangers = ['stranger', 'neighbour'] as const
export const customers = ['owner', 'manager', 'looker', 'other_owner'] as const
export const suppliers = ['supplier', 'revoked'] as const
export const keys = ['key', 'narrow_key', 'foreign_key'] as const
export const roles = ['anonymous', ...team, ...strangers, ...customers, 'foreign_owner', ...suppliers, ...keys] as const
/**
 * `trusted` is a Member with customer portal access; `stranger` administers another account and asks for this one;
 * `neighbour` is the same person asking in their own account for this one's ids; `foreign_owner` is an owner with the
 * session of their own portal on another account's. `key` is an API key with every scope, `narrow_key` one that may
 * only read the account, `foreign_key` one with every scope of another account.
 */
export type Role = (typeof roles)[number]

export const everybody: readonly Role[] = [...roles]
const session: readonly Role[] = [...team, ...strangers]
const readers: readonly Role[] = ['administrator', 'member', 'trusted', 'viewer']
const builders: readonly Role[] = ['administrator', 'member', 'trusted']
const keepers: readonly Role[] = ['administrator', 'trusted']
const cashiers: readonly Role[] = ['administrator', 'billing']
const returners: readonly Role[] = ['administrator', 'trusted', 'billing']
const administrator: readonly Role[] = ['administrator']
const importers: readonly Role[] = [...builders, 'billing']
/** What names nothing in its address is each account's own. */
const keysOfAny: readonly Role[] = ['key', 'foreign_key']
const owners: readonly Role[] = ['owner', 'other_owner']
const payers: readonly Role[] = ['owner', 'manager', 'other_owner']

const A = '/api/console/:account'
const CAMPAIGN = `${A}/campaigns/:campaign`
const CUSTOMER = `${A}/customers/:customer`
/** The one of the matrix brings in leads, which is a builder's work. */
const IMPORT = `${A}/imports/:import`
const SUPPLIER = `${A}/suppliers/:supplier`

const sessionRoutes = (prefix: string, who: readonly Role[]): [string, readonly Role[]][] => [
  [`POST ${prefix}/session`, everybody],
  [`GET ${prefix}/session`, who],
  [`DELETE ${prefix}/session`, who],
  [`GET ${prefix}/sessions`, who],
  [`DELETE ${prefix}/sessions/:session`, who],
  [`DELETE ${prefix}/sessions`, who],
  [`PATCH ${prefix}/session`, who],
  [`POST ${prefix}/password`, who],
  [`POST ${prefix}/email`, who],
  [`POST ${prefix}/email/confirm`, everybody],
  [`POST ${prefix}/forgot-password`, everybody],
  [`POST ${prefix}/set-password/look`, everybody],
  [`POST ${prefix}/set-password`, everybody],
  [`GET ${prefix}/second-factor`, who],
  [`POST ${prefix}/second-factor`, who],
  [`POST ${prefix}/second-factor/confirm`, who],
  [`POST ${prefix}/second-factor/stop`, who],
  [`POST ${prefix}/second-factor/codes`, who],
]

const invitationRoutes = (
  place: string,
  who: readonly Role[],
  readers: readonly Role[] = who,
): [string, readonly Role[]][] => [
  [`GET ${place}/invitations`, readers],
  [`POST ${place}/invitations`, who],
  [`POST ${place}/invitations/:invitation/send-again`, who],
  [`DELETE ${place}/invitations/:invitation`, who],
]

const acceptRoutes = (prefix: string, joiners: readonly Role[]): [string, readonly Role[]][] => [
  [`POST ${prefix}/invitation/look`, everybody],
  [`POST ${prefix}/invitation`, everybody],
  [`POST ${prefix}/invitation/join`, joiners],
]

/** Method and path of each route, and who is let in. */
export const table = new Map<string, readonly Role[]>([
  ...sessionRoutes('/api/console', session),
  ...sessionRoutes('/api/portal', customers),
  ...sessionRoutes('/api/supplier', suppliers),
  ['POST /api/console/first-account/look', everybody],
  ['POST /api/console/first-account', everybody],
  ['GET /api/console/sign-up', everybody],
  ['POST /api/console/sign-up', everybody],
  ['POST /api/console/sign-up/look', everybody],
  ['POST /api/console/sign-up/finish', everybody],
  [`GET ${A}`, team],
  [`PATCH ${A}`, administrator],
  [`GET ${A}/team`, administrator],
  [`PATCH ${A}/team/:user`, administrator],
  [`DELETE ${A}/team/:user`, administrator],
  ...invitationRoutes(`${A}/team`, administrator),
  ...invitationRoutes(CUSTOMER, keepers, team),
  [`PATCH ${CUSTOMER}/users/:user`, keepers],
  [`DELETE ${CUSTOMER}/users/:user`, keepers],
  ...invitationRoutes(`${A}/clients/:client`, builders),
  [`GET ${A}/clients/:client/access`, builders],
  [`DELETE ${A}/clients/:client/access/:user`, builders],
  [`GET ${CUSTOMER}/activity`, team],
  [`POST ${CUSTOMER}/view`, keepers],
  ['POST /api/portal/view', everybody],
  ['GET /api/portal/users', owners],
  ['PATCH /api/portal/users/:user', owners],
  ['DELETE /api/portal/users/:user', owners],
  ...invitationRoutes('/api/portal', owners),
  ['GET /api/portal/activity', owners],
  ...acceptRoutes('/api/console', session),
  ...acceptRoutes('/api/supplier', suppliers),
  ['POST /api/portal/invitation/look', everybody],
  ['POST /api/portal/invitation', everybody],
  [`GET ${A}/audit`, administrator],
  [`GET ${A}/audit/filters`, administrator],
  [`GET ${A}/keys`, administrator],
  [`POST ${A}/keys`, administrator],
  [`DELETE ${A}/keys/:key`, administrator],
  [`GET ${A}/portal`, team],
  [`PATCH ${A}/portal`, administrator],
  [`GET ${A}/portal/subdomain`, administrator],
  [`GET ${A}/portal/logo`, team],
  [`PUT ${A}/portal/logo`, administrator],
  [`DELETE ${A}/portal/logo`, administrator],
  ['GET /logo/:version', everybody],
  [`GET ${A}/clients`, team],
  [`POST ${A}/clients`, builders],
  [`GET ${A}/clients/:client`, team],
  [`PATCH ${A}/clients/:client`, builders],
  [`GET ${A}/campaigns`, team],
  [`POST ${A}/campaigns`, builders],
  [`GET ${CAMPAIGN}`, team],
  [`POST ${CAMPAIGN}/status`, builders],
  [`PATCH ${CAMPAIGN}`, builders],
  [`POST ${CAMPAIGN}/duplicate`, builders],
  [`GET ${A}/setup`, team],
  [`GET ${CAMPAIGN}/settings`, team],
  [`POST ${CAMPAIGN}/settings`, builders],
  [`POST ${CAMPAIGN}/effect`, readers],
  [`POST ${CAMPAIGN}/try-delivery`, builders],
  [`POST ${CAMPAIGN}/try-check`, builders],
  [`GET ${CAMPAIGN}/versions`, team],
  [`GET ${CAMPAIGN}/versions/:version/difference`, team],
  [`POST ${CAMPAIGN}/versions/:version/restore`, builders],
  [`POST ${CAMPAIGN}/suppliers`, builders],
  [`POST ${CAMPAIGN}/buyers`, builders],
  [`POST ${SUPPLIER}/key/reveal`, builders],
  [`POST ${SUPPLIER}/key/rotate`, builders],
  [`POST ${SUPPLIER}/alias-keys`, builders],
  [`DELETE ${SUPPLIER}/alias-keys/:key`, builders],
  [`PATCH ${SUPPLIER}`, builders],
  [`PATCH ${A}/buyers/:buyer`, builders],
  [`POST ${SUPPLIER}/pause`, builders],
  [`POST ${SUPPLIER}/resume`, builders],
  [`POST ${A}/buyers/:buyer/pause`, builders],
  [`POST ${A}/buyers/:buyer/resume`, builders],
  [`POST ${A}/aliases`, builders],
  [`DELETE ${A}/aliases`, builders],
  [`GET ${A}/lists`, team],
  [`POST ${A}/lists`, builders],
  [`GET ${A}/lists/:list/file`, builders],
  [`GET ${A}/do-not-sell`, readers],
  [`POST ${A}/do-not-sell`, builders],
  [`POST ${A}/do-not-sell/remove`, builders],
  [`GET ${A}/customers`, team],
  [`POST ${A}/customers`, keepers],
  [`GET ${CUSTOMER}`, team],
  [`PATCH ${CUSTOMER}`, keepers],
  [`PUT ${CUSTOMER}/billing-mode`, keepers],
  [`PUT ${CUSTOMER}/status`, cashiers],
  [`PUT ${CUSTOMER}/clients/:client`, keepers],
  [`DELETE ${CUSTOMER}/clients/:client`, keepers],
  [`PUT ${CUSTOMER}/clients/:client/billed`, keepers],
  [`POST ${CUSTOMER}/credit`, cashiers],
  [`POST ${CUSTOMER}/debit`, cashiers],
  [`PUT ${CUSTOMER}/wallet`, cashiers],
  [`GET ${CUSTOMER}/transactions`, team],
  [`GET ${CUSTOMER}/transactions.csv`, ['administrator', 'trusted']],
  [`GET ${A}/leads`, team],
  [`GET ${A}/leads/:lead`, team],
  [`GET ${A}/leads/:lead/consent-record.pdf`, readers],
  [`POST ${A}/leads/:lead/return`, returners],
  [`POST ${A}/leads/return`, returners],
  [`POST ${A}/leads/settle`, builders],
  [`POST ${A}/leads/:lead/send-again`, builders],
  [`POST ${A}/leads/:lead/sell-to`, builders],
  [`GET ${A}/leads/:lead/buyers`, builders],
  [`GET ${A}/live`, team],
  [`GET ${A}/figures`, team],
  [`GET ${A}/figures/top`, team],
  [`GET ${A}/caps`, team],
  [`GET ${A}/alerts`, team],
  [`POST ${A}/alerts/:alert/dismiss`, [...builders, 'billing']],
  [`POST ${A}/alerts/:alert/restore`, [...builders, 'billing']],
  [`GET ${A}/alert-settings`, team],
  [`PUT ${A}/alert-settings`, administrator],
  [`GET ${A}/report`, team],
  [`GET ${A}/report.csv`, ['administrator', 'trusted']],
  [`GET ${A}/reports`, team],
  [`POST ${A}/reports`, team],
  [`PUT ${A}/reports/:report`, team],
  [`DELETE ${A}/reports/:report`, team],
  [`GET ${A}/imports`, importers],
  [`POST ${A}/imports`, importers],
  [`GET ${IMPORT}`, builders],
  [`POST ${IMPORT}/parts`, importers],
  [`POST ${IMPORT}/read`, builders],
  [`POST ${IMPORT}/check`, importers],
  [`POST ${IMPORT}/run`, builders],
  [`POST ${IMPORT}/pause`, builders],
  [`POST ${IMPORT}/continue`, builders],
  [`POST ${IMPORT}/stop`, builders],
  [`GET ${IMPORT}/faults`, builders],
  [`GET ${IMPORT}/result.csv`, builders],
  ['GET /api/portal/prices', payers],
  ['GET /api/portal/wallet', payers],
  ['GET /api/portal/wallet/transactions', payers],
  ['GET /api/portal/wallet/transactions.csv', payers],
  ['GET /api/portal/leads', customers],
  ['GET /api/portal/leads/:lead', ['owner', 'manager', 'looker']],
  ['GET /api/portal/leads/:lead/consent-record.pdf', ['owner', 'manager', 'looker']],
  ['GET /api/portal/deliveries', customers],
  ['POST /api/portal/deliveries/test', payers],
  ['GET /api/portal/live', customers],
  ['GET /api/portal/figures', customers],
  ['GET /api/supplier/portals', suppliers],
  ['GET /api/supplier/:account/leads', ['supplier']],
  ['GET /api/supplier/:account/leads/:lead', ['supplier']],
  ['GET /api/supplier/:account/live', ['supplier']],
  ['GET /api/supplier/:account/figures', ['supplier']],
  ['GET /api/supplier/:account/campaigns', ['supplier']],
  ['GET /public/stats', keysOfAny],
  ['GET /public/stats/supplier', keysOfAny],
  ['GET /public/lead/:lead', ['key']],
  ['GET /public/leads', keysOfAny],
  ['POST /public/lead/return', keysOfAny],
  ['POST /public/leads/debug', keysOfAny],
  ['GET /public/campaigns', keysOfAny],
  ['GET /public/campaigns/:campaign', ['key']],
  ['POST /public/campaigns/:campaign/pause_buyer/:buyer', ['key']],
  ['POST /public/campaigns/:campaign/resume_buyer/:buyer', ['key']],
  ['GET /public/campaigns/:campaign/pause_buyer/:buyer', keysOfAny],
  ['GET /public/campaigns/:campaign/resume_buyer/:buyer', keysOfAny],
  ['GET /docs', everybody],
  ['POST /direct_post', everybody],
  ['POST /ingest', everybody],
])
