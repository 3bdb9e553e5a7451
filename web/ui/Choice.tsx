import { Button, Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './Choice.module.css'
import type { RowChoice } from './rows.ts'

/** The box of one row. `data-choice`: a miss of it does not open the row (rows.ts). */
export function ChoiceBox<Row>({ row, id, choice }: { row: Row; id: string; choice: RowChoice<Row> }) {
  return (
    <span className={css.box} data-choice>
      <Checkbox
        size="xs"
        aria-label={choice.name(row)}
        checked={choice.chosen.has(id)}
        onChange={(event) => choice.choose([id], event.currentTarget.checked)}
      />
    </span>
  )
}

/** The box over the rows: all of them or none. */
export function ChooseAll<Row>({ ids, choice }: { ids: readonly string[]; choice: RowChoice<Row> }) {
  const chosen = ids.filter((id) => choice.chosen.has(id)).length
  const all = ids.length > 0 && chosen === ids.length
  return (
    <span className={css.box}>
      <Checkbox
        size="xs"
        aria-label="Choose all on this page"
        checked={all}
        indeterminate={chosen > 0 && !all}
        onChange={() => choice.choose(ids, !all)}
      />
    </span>
  )
}

/** Takes the filters' place while rows are chosen: how many, what can be done with them, and the way back. */
export function ChoiceBar(props: { count: number; what: string; onClear: () => void; children: ReactNode }) {
  return (
    <div className={css.bar} role="toolbar" aria-label={`${props.count} ${props.what} chosen`}>
      <strong className="strong num">
        {props.count} {props.what} chosen
      </strong>
      {props.children}
      <Button variant="subtle" onClick={props.onClear}>
        Clear
      </Button>
    </div>
  )
}
