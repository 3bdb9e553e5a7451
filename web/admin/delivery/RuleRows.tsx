import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { InOrder } from '../../ui/InOrder.tsx'
import css from './delivery.module.css'

function moved<Rule>(rules: readonly Rule[], from: number, to: number): Rule[] {
  const next = [...rules]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

/** Rules over an answer, in order: the first that holds decides. */
export function RuleRows<Rule>(props: {
  value: readonly Rule[]
  onChange: (value: Rule[]) => void
  fresh: () => Rule
  children: (rule: Rule, nth: number, change: (rule: Rule) => void) => ReactNode
}) {
  const { value, onChange, fresh, children } = props
  return (
    <div className={css.rules}>
      <InOrder of={value}>
        {(rule, nth) => (
          <section className={css.rule} aria-label={`Rule ${nth + 1}`}>
            <div className={css.ruleHead}>
              <strong className="strong">Rule {nth + 1}</strong>
              <ActionIcon
                aria-label={`Move rule ${nth + 1} up`}
                disabled={nth === 0}
                onClick={() => onChange(moved(value, nth, nth - 1))}
              >
                <IconArrowUp size={15} stroke={1.9} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Move rule ${nth + 1} down`}
                disabled={nth === value.length - 1}
                onClick={() => onChange(moved(value, nth, nth + 1))}
              >
                <IconArrowDown size={15} stroke={1.9} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Remove rule ${nth + 1}`}
                onClick={() => onChange(value.filter((_, at) => at !== nth))}
              >
                <IconX size={15} stroke={1.9} />
              </ActionIcon>
            </div>
            {children(rule, nth, (next) => onChange(value.map((one, at) => (at === nth ? next : one))))}
          </section>
        )}
      </InOrder>
      <Button
        className={css.add ?? ''}
        variant="subtle"
        leftSection={<IconPlus size={15} stroke={1.9} />}
        onClick={() => onChange([...value, fresh()])}
      >
        Add rule
      </Button>
    </div>
  )
}
