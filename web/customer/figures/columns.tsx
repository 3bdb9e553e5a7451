import type { CustomerFigures } from '../../../contract/api/figures.ts'
import { count, money } from '../../lib/format.ts'
import type { Column } from '../../ui/rows.ts'
import { rate } from './metrics.tsx'

/** "17", and beside it what share of the leads that is. */
const Returned = ({ returned, returnRate }: CustomerFigures) => (
  <>
    {count(returned)} {returned > 0 && <span className="quiet">{rate(returnRate, 0)}</span>}
  </>
)

/** The figures of a row, with those of all rows below. */
export const figureColumns = <Row extends CustomerFigures>(
  totals: CustomerFigures,
  currency: string,
): Column<Row>[] => [
  { id: 'leads', head: 'Leads', align: 'end', cell: (row) => count(row.leads), total: count(totals.leads) },
  { id: 'returned', head: 'Returned', align: 'end', cell: Returned, total: <Returned {...totals} /> },
  {
    id: 'average',
    head: 'Average price',
    align: 'end',
    cell: (row) => money(row.averagePrice, currency),
    total: money(totals.averagePrice, currency),
  },
  {
    id: 'spend',
    head: 'Spend',
    align: 'end',
    cell: (row) => money(row.spend, currency),
    total: money(totals.spend, currency),
  },
  {
    id: 'netSpend',
    head: 'Net spend',
    align: 'end',
    cell: (row) => money(row.netSpend, currency),
    total: money(totals.netSpend, currency),
  },
]
