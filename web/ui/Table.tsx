import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useMemo, useRef } from 'react'
import { useKeys } from '../lib/keys.ts'
import { usePhone } from '../lib/media.ts'
import { ChoiceBox, ChooseAll } from './Choice.tsx'
import { RowList } from './RowList.tsx'
import { type Column, onPlainClick, type RowLink, type TableProps } from './rows.ts'
import { Bone } from './States.tsx'
import css from './Table.module.css'

const features = tableFeatures({ columnVisibilityFeature })

/** J/K and arrows: through the open drawer if there is one, else from link to link. */
function useWalking<Row>({ rows, id, link, current }: TableProps<Row>) {
  const place = useRef<HTMLDivElement>(null)
  const step = (by: number) => (event: KeyboardEvent) => {
    const links = [...(place.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
    if (!link || links.length === 0) return
    const focused = links.indexOf(document.activeElement as HTMLElement) // absent is -1 whatever it is
    const arrow = event.key.startsWith('Arrow')
    if (arrow && focused < 0) return // arrows scroll until a row has been chosen
    const open = rows?.findIndex((row) => id(row) === current) ?? -1
    const next = Math.min(links.length - 1, Math.max(0, (open >= 0 ? open : focused) + by))
    event.preventDefault()
    links[next]?.focus()
    links[next]?.scrollIntoView({ block: 'nearest' })
    const row = rows?.[next]
    if (open >= 0 && row && next !== open) link.open(row, { replace: true })
  }
  useKeys(link ? { j: step(1), k: step(-1), ArrowDown: step(1), ArrowUp: step(-1) } : {})
  return place
}

function Cell<Row>({ column, row, link }: { column: Column<Row>; row: Row; link?: RowLink<Row> | undefined }) {
  const content = column.cell(row)
  return (
    <td data-align={column.align} data-cut={column.cut || undefined} className={column.name ? css.name : undefined}>
      {link ? (
        <a
          className={css.link}
          data-row
          href={link.href(row)}
          onClick={(event) => {
            event.stopPropagation()
            onPlainClick(event, () => link.open(row, { replace: false }))
          }}
        >
          {content}
        </a>
      ) : (
        content
      )}
    </td>
  )
}

const ORDERS = { asc: 'ascending', desc: 'descending' } as const

function Head<Row>({ column: { head, align, sort } }: { column: Column<Row> }) {
  if (!sort) {
    return (
      <th scope="col" data-align={align}>
        {head}
      </th>
    )
  }
  const Arrow = sort.now === 'asc' ? IconArrowUp : IconArrowDown
  return (
    <th scope="col" data-align={align} aria-sort={sort.now && ORDERS[sort.now]}>
      <button type="button" className={css.sort} onClick={sort.onSort}>
        {head}
        {sort.now && <Arrow size={12} stroke={2} aria-hidden />}
      </button>
    </th>
  )
}

function Skeleton({ columns, lines }: { columns: number; lines: number }) {
  return Array.from({ length: lines }, (_, line) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: skeleton rows have nothing but their place
    <tr key={line} className={css.bones}>
      {Array.from({ length: columns }, (__, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <td key={cell}>
          <Bone share={cell === 0 ? 80 : 45 + ((line * 7 + cell * 13) % 30)} />
        </td>
      ))}
    </tr>
  ))
}

function Body<Row>(props: TableProps<Row> & { columns: readonly Column<Row>[] }) {
  const { rows, columns, id, link, current, choice } = props
  if (!rows) return <Skeleton columns={columns.length + (choice ? 1 : 0)} lines={props.skeleton ?? 8} />
  return rows.map((row) => (
    <tr
      key={id(row)}
      aria-current={id(row) === current || undefined}
      data-chosen={choice?.chosen.has(id(row)) || undefined}
      onClick={link && ((event) => onPlainClick(event, () => link.open(row, { replace: current !== undefined })))}
    >
      {choice && (
        <td className={css.choice}>
          <ChoiceBox row={row} id={id(row)} choice={choice} />
        </td>
      )}
      {columns.map((column, index) => (
        <Cell key={column.id} column={column} row={row} link={index === 0 ? link : undefined} />
      ))}
    </tr>
  ))
}

const NO_ROWS: never[] = []

/** The columns that are shown, as the table library orders and hides them. */
function useShown<Row>(columns: readonly Column<Row>[], hidden: readonly string[]) {
  const defs = useMemo(() => columns.map((column) => ({ id: column.id, header: column.head })), [columns])
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((id) => [id, false])), [hidden])
  const table = useTable({ features, columns: defs, data: NO_ROWS, state: { columnVisibility } })
  return table.getVisibleLeafColumns().flatMap(({ id }) => columns.filter((column) => column.id === id))
}

/** A list of things. On a phone each row is two lines; the same links, the same states. */
export function Table<Row>(props: TableProps<Row>) {
  const phone = usePhone()
  const place = useWalking(props)
  const columns = useShown(props.columns, props.hidden ?? NO_ROWS)
  if (props.instead) return <div className={props.flush ? css.state : undefined}>{props.instead}</div>
  if (phone) return <RowList {...props} />
  const totals = columns.some((column) => column.total !== undefined) && props.rows && props.rows.length > 0
  return (
    <div ref={place} className={`${props.flush ? css.flush : css.wrap} ${props.link ? css.open : ''}`}>
      <table className={css.table} aria-label={props.label} aria-busy={!props.rows}>
        <thead>
          <tr>
            {props.choice && (
              <th scope="col" className={css.choice}>
                <ChooseAll ids={props.rows?.map(props.id) ?? NO_ROWS} choice={props.choice} />
              </th>
            )}
            {columns.map((column) => (
              <Head key={column.id} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Body {...props} columns={columns} />
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              {props.choice && <td />}
              {columns.map((column) => (
                <td key={column.id} data-align={column.align}>
                  {column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}
