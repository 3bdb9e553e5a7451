import { Button } from '@mantine/core'
import { IconDownload, IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { oneOf, useUrlState } from '../../lib/url-state.ts'
import { Page } from '../../ui/Page.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useAccount } from '../account.ts'
import { AccountLevels } from './AccountLevels.tsx'
import { AddCustomer } from './AddCustomer.tsx'
import { CLEAR, csvAt, customerTabs, readAddress } from './address.ts'
import { CustomerFilters } from './CustomerFilters.tsx'
import { CustomersTable } from './CustomersTable.tsx'
import css from './customers.module.css'
import { MappingTable } from './MappingTable.tsx'

const TABS = [
  { key: 'customers', label: 'Customers' },
  { key: 'mapping', label: 'Mapping' },
  { key: 'permissions', label: 'Permissions' },
]

/** Who buys through the portal, which Clients they are mapped to, and what they may do by themselves. */
export function CustomersPage() {
  const account = useAccount()
  const navigate = useNavigate()
  const { state, set } = useUrlState(readAddress)
  const [adding, setAdding] = useState(false)
  const tab = state.tab ?? 'customers'
  return (
    <Page
      title="Customers"
      actions={
        <>
          {tab === 'customers' && account.can.includes('customer.export') && (
            <Button
              component="a"
              href={csvAt(account.id, state)}
              download
              leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}
            >
              CSV
            </Button>
          )}
          {account.can.includes('customer.write') && (
            <Button
              variant="filled"
              leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
              onClick={() => setAdding(true)}
            >
              Add client
            </Button>
          )}
        </>
      }
    >
      <Tabs
        label="Customers"
        tabs={TABS}
        value={tab}
        onChange={(key) => set({ ...CLEAR, sort: undefined, tab: oneOf(key, customerTabs) })}
      >
        {tab === 'customers' && (
          <>
            <div className={css.before}>
              <CustomerFilters state={state} set={set} />
            </div>
            <CustomersTable state={state} set={set} />
          </>
        )}
        {tab === 'mapping' && <MappingTable state={state} set={set} />}
        {tab === 'permissions' && <AccountLevels />}
      </Tabs>
      {adding && (
        <AddCustomer
          onClose={() => setAdding(false)}
          onDone={(id) => void navigate({ to: `/${account.id}/customers/${id}` })}
        />
      )}
    </Page>
  )
}
