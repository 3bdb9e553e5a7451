import type { Purpose } from '../../../contract/calls.ts'
import type { Body, Call } from '../../../contract/delivery.ts'
import { Fold, Folds } from '../../ui/Fold.tsx'
import { ChoiceField } from '../../ui/fields.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import css from './delivery.module.css'
import { Entries } from './Entries.tsx'
import type { EditorProps } from './props.ts'
import { Secrets } from './Secrets.tsx'
import { bodyOf } from './starts.ts'
import { TemplateField } from './TemplateField.tsx'
import { Transformers } from './Transformers.tsx'
import { TagPicker, TagTarget } from './tags.tsx'

const METHODS = ['POST', 'PUT', 'GET'].map((value) => ({ value, label: value }))
const FORMATS: { value: Body['format']; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'form', label: 'Form' },
  { value: 'xml', label: 'XML' },
  { value: 'none', label: 'Nothing' },
]

type Props = EditorProps<Call> & {
  purpose: Purpose
  seconds: number
  onSeconds: (seconds: number) => void
  secondsFault: string | undefined
}

const counted = (n: number, one: string) => (n === 0 ? 'none' : n === 1 ? `1 ${one}` : `${n} ${one}s`)

function BodyPart({ value, onChange, faultAt, fields, purpose }: Props) {
  const { body } = value
  const set = (next: Body) => onChange({ ...value, body: next })
  return (
    <div className="stack">
      <fieldset className={css.formats}>
        <legend>Body</legend>
        {FORMATS.map(({ value: format, label }) => (
          <button
            key={format}
            type="button"
            aria-pressed={body.format === format}
            onClick={() => body.format !== format && set(bodyOf(format, fields, purpose))}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {body.format === 'form' && (
        <Entries
          what="Form value"
          value={body.entries}
          onChange={(entries) => set({ ...body, entries })}
          faultAt={(path) => faultAt(`body.entries.${path}`)}
          empty="The form is empty."
        />
      )}
      {(body.format === 'json' || body.format === 'xml') && (
        <TemplateField
          label={body.format === 'json' ? 'JSON to send' : 'XML to send'}
          lines={8}
          value={body.template}
          onChange={(template) => set({ ...body, template })}
          error={faultAt('body.template')}
          hint="Values are written so that they fit: quotes, line ends and signs are taken care of."
        />
      )}
    </div>
  )
}

/** One HTTP call: where to, with what. */
export function CallEditor(props: Props) {
  const { value, onChange, faultAt, fields, purpose, seconds, onSeconds, secondsFault } = props
  const change = (part: Partial<Call>) => onChange({ ...value, ...part })
  const under = (place: string) => (path: string) => faultAt(`${place}.${path}`)
  return (
    <TagTarget>
      <div className="stack">
        <div className={css.address}>
          <ChoiceField
            label="Method"
            value={value.method}
            onChange={(method) => change({ method: method === 'GET' ? 'GET' : method === 'PUT' ? 'PUT' : 'POST' })}
            options={METHODS}
          />
          <TemplateField
            label="Address"
            placeholder="https://"
            value={value.url}
            onChange={(url) => change({ url })}
            error={faultAt('url')}
          />
          <NumberField label="Time-out" suffix="s" value={seconds} onChange={onSeconds} error={secondsFault} />
        </div>
        {value.method !== 'GET' && <BodyPart {...props} />}
        <TagPicker fields={fields} secrets={value.secrets} purpose={purpose} />
        <Folds>
          <Transformers />
          <Fold title="In the address" summary={counted(value.query.length, 'value')} open={value.query.length > 0}>
            <Entries
              what="Value"
              value={value.query}
              onChange={(query) => change({ query })}
              faultAt={under('query')}
              empty="Nothing is added behind the address."
            />
          </Fold>
          <Fold title="Headers" summary={counted(value.headers.length, 'header')} open={value.headers.length > 0}>
            <Entries
              what="Header"
              value={value.headers}
              onChange={(headers) => change({ headers })}
              faultAt={under('headers')}
              empty="Content type and the like are set by themselves."
            />
          </Fold>
          <Fold title="Secrets" summary={counted(value.secrets.length, 'secret')} open={value.secrets.length > 0}>
            <Secrets value={value.secrets} onChange={(secrets) => change({ secrets })} faultAt={under('secrets')} />
          </Fold>
        </Folds>
      </div>
    </TagTarget>
  )
}
