import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useUrlState, word } from '../../../lib/url-state.ts'
import type { Column } from '../../../ui/rows.ts'
import { Empty } from '../../../ui/States.tsx'
import { Status, StatusBadge } from '../../../ui/Status.tsx'
import { Table } from '../../../ui/Table.tsx'
import type { Campaign } from '../CampaignPage.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { capsUsedInWords } from '../usage.ts'
import { type Added, AddSupplier } from './AddSupplier.tsx'
import { SupplierEditor } from './SupplierEditor.tsx'

type Supplier = Campaign['suppliers'][number]

const read = (raw: Record<string, unknown>) => ({ supplier: word(raw.supplier), add: word(raw.add) })

function State({ supplier }: { supplier: Supplier }) {
  return (
    <span className="line">
      <Status state={supplier.status} />
      {supplier.testMode && <StatusBadge state="test" word="Test mode" />}
    </span>
  )
}

const COLUMNS: Column<Supplier>[] = [
  { id: 'name', head: 'Supplier', name: true, cell: (row) => row.name },
  { id: 'client', head: 'Client', cell: (row) => row.client.name },
  { id: 'id', head: 'Id', cell: (row) => <span className="mono">{row.id}</span> },
  { id: 'state', head: 'Status', cell: (row) => <State supplier={row} /> },
  { id: 'filters', head: 'Filters', align: 'end', cell: (row) => (row.filters.length > 0 ? row.filters.length : '–') },
  { id: 'caps', head: 'Caps', cell: (row) => <span className="second">{capsUsedInWords(row.caps)}</span> },
  { id: 'payout', head: 'Payout', align: 'end', cell: (row) => row.payout },
]

function List({ suppliers, onAdd }: { suppliers: readonly Supplier[]; onAdd: () => void }) {
  const { set, href } = useUrlState(read)
  const { canWrite } = useDraft()
  const add = canWrite && (
    <Button
      variant={suppliers.length === 0 ? 'filled' : 'default'}
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
      onClick={onAdd}
    >
      Add supplier
    </Button>
  )
  if (suppliers.length === 0) {
    return (
      <Empty title="No suppliers yet" action={add}>
        A supplier gets a key of its own and starts in test mode.
      </Empty>
    )
  }
  return (
    <div>
      <div className={css.head}>
        <p className="quiet">Who sends leads, each with a key of its own.</p>
        {add}
      </div>
      <Table
        label="Suppliers"
        columns={COLUMNS}
        rows={suppliers}
        id={(row) => String(row.id)}
        link={{
          href: (row) => href({ supplier: String(row.id) }),
          open: (row) => set({ supplier: String(row.id) }),
        }}
        phone={(row) => ({
          title: row.name,
          amount: row.payout,
          detail: <State supplier={row} />,
          aside: capsUsedInWords(row.caps),
        })}
      />
    </div>
  )
}

/** Who sends leads: the list, one of them, or a new one. */
export function Suppliers() {
  const { state, set } = useUrlState(read)
  const { campaign, canWrite } = useDraft()
  const [made, setMade] = useState<Added | null>(null)
  if (state.add && canWrite) {
    return (
      <AddSupplier
        onCancel={() => set({ add: undefined })}
        onAdded={(added) => {
          setMade(added)
          set({ add: undefined, supplier: String(added.id) }, { replace: true })
        }}
      />
    )
  }
  const supplier = campaign.suppliers.find(({ id }) => String(id) === state.supplier)
  if (!supplier) return <List suppliers={campaign.suppliers} onAdd={() => set({ add: '1' })} />
  return (
    <SupplierEditor
      key={supplier.id}
      supplier={supplier}
      told={made?.id === supplier.id ? made.key : undefined}
      onBack={() => set({ supplier: undefined })}
    />
  )
}
