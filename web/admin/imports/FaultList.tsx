import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listImportFaults } from '../../../contract/api/imports.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { usePaging } from '../../lib/paging.ts'
import { listState } from '../../ui/ListState.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import css from './imports.module.css'

type Row = Reply<typeof listImportFaults>['items'][number]

function Faults({ row }: { row: Row }) {
  return (
    <ul className={css.faults}>
      {row.faults.map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  )
}

const COLUMNS: Column<Row>[] = [
  { id: 'row', head: 'Row', align: 'end', cell: (row) => <span className="num">{row.row}</span> },
  { id: 'faults', head: 'What is wrong', cell: (row) => <Faults row={row} /> },
]

/** The rows that stay out, each with every fault it has. */
export function FaultList({ account, id, moving }: { account: number; id: string; moving: boolean }) {
  const [cursor, setCursor] = useState<string>()
  const params = { account, import: id }
  const question = ask(listImportFaults, { params, query: { cursor } })
  const asked = useQuery({ ...question, refetchInterval: moving ? 2_000 : false })
  const pager = usePaging(cursor, asked.data?.next, setCursor)
  return (
    <>
      <Table
        label="Rows with faults"
        columns={COLUMNS}
        rows={asked.data?.items}
        id={(row) => String(row.row)}
        phone={(row) => ({ title: `Row ${row.row}`, detail: <Faults row={row} /> })}
        instead={listState(asked, {
          what: 'faults',
          filtered: false,
          onClear: () => setCursor(undefined),
          empty: 'Every row is good.',
        })}
      />
      <Pager {...pager} />
    </>
  )
}
