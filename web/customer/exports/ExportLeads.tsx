import { exportOwnLeads } from '../../../contract/api/exports.ts'
import { call } from '../../lib/api.ts'
import { ExportButton } from '../../ui/exports/ExportButton.tsx'
import type { Address } from '../leads/address.ts'
import { useMe } from '../me.ts'

/** A file of what the list of leads shows. */
export function ExportLeads({ address }: { address: Address }) {
  const me = useMe()
  const { range, zone, search, campaign, test, returned } = address
  return (
    <ExportButton
      name="Leads"
      about="Every lead that the list shows with its present filters, with all the fields you can see."
      email={me.user.email}
      to="/exports"
      begin={(wish) =>
        call(exportOwnLeads, { body: { ...wish, leads: { range, zone, search, campaign, test, returned } } })
      }
    />
  )
}
