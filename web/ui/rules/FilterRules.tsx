import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Filter } from '../../../contract/conditions.ts'
import { shutFilters } from '../../../contract/reach.ts'
import { Segments } from '../RangePicker.tsx'
import { freshRule } from './editing.ts'
import type { FilterRulesProps } from './props.ts'
import type { CardWarning } from './RuleCard.tsx'
import { RuleList } from './RuleList.tsx'
import css from './rules.module.css'
import { useRules } from './useRules.ts'

const MODES = [
  { value: 'allow', label: 'Allow' },
  { value: 'block', label: 'Block' },
] as const

function Mode({ mode }: Pick<Filter, 'mode'>) {
  return (
    <span className={css.mode} data-mode={mode}>
      {mode === 'allow' ? 'Allow' : 'Block'}
    </span>
  )
}

function warningAt(at: number, filters: readonly Filter[]): CardWarning | undefined {
  const shut = shutFilters(filters)[at]
  if (!shut) return undefined
  if (shut.kind === 'impossible') return { text: 'No lead passes: its conditions exclude each other.' }
  const other = `filter ${shut.other + 1}`
  return shut.kind === 'excludes'
    ? { text: `No lead passes: it excludes ${other}, and a lead must pass every Allow.` }
    : { text: `No lead passes: ${other} blocks all that this one allows.` }
}

/** A lead passes when every Allow matches and no Block does. */
export function FilterRules(props: FilterRulesProps) {
  const { value, onChange, fields, readOnly } = props
  const actions = useRules(value, onChange)
  return (
    <div className={css.rules}>
      {value.length === 0 && <p className="quiet">No filter: every lead passes.</p>}
      <RuleList
        {...props}
        value={value}
        actions={actions}
        noun="Filter"
        lead={(filter) => <Mode mode={filter.mode} />}
        head={(filter, _at, change) => (
          <div>
            <Segments
              label="Allow or block"
              value={filter.mode}
              options={MODES}
              onChange={(mode) => change({ ...filter, mode })}
            />
          </div>
        )}
        warningOf={(at) => warningAt(at, value)}
      />
      {!readOnly && (
        <div>
          <Button
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => actions.add({ mode: 'allow', conditions: [freshRule(fields)] })}
          >
            Filter
          </Button>
        </div>
      )}
    </div>
  )
}
