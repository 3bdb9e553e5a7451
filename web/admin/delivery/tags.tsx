import { createContext, type ReactNode, type RefObject, useContext, useMemo, useRef } from 'react'
import { DELIVERY_TAGS, LEAD_TAGS, type Purpose } from '../../../contract/calls.ts'
import type { Secret } from '../../../contract/delivery.ts'
import type { Field } from '../../../contract/fields.ts'
import css from './delivery.module.css'

type Box = HTMLInputElement | HTMLTextAreaElement
type Target = { box: Box; write: (text: string) => void }

const TargetContext = createContext<RefObject<Target | null> | null>(null)

/** The fields inside take the values that are picked below them, where the cursor was last. */
export function TagTarget({ children }: { children: ReactNode }) {
  return <TargetContext.Provider value={useRef<Target | null>(null)}>{children}</TargetContext.Provider>
}

/** What makes a box one that values can be put into. */
export function useTagTarget(write: (text: string) => void) {
  const target = useContext(TargetContext)
  return (event: { currentTarget: Box }) => {
    if (target) target.current = { box: event.currentTarget, write }
  }
}

interface TagGroup {
  title: string
  tags: { name: string; label: string; hidden?: boolean }[]
}

/** Everything that a template may name, in groups. */
export function tagGroups(fields: readonly Field[], secrets: readonly Secret[], purpose: Purpose): TagGroup[] {
  const own = fields
    .filter(({ name }) => name !== '')
    .map(({ name, label, hiddenFromBuyers }) => ({ name, label, hidden: hiddenFromBuyers }))
  const lead = { ...LEAD_TAGS, ...(purpose === 'delivery' ? DELIVERY_TAGS : {}) }
  const kept = secrets.filter(({ name }) => name !== '').map(({ name }) => ({ name: `secret.${name}`, label: name }))
  return [
    { title: 'Fields', tags: own },
    { title: 'The lead itself', tags: Object.entries(lead).map(([name, label]) => ({ name, label })) },
    { title: 'Secrets', tags: kept },
  ].filter(({ tags }) => tags.length > 0)
}

function insert({ box, write }: Target, text: string): void {
  const [from, to] = [box.selectionStart ?? box.value.length, box.selectionEnd ?? box.value.length]
  write(box.value.slice(0, from) + text + box.value.slice(to))
  // once the page has the new value, the cursor stands behind what was put in
  requestAnimationFrame(() => {
    box.focus()
    box.setSelectionRange(from + text.length, from + text.length)
  })
}

/** Values to pick: each is put where the cursor stands. */
export function TagPicker(props: { fields: readonly Field[]; secrets: readonly Secret[]; purpose: Purpose }) {
  const { fields, secrets, purpose } = props
  const target = useContext(TargetContext)
  const groups = useMemo(() => tagGroups(fields, secrets, purpose), [fields, secrets, purpose])
  const anyHidden = fields.some((field) => field.hiddenFromBuyers)
  return (
    <div className={css.tags}>
      {groups.map(({ title, tags }) => (
        <fieldset key={title} className={css.tagGroup}>
          <legend>{title}</legend>
          {tags.map(({ name, label, hidden }) => (
            <button
              key={name}
              type="button"
              className={css.tag}
              title={`{{ ${name} }}`}
              // the field keeps its cursor
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => target?.current && insert(target.current, `{{ ${name} }}`)}
            >
              {label}
              {hidden && <span className="quiet"> (hidden)</span>}
            </button>
          ))}
        </fieldset>
      ))}
      <p className="quiet">
        Click into a field, then pick a value. It can be changed on its way: {'{{ phone | phone: "###-###-####" }}'}.
        {anyHidden && ' Fields marked hidden are not shown to buyers, but are sent if you put them here.'}
      </p>
    </div>
  )
}
