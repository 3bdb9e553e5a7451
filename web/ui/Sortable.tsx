import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useDrag } from './rules/useDrag.ts'
import css from './Sortable.module.css'

/** Moves an item of a list to another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}

/** A list whose order matters: by handle, and by buttons for keyboard and phone. What happened is said aloud. */
export function Sortable<T>(props: {
  label: string
  items: readonly T[]
  id: (item: T) => string
  /** As it is called where it is moved: "Move State up". */
  name: (item: T) => string
  onMove: (from: number, to: number) => void
  /** Shown, not moved. */
  fixed?: boolean
  children: (item: T, at: number) => ReactNode
}) {
  const { items, id, name, fixed } = props
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  const move = (from: number, to: number) => {
    const item = items[from]
    if (item === undefined || from === to || to < 0 || to >= items.length) return
    props.onMove(from, to)
    setSaid(`${name(item)} is now number ${to + 1} of ${items.length}`)
  }
  const grip = useDrag(list, move)
  return (
    <>
      <ol className={css.list} ref={list} aria-label={props.label}>
        {items.map((item, at) => (
          <li key={id(item)} className={css.item} data-rule>
            {!fixed && (
              <span className={css.grip} {...grip(at)}>
                <IconGripVertical size={15} stroke={1.9} aria-hidden />
              </span>
            )}
            <span className={css.number}>{at + 1}</span>
            <div className={css.content}>{props.children(item, at)}</div>
            {!fixed && (
              <div className={css.moves}>
                <Tooltip label="Move up">
                  <ActionIcon aria-label={`Move ${name(item)} up`} disabled={at === 0} onClick={() => move(at, at - 1)}>
                    <IconChevronUp size={16} stroke={1.9} />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label="Move down">
                  <ActionIcon
                    aria-label={`Move ${name(item)} down`}
                    disabled={at === items.length - 1}
                    onClick={() => move(at, at + 1)}
                  >
                    <IconChevronDown size={16} stroke={1.9} />
                  </ActionIcon>
                </Tooltip>
              </div>
            )}
          </li>
        ))}
      </ol>
      <span className="off" role="status">
        {said}
      </span>
    </>
  )
}
