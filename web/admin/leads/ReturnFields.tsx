import { RETURN_REASONS } from '../../../contract/api/returns.ts'
import { ChoiceField, TextField } from '../../ui/fields.tsx'

const OTHER = 'other'
const OPTIONS = [
  { value: '', label: 'Choose one' },
  ...RETURN_REASONS.map((reason) => ({ value: reason, label: reason })),
  { value: OTHER, label: 'Another reason' },
]

export interface Saying {
  /** One of the list, or `other`. */
  choice: string
  words: string
  note: string
}
export const NOTHING_SAID: Saying = { choice: '', words: '', note: '' }

/** The reason as it is sent; null while there is none. */
export const reasonOf = ({ choice, words }: Saying): string | null => (choice === OTHER ? words.trim() : choice) || null

/** Why it is returned, which customer and supplier read, and a note that only the team reads. */
export function ReturnFields(props: { saying: Saying; tried: boolean; onChange: (saying: Saying) => void }) {
  const { saying, tried, onChange } = props
  const missing = tried && reasonOf(saying) === null
  const other = saying.choice === OTHER
  return (
    <>
      <ChoiceField
        label="Reason"
        value={saying.choice}
        options={OPTIONS}
        onChange={(choice) => onChange({ ...saying, choice })}
        hint="Customer and supplier read it."
        error={missing && !other ? 'Say why.' : null}
      />
      {other && (
        <TextField
          label="In your words"
          value={saying.words}
          maxLength={200}
          onChange={(event) => onChange({ ...saying, words: event.currentTarget.value })}
          error={missing ? 'Say why.' : null}
        />
      )}
      <TextField
        label="Note, optional"
        value={saying.note}
        maxLength={1_000}
        onChange={(event) => onChange({ ...saying, note: event.currentTarget.value })}
        hint="Only your team reads it."
      />
    </>
  )
}
