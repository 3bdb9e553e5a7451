/** Consent records over HTTP, for the console and the Customer Portal. */
import { z } from 'zod'
import { CONSENT_RECORD_PATHS } from '../../../contract/api/consent.ts'
import { AccountPath } from '../../../contract/page.ts'
import { accountOf } from '../../platform/ctx.ts'
import { content, type Route } from '../../platform/http/route.ts'
import { customerConsent, operatorConsent } from '../actions/consent.ts'
import { ownCustomer } from './lists.ts'

const type = 'application/pdf'
const params = z.object({ lead: z.string().max(40) })
/** Drawing one takes tens of milliseconds. */
const limit = { points: 60, seconds: 60 }

export const consentRoutes: Route[] = [
  content({
    host: 'console',
    allow: 'lead.read_data',
    path: CONSENT_RECORD_PATHS.console,
    summary: 'The consent record of a lead as a PDF, with everything that came with it.',
    params: AccountPath.extend(params.shape),
    limit,
    run: async (ctx, input) => ({ type, ...(await operatorConsent(ctx, accountOf(ctx), input.params.lead)) }),
  }),
  content({
    host: 'portal',
    allow: 'portal.lead.read',
    path: CONSENT_RECORD_PATHS.portal,
    summary: 'The consent record of a lead the customer bought, as a PDF: the fields it may see, as they were posted.',
    params,
    limit,
    run: async (ctx, input) => ({ type, ...(await customerConsent(ctx, await ownCustomer(ctx), input.params.lead)) }),
  }),
]
