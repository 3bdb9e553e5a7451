/** What the server is made of, as lists: printed by `npm run show`, served, run, and walked by tests. */
import { alertCrons, alertJobs } from './alerts/jobs.ts'
import { alertRoutes } from './alerts/routes.ts'
import { figureRoutes } from './analytics/routes.ts'
import { billingChecks } from './billing/checks.ts'
import { billingCrons, billingJobs } from './billing/jobs.ts'
import { rechargeRoutes } from './billing/routes/recharge.ts'
import { billingRoutes } from './billing/routes.ts'
import { campaignChecks } from './campaigns/checks.ts'
import { campaignJobs } from './campaigns/jobs.ts'
import { ownDeliveryRoutes } from './campaigns/routes/own-deliveries.ts'
import { trialRoutes } from './campaigns/routes/trials.ts'
import { campaignRoutes } from './campaigns/routes.ts'
import { clientRoutes } from './clients/routes.ts'
import { ownRoutes } from './customers/routes/own.ts'
import { customerRoutes } from './customers/routes.ts'
import { exportCrons, exportJobs } from './exports/jobs.ts'
import { exportRoutes } from './exports/routes.ts'
import { importCrons, importJobs } from './imports/jobs.ts'
import { importRoutes } from './imports/routes.ts'
import { intakeChecks } from './intake/checks.ts'
import { intakeRoute } from './intake/http.ts'
import type { Intake } from './intake/intake.ts'
import { intakeCrons, intakeJobs } from './intake/jobs.ts'
import { leadJobs } from './leads/jobs.ts'
import { leadRoutes } from './leads/routes.ts'
import { ledgerChecks } from './ledger/checks.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { listRoutes } from './lists/routes.ts'
import { mailingCrons, mailingJobs } from './mailing/jobs.ts'
import { peopleChecks } from './people/checks.ts'
import { peopleCrons, peopleJobs } from './people/jobs.ts'
import { peopleRoutes } from './people/routes.ts'
import { backupCrons, backupJobs } from './platform/backup/nightly.ts'
import type { Check } from './platform/check.ts'
import type { Role } from './platform/config.ts'
import type { Route } from './platform/http/route.ts'
import type { Cron, Job } from './platform/jobs.ts'
import { portalRoutes } from './portals/routes.ts'
import { docsRoute } from './publicapi/routes/docs.ts'
import { publicRoutes } from './publicapi/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { returnChecks } from './returns/checks.ts'
import { returnRoutes } from './returns/routes.ts'
import { statementChecks } from './statements/checks.ts'
import { statementCrons, statementJobs } from './statements/jobs.ts'
import { statementRoutes } from './statements/routes.ts'
import { supplierRoutes } from './suppliers/routes.ts'

/** The pages' endpoints: role `api`. */
const productRoutes: readonly Route[] = [
  ...peopleRoutes,
  ...portalRoutes,
  ...clientRoutes,
  ...campaignRoutes,
  ...trialRoutes,
  ...ownDeliveryRoutes,
  ...listRoutes,
  ...customerRoutes,
  ...ownRoutes,
  ...ledgerRoutes,
  ...billingRoutes,
  ...rechargeRoutes,
  ...leadRoutes,
  ...returnRoutes,
  ...figureRoutes,
  ...alertRoutes,
  ...reportRoutes,
  ...statementRoutes,
  ...exportRoutes,
  ...supplierRoutes,
  ...importRoutes,
  ...publicRoutes,
  docsRoute,
]

/** What a process with these roles serves; `intake` is there where it has that role. */
export function routesFor(roles: readonly Role[], intake: Intake | undefined): Route[] {
  return [...(roles.includes('api') ? productRoutes : []), ...(intake ? [intakeRoute(intake)] : [])]
}

const unopened: Intake = {
  receive: () => Promise.reject(new Error('a list of routes takes no posts')),
  waiting: 0,
  inProcess: 0,
  sweep: async () => {},
  close: async () => {},
}

/** Every route there is, to be printed or walked; not to be served. */
export const listedRoutes = (): Route[] => routesFor(['api', 'intake', 'worker'], unopened)

export const jobs: readonly Job[] = [
  ...alertJobs,
  ...peopleJobs,
  ...campaignJobs,
  ...intakeJobs,
  ...importJobs,
  ...mailingJobs,
  ...billingJobs,
  ...statementJobs,
  ...leadJobs,
  ...exportJobs,
  ...backupJobs,
]
export const crons: readonly Cron[] = [
  ...alertCrons,
  ...peopleCrons,
  ...intakeCrons,
  ...importCrons,
  ...mailingCrons,
  ...billingCrons,
  ...statementCrons,
  ...exportCrons,
  ...backupCrons,
]
export const checks: readonly Check[] = [
  ...peopleChecks,
  ...campaignChecks,
  ...ledgerChecks,
  ...returnChecks,
  ...billingChecks,
  ...statementChecks,
  ...intakeChecks,
]
