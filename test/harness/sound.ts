/** Every sentence that must hold over what was sold, held and booked, for one account. */
import { sql } from 'kysely'
import { expect } from 'vitest'
import { intakeChecks } from '../../server/intake/checks.ts'
import { ledgerChecks } from '../../server/ledger/checks.ts'
import type { World } from '../factories/world.ts'

export async function expectSound({ platform, accountId }: World): Promise<void> {
  for (const check of [...ledgerChecks, ...intakeChecks]) {
    const { rows } = await sql<{ account_id: number }>`${sql.raw(check.sql)}`.execute(platform.db)
    expect(
      rows.filter((row) => row.account_id === accountId),
      check.sentence,
    ).toEqual([])
  }
}
