import { IconX } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import type { ListKind } from '../../../contract/lists.ts'
import { normalValue, VALUE_FORMATS } from '../../../contract/values.ts'
import { count } from '../../lib/format.ts'
import { FieldError } from '../fields.tsx'
import css from './values.module.css'

/** More are shown when asked for: a thousand chips are no help to anybody. */
const SHOWN = 40
export const MOST_INLINE = 1_000

export interface Read {
  values: string[]
  refused: string | null
}

/** Adds what was typed or pasted to the values there are, each once, in its normal form. Pure. */
export function readChips(before: readonly string[], text: string, kind: ListKind | undefined): Read {
  const pieces = text.split(/[\n\r\t,;]/).map((piece) => piece.trim())
  const values = [...before]
  const seen = new Set(before.map((value) => value.toLowerCase()))
  let refused: string | null = null
  for (const piece of pieces.filter(Boolean)) {
    const value = kind ? normalValue(kind, piece) : piece.slice(0, 200)
    if (value === undefined) refused ??= piece
    else if (!seen.has(value.toLowerCase())) {
      seen.add(value.toLowerCase())
      values.push(value)
    }
  }
  return { values, refused }
}

function Chip({ value, onRemove }: { value: string; onRemove: () => void }) {
  return (
    <li className={css.chip}>
      <span className="cut">{value}</span>
      <button type="button" aria-label={`Remove ${value}`} onClick={onRemove}>
        <IconX size={13} stroke={2} aria-hidden />
      </button>
    </li>
  )
}

function refusalOf(refused: string, kind: ListKind | undefined): string {
  return `“${refused.slice(0, 40)}” is not ${VALUE_FORMATS[kind ?? 'text']}.`
}

export type ValueChipsProps = {
  label: string
  value: readonly string[]
  onChange: (values: string[]) => void
  /** What values are read as; left out, any text. */
  kind?: ListKind | undefined
  error?: string | undefined
  /** Beside the field: a picker, an upload. */
  aside?: ReactNode
}

/** Values as chips: Enter or a comma adds, a paste adds many, Backspace takes the last one back. */
export function ValueChips({ label, value, onChange, kind, error, aside }: ValueChipsProps) {
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const add = (added: string): void => {
    const read = readChips(value, added, kind)
    const tooMany = read.values.length > MOST_INLINE
    const problem = read.refused !== null ? refusalOf(read.refused, kind) : null
    setRefused(tooMany ? `At most ${count(MOST_INLINE)} values stand in a rule: upload them as a list.` : problem)
    if (tooMany) return
    if (read.values.length > value.length) onChange(read.values)
    setText(read.refused !== null && !/[\n\t,;]/.test(added) ? added : '')
  }
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add(text)
    }
    if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1))
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text')
    if (!/[\n\t,;]/.test(pasted)) return
    event.preventDefault()
    add(text + pasted)
  }
  const shown = all ? value : value.slice(0, SHOWN)
  const said = refused ?? error
  return (
    <div className={css.field}>
      <div className={css.box} data-error={said ? true : undefined}>
        <ul className={css.chips} aria-label={label}>
          {shown.map((one) => (
            <Chip key={one} value={one} onRemove={() => onChange(value.filter((other) => other !== one))} />
          ))}
          {value.length > shown.length && (
            <li>
              <button type="button" className={css.more} onClick={() => setAll(true)}>
                and {count(value.length - shown.length)} more
              </button>
            </li>
          )}
        </ul>
        <input
          aria-label={`Add to ${label}`}
          placeholder={value.length === 0 ? 'Type or paste values' : ''}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
          onPaste={onPaste}
          onBlur={() => text.trim() && add(text)}
        />
        {aside}
      </div>
      {said && (
        <p className={css.error} role="alert">
          <FieldError>{said}</FieldError>
        </p>
      )}
    </div>
  )
}
