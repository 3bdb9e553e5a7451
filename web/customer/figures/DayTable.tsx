import { Button } from '@mantine/core'
import { useState } from 'react'
import { count, money } from '../../lib/format.ts'
import { labelsOf } from '../../lib/series.ts'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { figureColumns } from './columns.tsx'
import type { Figures } from './metrics.tsx'

type Row = Figures['series'][number] & { name: string }

/** A month of days; a year of them would hide what stands below. */
const SHOWN = 31
const NONE: Column<Row>[] = []

/** The slots that have begun, newest first. */
function rowsOf(data: Figures): Row[] {
  const labels = labelsOf(data.window, data.series)
  return data.series
    .map((slot, nth) => ({ ...slot, name: labels[nth]?.long ?? '' }))
    .filter(({ at }) => at <= data.asOf)
    .reverse()
}

const columnsOf = (data: Figures): Column<Row>[] => [
  {
    id: 'name',
    head: data.window.unit === 'hour' ? 'Hour' : 'Day',
    name: true,
    cell: (row) => row.name,
    total: 'Total',
  },
  ...figureColumns<Row>(data.totals, data.currency),
]

/** The figures of each day of the range, or each hour of a short one. */
export function DayTable({ data }: { data: Figures | undefined }) {
  const [whole, setWhole] = useState(false)
  const rows = data && rowsOf(data)
  const currency = data?.currency ?? 'USD'
  const rest = (rows?.length ?? 0) - SHOWN
  return (
    <>
      <Table
        label="Days"
        columns={data ? columnsOf(data) : NONE}
        rows={whole ? rows : rows?.slice(0, SHOWN)}
        id={(row) => row.at}
        skeleton={7}
        phone={(row) => ({
          title: row.name,
          amount: money(row.spend, currency),
          detail: `${count(row.leads)} leads, ${count(row.returned)} returned`,
          aside: row.averagePrice === null ? null : `${money(row.averagePrice, currency)} each`,
        })}
        phoneTotal={{ title: 'Total', amount: money(data?.totals.spend, currency) }}
      />
      {rest > 0 && !whole && (
        <p className="after">
          <Button onClick={() => setWhole(true)}>Show {count(rest)} more</Button>
        </p>
      )}
    </>
  )
}
