import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Condition } from '../../../contract/conditions.ts'
import { ConditionsEditor } from './ConditionsEditor.tsx'
import { faultsUnder, namesOf, ruleFaults } from './editing.ts'
import { keyOf } from './identity.ts'
import { Phrases } from './Phrases.tsx'
import type { RulesProps } from './props.ts'
import { type CardWarning, RuleCard } from './RuleCard.tsx'
import css from './rules.module.css'
import { useDrag } from './useDrag.ts'
import type { RuleActions } from './useRules.ts'

type Rule = { conditions: Condition[] }

export type RuleListProps<R extends Rule> = RulesProps & {
  value: readonly R[]
  actions: RuleActions<R>
  /** "Rule" or "Filter". */
  noun: string
  lead?: (rule: R) => ReactNode
  tail?: (rule: R, at: number) => ReactNode
  /** What the open card has before its conditions. */
  head: (rule: R, at: number, change: (rule: R) => void) => ReactNode
  warningOf: (at: number) => CardWarning | undefined
}

/** The pressed arrow keeps the keyboard after its card has moved. */
function useMoving(move: (from: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null)
  const wanted = useRef<{ key: string; way: 'up' | 'down' } | null>(null)
  useEffect(() => {
    const now = wanted.current
    wanted.current = null
    const card = now && list.current?.querySelector(`[data-rule="${now.key}"]`)
    if (!card) return
    const arrow = (way: string) => card.querySelector<HTMLButtonElement>(`[data-move=${way}]:not(:disabled)`)
    ;(arrow(now.way) ?? arrow(now.way === 'up' ? 'down' : 'up'))?.focus()
  })
  const moveCard = (key: string, from: number, to: number) => {
    wanted.current = { key, way: to < from ? 'up' : 'down' }
    move(from, to)
  }
  return { list, moveCard }
}

function Removed({ noun, at, onUndo }: { noun: string; at: number; onUndo: () => void }) {
  return (
    <li className={css.removed}>
      <span>
        {noun} {at + 1} removed.
      </span>
      <Button size="xs" onClick={onUndo}>
        Undo
      </Button>
    </li>
  )
}

/** Rules as cards in order. Handles drag them, arrows move them, what was removed comes back with Undo. */
export function RuleList<R extends Rule>(props: RuleListProps<R>) {
  const { value, actions, noun, fields, lists, counts, readOnly, warningOf } = props
  const { list, moveCard } = useMoving(actions.move)
  const drag = useDrag(list, actions.move)
  const names = namesOf(props)
  const own = ruleFaults(value, props)
  const given = props.faults ?? []
  const { removed } = actions
  const undo = removed && !readOnly && <Removed key="removed" noun={noun} at={removed.at} onUndo={actions.undo} />
  return (
    <>
      <ol className={css.cards} ref={list} aria-label={`${noun}s`}>
        {value.map((rule, at) => {
          const key = keyOf(rule)
          const change = (next: R) => actions.change(at, next)
          const faults = faultsUnder([...given, ...own], String(at))
          const open = actions.open === key && !readOnly
          return [
            removed?.at === at && undo,
            <RuleCard
              key={key}
              cardKey={key}
              name={`${noun} ${at + 1}`}
              nth={at}
              of={value.length}
              open={open}
              onToggle={() => actions.setOpen(open ? null : key)}
              lead={props.lead?.(rule)}
              sentence={<Phrases conditions={rule.conditions} names={names} />}
              count={counts?.[at]}
              warning={warningOf(at)}
              fault={faults[0]?.message}
              tail={props.tail?.(rule, at)}
              readOnly={readOnly}
              grip={drag(at)}
              onMove={(to) => moveCard(key, at, to)}
              onDuplicate={() => actions.duplicate(at)}
              onRemove={() => actions.remove(at)}
            >
              {props.head(rule, at, change)}
              <ConditionsEditor
                value={rule.conditions}
                onChange={(conditions) => change({ ...rule, conditions })}
                fields={fields}
                lists={lists}
                names={names}
                faults={faultsUnder([...given, ...(actions.checked === key ? own : [])], `${at}.conditions`)}
              />
              <div className={css.done}>
                <Button
                  onClick={() => (faultsUnder(own, String(at)).length > 0 ? actions.check(key) : actions.setOpen(null))}
                >
                  Done
                </Button>
              </div>
            </RuleCard>,
          ]
        })}
        {removed && removed.at >= value.length && undo}
      </ol>
      <p className="off" role="status">
        {actions.said}
      </p>
    </>
  )
}
