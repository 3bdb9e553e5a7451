import { Button, Menu } from '@mantine/core'
import { IconCheck, IconColumns3 } from '@tabler/icons-react'
import type { LeadColumn } from '../../contract/api/leads.ts'
import type { FieldValue } from '../../contract/fields.ts'
import { MISSING, phoneNumber } from '../lib/format.ts'
import css from './ColumnsMenu.module.css'
import type { Column } from './rows.ts'

const FIELD = 'field:'

function shown({ name, type }: LeadColumn, data: Record<string, FieldValue> | undefined): string {
  const value = data?.[name]
  if (value === null || value === undefined || value === '') return MISSING
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return type === 'phone' ? phoneNumber(String(value)) : String(value)
}

/** A column for a field of leads. */
export const fieldColumn = <Row extends { data?: Record<string, FieldValue> | undefined }>(
  field: LeadColumn,
): Column<Row> => ({
  id: FIELD + field.name,
  head: field.label,
  cut: true,
  cell: (lead) => <span className="second num">{shown(field, lead.data)}</span>,
})
export const fieldColumnId = ({ name }: LeadColumn): string => FIELD + name

/** Which columns are there until somebody chooses: by id. */
type AtFirst = (id: string) => boolean

/** In the address stand the columns that are turned around: hidden ones shown, shown ones hidden. */
const turnedOf = (text: string | undefined): string[] => text?.split(',').filter(Boolean) ?? []

export function hiddenOf<Row>(columns: readonly Column<Row>[], text: string | undefined, atFirst: AtFirst): string[] {
  const turned = turnedOf(text)
  return columns.map(({ id }) => id).filter((id) => atFirst(id) === turned.includes(id))
}

/** Which columns are shown; the choice is part of the address, so a link shows what its sender saw. */
export function ColumnsMenu<Row>(props: {
  columns: readonly Column<Row>[]
  value: string | undefined
  onChange: (value: string | undefined) => void
  atFirst: AtFirst
  /** The one that is the link: it stays. */
  fixed: string
}) {
  const turned = turnedOf(props.value)
  const hidden = hiddenOf(props.columns, props.value, props.atFirst)
  const turn = (id: string) =>
    props.onChange(turned.includes(id) ? turned.filter((one) => one !== id).join(',') : [...turned, id].join(','))
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button className="hide-phone" leftSection={<IconColumns3 size={15} stroke={1.9} aria-hidden />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.columns ?? ''}>
        {props.columns
          .filter(({ id }) => id !== props.fixed)
          .map(({ id, head }) => (
            <Menu.CheckboxItem
              key={id}
              checked={!hidden.includes(id)}
              onChange={() => turn(id)}
              checkIcon={<IconCheck size={15} stroke={2} aria-hidden />}
            >
              {head}
            </Menu.CheckboxItem>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
