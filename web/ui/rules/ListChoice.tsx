import { Button } from '@mantine/core'
import { IconListNumbers, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { type ListCondition, typeIn } from '../../../contract/conditions.ts'
import { listKindOf } from '../../../contract/lists.ts'
import { count } from '../../lib/format.ts'
import { FieldError } from '../fields.tsx'
import type { ConditionPartProps } from './ConditionValue.tsx'
import { faultAt } from './editing.ts'
import { ListDialog } from './ListDialog.tsx'
import css from './values.module.css'

/** The list that a condition names, and the way to another one. */
export function ListChoice(props: ConditionPartProps & { condition: ListCondition }) {
  const { condition, onChange, lists, names, faults } = props
  const [opened, setOpened] = useState(condition.list === '' && lists !== undefined)
  const list = names.listOf(condition.list)
  const address = list && lists?.addressOf?.(list.id)
  const kind = listKindOf(typeIn(names, condition.field) ?? 'text') ?? 'text'
  const error = faultAt(faults, 'list')
  return (
    <div className={css.field}>
      <div className={css.listed}>
        {list && (
          <>
            <IconListNumbers size={16} stroke={1.9} aria-hidden />
            <strong className="strong">{list.name}</strong>
            <span className="quiet num">{count(list.count)} values</span>
            {address && (
              <a href={address} download>
                Download
              </a>
            )}
          </>
        )}
        {lists && (
          <Button
            size="xs"
            leftSection={<IconUpload size={14} stroke={1.9} aria-hidden />}
            onClick={() => setOpened(true)}
          >
            {list ? 'Another list' : 'Choose or upload a list'}
          </Button>
        )}
      </div>
      {error && (
        <p className={css.error}>
          <FieldError>{error}</FieldError>
        </p>
      )}
      {lists && opened && (
        <ListDialog
          kind={kind}
          lists={lists}
          onClose={() => setOpened(false)}
          onChosen={(chosen) => {
            onChange({ ...condition, list: chosen.id })
            setOpened(false)
          }}
        />
      )}
    </div>
  )
}
