/** Statements of the months that are over, as the 1st of each would have issued them; the worker writes them. */

import { ctxOf, type Platform, system } from '../../server/platform/ctx.ts'
import { beginMonths, changeSender } from '../../server/statements/actions/ask.ts'
import type { BuiltBusiness } from './build.ts'

export async function askForStatements(platform: Platform, businesses: readonly BuiltBusiness[]): Promise<void> {
  const [first] = businesses
  if (first)
    await changeSender(first.ctx, {
      legalName: `${first.plan.name} LLC`,
      address: '400 Harbor Street, Suite 12\nLong Beach, CA 90802',
      taxId: '84-2910377',
    })
  await beginMonths(ctxOf(platform, system))
}
