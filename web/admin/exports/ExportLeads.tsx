import { useQuery } from '@tanstack/react-query'
import { exportLeads } from '../../../contract/api/exports.ts'
import { consoleSession } from '../../../contract/api/people.ts'
import { call } from '../../lib/api.ts'
import { askMe } from '../../lib/ask.ts'
import { ExportButton } from '../../ui/exports/ExportButton.tsx'
import { useAccount } from '../account.ts'
import type { Address } from '../leads/address.ts'

/** A file of what the list of leads shows. */
export function ExportLeads({ address }: { address: Address }) {
  const account = useAccount()
  const { data } = useQuery(askMe(consoleSession.me))
  const { range, search, campaign, supplier, buyer, status, code, waiting, test, returned } = address
  const filters = { range, search, campaign, buyer, status, code, waiting, test, returned }
  const leads = { ...filters, supplier: supplier ? [supplier] : [] }
  return (
    <ExportButton
      name="Leads"
      about="Every lead that the list shows with its present filters, with all its fields."
      email={data?.user.email ?? ''}
      to={`/${account.id}/exports`}
      begin={(wish) => call(exportLeads, { params: { account: account.id }, body: { ...wish, leads } })}
    />
  )
}
