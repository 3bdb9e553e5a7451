import {
  askedKinds,
  type Level,
  type LevelKind,
  levels,
  levelsOf,
  plainKinds,
} from '../../../contract/api/customer-levels.ts'
import { oneOf } from '../../lib/url-state.ts'
import { ChoiceField } from '../../ui/fields.tsx'
import { Section } from '../../ui/Page.tsx'
import css from './customers.module.css'
import { LEVEL_KINDS, levelWord } from './words.ts'

/** What follows the account stands under this. */
const INHERITED = 'account'

interface FieldsProps {
  /** Null: as in the account. */
  value: Readonly<Record<LevelKind, Level | null>>
  onChange: (kind: LevelKind, level: Level | null) => void
  /** What holds where a customer has none of its own; left out for the account's own. */
  account?: Readonly<Record<LevelKind, Level>>
  disabled?: boolean
}

function Field({ kind, value, onChange, account }: FieldsProps & { kind: LevelKind }) {
  const choices = levelsOf(kind)
  const word = (level: Level) => levelWord(level, choices)
  const own = choices.map((level) => ({ value: level, label: word(level) }))
  const inherited = account && { value: INHERITED, label: `As in the account: ${word(account[kind]).toLowerCase()}` }
  return (
    <ChoiceField
      label={LEVEL_KINDS[kind].name}
      hint={LEVEL_KINDS[kind].hint}
      value={value[kind] ?? INHERITED}
      options={inherited ? [inherited, ...own] : own}
      onChange={(text) => onChange(kind, oneOf(text, levels) ?? null)}
    />
  )
}

/** One choice a kind: what is asked for, then what is allowed or not. */
export function LevelFields(props: FieldsProps) {
  const fields = (kinds: readonly LevelKind[]) => (
    <fieldset className={css.levels} disabled={props.disabled}>
      {kinds.map((kind) => (
        <Field key={kind} kind={kind} {...props} />
      ))}
    </fieldset>
  )
  return (
    <>
      <Section title="Changes">{fields(askedKinds)}</Section>
      <Section title="Pages">{fields(plainKinds)}</Section>
    </>
  )
}
