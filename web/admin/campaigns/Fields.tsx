import type { Field } from '../../../contract/fields.ts'
import { FIELD_FORMATS } from '../../../contract/fields.ts'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import type { Campaign } from './CampaignPage.tsx'

function visibility({
  hiddenFromSpecs,
  hiddenFromBuyers,
}: Pick<Field, 'hiddenFromSpecs' | 'hiddenFromBuyers'>): string {
  if (hiddenFromSpecs && hiddenFromBuyers) return 'Only you'
  if (hiddenFromBuyers) return 'You and suppliers'
  return hiddenFromSpecs ? 'You and buyers' : 'Everybody'
}

const COLUMNS: Column<Field>[] = [
  { id: 'label', head: 'Field', name: true, cell: (field) => field.label },
  { id: 'name', head: 'Posted as', cell: (field) => <span className="mono">{field.name}</span> },
  {
    id: 'type',
    head: 'Format',
    cut: true,
    cell: (field) => (field.type === 'list' ? `One of ${field.allowed.join(', ')}` : FIELD_FORMATS[field.type]),
  },
  {
    id: 'required',
    head: 'Required',
    cell: (field) => (field.required ? 'Required' : <span className="quiet">optional</span>),
  },
  { id: 'seen', head: 'Seen by', cell: visibility },
]

/** What a lead is made of, and who sees it. */
export function Fields({ campaign }: { campaign: Campaign }) {
  return (
    <Table
      label="Fields"
      columns={COLUMNS}
      rows={campaign.fields}
      id={(field) => field.name}
      phone={(field) => ({
        title: field.label,
        amount: field.required ? 'Required' : 'optional',
        detail: <span className="mono">{field.name}</span>,
        aside: visibility(field),
      })}
    />
  )
}
