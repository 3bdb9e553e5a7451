import { ActionIcon, Menu } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconDots,
  IconGripVertical,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import type { HTMLAttributes, ReactNode } from 'react'
import { FieldError } from '../fields.tsx'
import css from './rules.module.css'

export interface CardWarning {
  text: string
  repair?: { label: string; run: () => void }
}

export type RuleCardProps = {
  /** "Rule 2" or "Filter 2": how its buttons call it. */
  name: string
  nth: number
  of: number
  cardKey: string
  open: boolean
  onToggle: () => void
  /** Before the sentence: Allow or Block. */
  lead?: ReactNode
  sentence: ReactNode
  count?: string | undefined
  warning?: CardWarning | undefined
  fault?: string | undefined
  /** At the end: the price. */
  tail?: ReactNode
  readOnly?: boolean | undefined
  grip: HTMLAttributes<HTMLElement>
  onMove: (to: number) => void
  onDuplicate: () => void
  onRemove: () => void
  /** The open card's editor. */
  children: ReactNode
}

function Arrows({ name, nth, of, onMove }: Pick<RuleCardProps, 'name' | 'nth' | 'of' | 'onMove'>) {
  return (
    <div className={css.arrows}>
      <ActionIcon aria-label={`Move ${name} up`} data-move="up" disabled={nth === 0} onClick={() => onMove(nth - 1)}>
        <IconChevronUp size={15} stroke={1.9} />
      </ActionIcon>
      <ActionIcon
        aria-label={`Move ${name} down`}
        data-move="down"
        disabled={nth === of - 1}
        onClick={() => onMove(nth + 1)}
      >
        <IconChevronDown size={15} stroke={1.9} />
      </ActionIcon>
    </div>
  )
}

function More(
  props: Pick<RuleCardProps, 'name' | 'nth' | 'of' | 'open' | 'onToggle' | 'onMove' | 'onDuplicate' | 'onRemove'>,
) {
  const { name, nth, of, open, onToggle, onMove, onDuplicate, onRemove } = props
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${name}`}>
          <IconDots size={16} stroke={1.9} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!open && (
          <Menu.Item leftSection={<IconPencil size={15} stroke={1.9} />} onClick={onToggle}>
            Edit
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCopy size={15} stroke={1.9} />} onClick={onDuplicate}>
          Duplicate
        </Menu.Item>
        {nth > 0 && (
          <Menu.Item leftSection={<IconArrowUp size={15} stroke={1.9} />} onClick={() => onMove(nth - 1)}>
            Move up
          </Menu.Item>
        )}
        {nth < of - 1 && (
          <Menu.Item leftSection={<IconArrowDown size={15} stroke={1.9} />} onClick={() => onMove(nth + 1)}>
            Move down
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={15} stroke={1.9} />} onClick={onRemove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Warning({ text, repair }: CardWarning) {
  return (
    <p className={css.warning}>
      <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
      <span>
        {text}{' '}
        {repair && (
          <button type="button" onClick={repair.run}>
            {repair.label}
          </button>
        )}
      </span>
    </p>
  )
}

/** A rule as a card: handle, number, sentence, price; opened, its editor below. */
export function RuleCard(props: RuleCardProps) {
  const { name, nth, cardKey, open, onToggle, lead, sentence, count, warning, fault, tail, readOnly, grip } = props
  return (
    <li className={css.card} data-rule={cardKey} data-open={open || undefined} aria-label={name}>
      <div className={css.head}>
        {!readOnly && (
          <span className={css.grip} aria-hidden {...grip}>
            <IconGripVertical size={16} stroke={1.9} />
          </span>
        )}
        <span className={`${css.number} num`}>{nth + 1}</span>
        <div className={css.text}>
          {readOnly ? (
            <p className={css.sentence}>
              {lead}
              <span>{sentence}</span>
            </p>
          ) : (
            <button type="button" className={css.sentence} aria-expanded={open} onClick={onToggle}>
              {lead}
              <span>{sentence}</span>
            </button>
          )}
          {count && <p className={`${css.count} num`}>{count}</p>}
          {warning && <Warning {...warning} />}
          {fault && !open && (
            <p className={css.fault}>
              <FieldError>{fault}</FieldError>
            </p>
          )}
        </div>
        {tail}
        {!readOnly && (
          <>
            <Arrows {...props} />
            <More {...props} />
          </>
        )}
      </div>
      {open && <div className={css.editor}>{props.children}</div>}
    </li>
  )
}
