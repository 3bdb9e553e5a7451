import { Checkbox, Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import css from './values.module.css'

export interface Pick {
  value: string
  label: string
}

/** Some of many, with a search and all or none at once. */
export function PickMany(props: {
  /** What the button says. */
  button: string
  label: string
  options: readonly Pick[]
  value: readonly string[]
  onChange: (values: string[]) => void
}) {
  const { button, label, options, value, onChange } = props
  const [sought, setSought] = useState('')
  const found = options.filter((option) => option.label.toLowerCase().includes(sought.toLowerCase()))
  const toggle = (one: string) =>
    onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
  const others = value.filter((one) => !found.some((option) => option.value === one))
  return (
    <Popover position="bottom-end" trapFocus returnFocus onClose={() => setSought('')}>
      <Popover.Target>
        <button type="button" className={css.open} aria-label={`${button} ${label}`}>
          {button}
          <IconChevronDown size={14} stroke={2} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.drop ?? ''} aria-label={label}>
        <div className={css.find}>
          <input
            data-autofocus
            aria-label="Find"
            placeholder="Find"
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
        </div>
        <ul className={css.options}>
          {found.map((option) => (
            <li key={option.value}>
              <Checkbox
                size="xs"
                label={option.label}
                checked={value.includes(option.value)}
                onChange={() => toggle(option.value)}
              />
            </li>
          ))}
          {found.length === 0 && <li className="quiet">Nothing of that name</li>}
        </ul>
        <div className={css.ends}>
          <button
            type="button"
            className={css.link}
            onClick={() => onChange([...others, ...found.map((option) => option.value)])}
          >
            {sought ? 'All of these' : 'All'}
          </button>
          <button type="button" className={css.link} onClick={() => onChange(others)}>
            {sought ? 'None of these' : 'None'}
          </button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
