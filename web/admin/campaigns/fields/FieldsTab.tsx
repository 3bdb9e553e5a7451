import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Field } from '../../../../contract/fields.ts'
import { moved, Sortable } from '../../../ui/Sortable.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { FieldEditor } from './FieldEditor.tsx'
import fieldsCss from './fields.module.css'
import { hiddenInWords, newField, TYPE_WORDS } from './names.ts'
import { SystemFields } from './SystemFields.tsx'

/** A field is known by its place while its name is being written. */
function useFields() {
  const { base, settings, editCampaign } = useDraft()
  const { fields } = settings.campaign
  const [open, setOpen] = useState<number | null>(null)
  const write = (next: Field[]) => editCampaign({ fields: next })
  return {
    fields,
    savedAs: (field: Field, at: number) =>
      base.campaign.fields.find(({ name }) => name === field.name) ??
      (fields.length === base.campaign.fields.length ? base.campaign.fields[at] : undefined),
    open,
    toggle: (at: number) => setOpen(open === at ? null : at),
    add: () => {
      write([...fields, newField()])
      setOpen(fields.length)
    },
    change: (at: number, change: Partial<Field>) =>
      write(fields.map((field, nth) => (nth === at ? { ...field, ...change } : field))),
    remove: (at: number) => {
      write(fields.filter((_, nth) => nth !== at))
      setOpen(null)
    },
    move: (from: number, to: number) => {
      write(moved(fields, from, to))
      setOpen(null)
    },
  }
}

function Facts({ field }: { field: Field }) {
  const hidden = hiddenInWords(field)
  return (
    <span className={fieldsCss.facts}>
      <span className="mono quiet">{field.name}</span>
      <span className="second">{TYPE_WORDS[field.type]}</span>
      {field.required ? <span className="strong">Required</span> : <span className="quiet">optional</span>}
      {field.consent && <span className="quiet">consent</span>}
      {hidden && <span className="quiet">{hidden}</span>}
    </span>
  )
}

/** What a lead is made of, in the order in which specs and lead views show it. */
export function FieldsTab() {
  const { canWrite, faultsUnder } = useDraft()
  const { fields, savedAs, open, toggle, add, change, remove, move } = useFields()
  const faults = faultsUnder('campaign.fields')
  const faultAt = (at: number) => (path: string) =>
    faults.find((fault) => fault.path === `${at}.${path}` || fault.path.startsWith(`${at}.${path}.`))?.message
  const isFaulty = (at: number) => faults.some((fault) => fault.path.startsWith(`${at}.`))
  return (
    <div className={css.wide}>
      <div>
        <div className={css.head}>
          <p className="quiet">What suppliers post. Anything else in a post is dropped.</p>
          {canWrite && (
            <Button leftSection={<IconPlus size={15} stroke={2} aria-hidden />} onClick={add}>
              Add field
            </Button>
          )}
        </div>
        <Sortable
          label="Fields"
          items={fields}
          id={(field) => String(fields.indexOf(field))}
          name={(field) => field.label || 'the new field'}
          onMove={move}
          fixed={!canWrite}
        >
          {(field, at) => (
            <>
              <div className={css.rowMain}>
                <button
                  type="button"
                  className={css.rowTitle}
                  aria-expanded={open === at}
                  disabled={!canWrite}
                  onClick={() => toggle(at)}
                >
                  {field.label || 'New field'}
                </button>
                <Facts field={field} />
              </div>
              {(open === at || isFaulty(at)) && (
                <div className={fieldsCss.open}>
                  <FieldEditor
                    field={field}
                    saved={savedAs(field, at)}
                    faultAt={faultAt(at)}
                    onChange={(next) => change(at, next)}
                    onRemove={() => remove(at)}
                  />
                </div>
              )}
            </>
          )}
        </Sortable>
      </div>
      <SystemFields />
    </div>
  )
}
