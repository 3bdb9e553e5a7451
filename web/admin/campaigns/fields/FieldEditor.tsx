import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { FIELD_FORMATS, type Field, FieldType } from '../../../../contract/fields.ts'
import { CheckField } from '../../../ui/choices.tsx'
import { ChoiceField, TextField } from '../../../ui/fields.tsx'
import { ValueChips } from '../../../ui/rules/ValueChips.tsx'
import css from '../editor.module.css'
import { Labelled } from '../Labelled.tsx'
import { nameFrom, TYPE_WORDS } from './names.ts'

const TYPES = FieldType.options.map((value) => ({ value, label: TYPE_WORDS[value] }))

export interface FieldEditorProps {
  field: Field
  /** What it was saved as; undefined: it is new. */
  saved: Field | undefined
  faultAt: (path: string) => string | undefined
  onChange: (change: Partial<Field>) => void
  onRemove: () => void
}

function Visibility({ field, onChange }: Pick<FieldEditorProps, 'field' | 'onChange'>) {
  return (
    <div className={css.checks}>
      <CheckField label="Required" value={field.required} onChange={(required) => onChange({ required })} />
      <CheckField
        label="Consent field"
        value={field.consent}
        onChange={(consent) => onChange({ consent })}
        hint="Kept exactly as posted, never editable."
      />
      <CheckField
        label="Hidden from API specs"
        value={field.hiddenFromSpecs}
        onChange={(hiddenFromSpecs) => onChange({ hiddenFromSpecs })}
      />
      <CheckField
        label="Hidden from buyers"
        value={field.hiddenFromBuyers}
        onChange={(hiddenFromBuyers) => onChange({ hiddenFromBuyers })}
      />
    </div>
  )
}

/** One field, open in its place. A new one takes its posted name from its label until it gets one of its own. */
export function FieldEditor({ field, saved, faultAt, onChange, onRemove }: FieldEditorProps) {
  const label = (text: string) =>
    onChange(!saved && field.name === nameFrom(field.label) ? { label: text, name: nameFrom(text) } : { label: text })
  const renamed = saved !== undefined && saved.name !== field.name
  return (
    <div className={css.narrow}>
      <TextField
        label="Label"
        value={field.label}
        maxLength={120}
        onChange={(event) => label(event.currentTarget.value)}
        error={faultAt('label')}
      />
      <TextField
        label="Posted as"
        value={field.name}
        maxLength={64}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={faultAt('name')}
        hint={
          renamed
            ? `Suppliers must post ${field.name} instead of ${saved.name} once this is saved; rules and templates that name it too.`
            : 'The key that suppliers post.'
        }
      />
      <ChoiceField
        label="Type"
        value={field.type}
        onChange={(type) => onChange({ type: FieldType.parse(type) })}
        options={TYPES}
        error={faultAt('type')}
        hint={FIELD_FORMATS[field.type]}
      />
      {field.type === 'list' && (
        <Labelled label="Allowed values">
          <ValueChips
            label="Allowed values"
            value={field.allowed}
            onChange={(allowed) => onChange({ allowed })}
            error={faultAt('allowed')}
          />
        </Labelled>
      )}
      <TextField
        label="Description (optional)"
        value={field.description}
        maxLength={500}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
        error={faultAt('description')}
        hint="Suppliers read it in the API specs."
      />
      <Visibility field={field} onChange={onChange} />
      <div className="line">
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconTrash size={15} stroke={1.9} aria-hidden />}
          onClick={onRemove}
        >
          Remove this field
        </Button>
      </div>
    </div>
  )
}
