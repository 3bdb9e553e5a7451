import { useQuery } from '@tanstack/react-query'
import { type Level, type LevelKind, readLevels } from '../../../contract/api/customer-levels.ts'
import { type readCustomer, setCustomerLevels } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useAccount } from '../account.ts'
import { LevelFields } from './LevelFields.tsx'

type Customer = Reply<typeof readCustomer>

/** What this customer may do by itself. Saved as it is chosen. */
export function Permissions({ customer }: { customer: Customer }) {
  const account = useAccount()
  const asked = useQuery(ask(readLevels, { params: { account: account.id } }))
  const params = { account: account.id, customer: customer.id }
  const change = useChange((levels: Partial<Record<LevelKind, Level | null>>) =>
    call(setCustomerLevels, { params, body: { levels } }),
  )
  if (asked.isError && !asked.data)
    return (
      <Failed title="The permissions could not be read" onRetry={() => asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  if (!asked.data) return <Bones lines={10} />
  return (
    <>
      {change.isError && <Note tone="neg" strong={wordsOf(change.error)} live />}
      <LevelFields
        value={{ ...customer.levels.own, ...(change.isPending && change.variables) }}
        account={asked.data.levels}
        disabled={!account.can.includes('customer.write')}
        onChange={(kind, level) => change.mutate({ [kind]: level })}
      />
    </>
  )
}
