import { useQuery } from '@tanstack/react-query'
import {
  type Level,
  type LevelKind,
  type Levels,
  readLevels,
  setLevels,
} from '../../../contract/api/customer-levels.ts'
import { call } from '../../lib/api.ts'
import { answers, ask, wordsOf } from '../../lib/ask.ts'
import { SwitchField } from '../../ui/choices.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useAccount } from '../account.ts'
import css from './customers.module.css'
import { LevelFields } from './LevelFields.tsx'

type Change = Partial<Record<LevelKind, Level>>

/** The two that most operators want to switch, each with its kinds. */
const SWITCHES: { label: string; hint: string; kinds: LevelKind[] }[] = [
  { label: 'Auto-approve lead returns', hint: 'On: a return is booked at once.', kinds: ['return'] },
  { label: 'Auto-approve pause and resume', hint: 'On: both take effect at once.', kinds: ['pause', 'resume'] },
]

function Fields({ levels, onSet, disabled }: { levels: Levels; onSet: (change: Change) => void; disabled: boolean }) {
  return (
    <>
      <Section title="Approval">
        <div className="stack">
          {SWITCHES.map(({ label, hint, kinds }) => (
            <SwitchField
              key={label}
              label={label}
              hint={hint}
              disabled={disabled}
              value={kinds.every((kind) => levels[kind] === 'at_once')}
              onChange={(on) =>
                onSet(Object.fromEntries(kinds.map((kind) => [kind, on ? 'at_once' : 'with_approval'])))
              }
            />
          ))}
        </div>
      </Section>
      <LevelFields value={levels} onChange={(kind, level) => level && onSet({ [kind]: level })} disabled={disabled} />
    </>
  )
}

/** What customers may do by themselves, where nothing else is said of one. Saved as it is chosen. */
export function AccountLevels() {
  const account = useAccount()
  const params = { account: account.id }
  const question = ask(readLevels, { params })
  const asked = useQuery(question)
  const change = useChange(
    (levels: Levels) => call(setLevels, { params, body: { levels } }),
    (reply) => answers.setQueryData(question.queryKey, reply),
  )
  const levels = asked.data?.levels
  return (
    <div className={css.panel}>
      <p className="second">
        What holds for every customer that has nothing else set. A new account asks you about returns and pauses and
        keeps the rest to itself.
      </p>
      {change.isError && <Note tone="neg" strong={wordsOf(change.error)} live />}
      {levels && (
        <Fields
          levels={levels}
          disabled={!account.can.includes('customer.write')}
          onSet={(some) => change.mutate({ ...levels, ...some })}
        />
      )}
      {asked.isPending && <Bones lines={10} />}
      {asked.isError && !levels && (
        <Failed title="The permissions could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </div>
  )
}
