import { Menu, Popover } from '@mantine/core'
import { IconCheck, IconPlus, IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useKeys } from '../lib/keys.ts'
import css from './Filters.module.css'

export type Option = { value: string; label: string }
export type Filter = {
  key: string
  label: string
  options: readonly Option[]
  value: string | undefined
  /** Always has a value: can be changed and not taken away. */
  required?: boolean
  onChange: (value: string | undefined) => void
}
export type FilterTexts = { add: string; clear: string; find: string; remove: (label: string) => string }

/** A search field that tells its text after a pause in typing. `/` leads to it. */
export function SearchField(props: { label: string; value: string; onChange: (text: string) => void }) {
  const { value, onChange } = props
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  useKeys({
    '/': (event) => {
      event.preventDefault()
      input.current?.focus()
    },
  })
  return (
    <div className={css.search}>
      <IconSearch size={15} stroke={1.9} aria-hidden />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </div>
  )
}

/** A list to choose one of; long ones can be searched. */
function Choices(props: { filter: Filter; find: string; onChosen: () => void }) {
  const { options, value, onChange } = props.filter
  const [sought, setSought] = useState('')
  const shown = options.filter((option) => option.label.toLowerCase().includes(sought.toLowerCase()))
  return (
    <>
      {options.length > 8 && (
        <div className={css.find}>
          <input
            data-autofocus
            aria-label={props.find}
            placeholder={props.find}
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
        </div>
      )}
      <div className={css.choices}>
        {shown.map((option) => (
          <button
            key={option.value}
            type="button"
            className={css.choice}
            aria-pressed={option.value === value}
            onClick={() => {
              onChange(option.value)
              props.onChosen()
            }}
          >
            {option.label}
            {option.value === value && <IconCheck size={15} stroke={2} aria-hidden />}
          </button>
        ))}
      </div>
    </>
  )
}

type ChipProps = { filter: Filter; texts: FilterTexts; opened: boolean; onOpened: (open: boolean) => void }

function Chip({ filter, texts, opened, onOpened }: ChipProps) {
  const chosen = filter.options.find((option) => option.value === filter.value)?.label ?? filter.value
  return (
    <span className={css.chip}>
      <Popover opened={opened} onChange={onOpened} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={css.value} onClick={() => onOpened(!opened)}>
            <span>{filter.label}</span>
            {chosen && <span className="cut">{chosen}</span>}
          </button>
        </Popover.Target>
        <Popover.Dropdown className={css.drop ?? ''} aria-label={filter.label}>
          <Choices filter={filter} find={texts.find} onChosen={() => onOpened(false)} />
        </Popover.Dropdown>
      </Popover>
      {filter.value !== undefined && !filter.required && (
        <button
          type="button"
          className={css.remove}
          aria-label={texts.remove(filter.label)}
          onClick={() => filter.onChange(undefined)}
        >
          <IconX size={13} stroke={2} aria-hidden />
        </button>
      )}
    </span>
  )
}

function AddFilter({
  filters,
  label,
  onAdd,
}: {
  filters: readonly Filter[]
  label: string
  onAdd: (key: string) => void
}) {
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <button type="button" className={`${css.chip} ${css.add}`}>
          <IconPlus size={14} stroke={2} aria-hidden />
          {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {filters.map((filter) => (
          <Menu.Item key={filter.key} onClick={() => onAdd(filter.key)}>
            {filter.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Search, a chip for each filter that is set, one that adds another. The state itself lives in the address. */
export function FilterBar(props: {
  search?: ReactNode
  /** Chips that are always there, such as the range. */
  lead?: ReactNode
  filters: readonly Filter[]
  texts: FilterTexts
  onClear: () => void
}) {
  const [editing, setEditing] = useState<string | null>(null)
  const set = props.filters.filter((filter) => filter.value !== undefined && !filter.required)
  const shown = props.filters.filter((filter) => filter.value !== undefined || filter.key === editing)
  const rest = props.filters.filter((filter) => !shown.includes(filter))
  return (
    <div className={css.bar}>
      {props.search}
      <div className={css.chips}>
        {props.lead}
        {shown.map((filter) => (
          <Chip
            key={filter.key}
            filter={filter}
            texts={props.texts}
            opened={editing === filter.key}
            onOpened={(open) => setEditing(open ? filter.key : null)}
          />
        ))}
        {rest.length > 0 && <AddFilter filters={rest} label={props.texts.add} onAdd={setEditing} />}
        {set.length > 0 && (
          <button type="button" className={css.clear} onClick={props.onClear}>
            {props.texts.clear}
          </button>
        )}
      </div>
    </div>
  )
}
