import { Button, Popover } from '@mantine/core'
import type { PartDifference } from '../../../../contract/differences.ts'
import type { Fault } from '../../../../contract/faults.ts'
import { count } from '../../../lib/format.ts'
import { useUrlState, word } from '../../../lib/url-state.ts'
import { useDraft } from './Draft.tsx'
import { placeOfPath } from './places.ts'
import css from './SaveBar.module.css'

const read = (raw: Record<string, unknown>) => ({
  tab: word(raw.tab),
  buyer: word(raw.buyer),
  supplier: word(raw.supplier),
})

const inWords = (changes: readonly PartDifference[]) =>
  changes
    .flatMap(({ name, lines }) =>
      lines.map(({ what, before, after }) =>
        before !== null && after !== null
          ? `${name}: ${what} ${before} → ${after}`
          : `${name}: ${what} ${after === null ? 'removed' : 'added'}`,
      ),
    )
    .join(' · ')

function Changes({ changes }: { changes: readonly PartDifference[] }) {
  return (
    <div className={css.changes}>
      {changes.map((part) => (
        <section key={`${part.part}${part.id}`}>
          <h3>{part.name}</h3>
          <ul>
            {part.lines.map((line) => (
              <li key={`${line.what}${line.before}${line.after}`}>
                <span>{line.what}</span>
                <span className="quiet">{line.before ?? 'not there'}</span>
                <span className="strong">{line.after ?? 'removed'}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** After the page has gone to the place, the first field at fault is led to. */
const leadToFault = () =>
  setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid="true"], [data-error="true"]')?.focus(), 80)

function Faults({ faults }: { faults: readonly Fault[] }) {
  const { set } = useUrlState(read)
  const [first] = faults
  if (!first) return null
  const go = () => {
    set({ buyer: undefined, supplier: undefined, ...placeOfPath(first.path) }, { replace: true })
    leadToFault()
  }
  return (
    <p className={css.faults} role="alert">
      Not saved: {faults.length > 1 ? `${faults.length} places are` : 'one place is'} not right yet.{' '}
      <button type="button" className={css.link} onClick={go}>
        {faults.length > 1 ? 'Show the first' : 'Show it'}
      </button>
    </p>
  )
}

/** One strip for all that is changed on the page's tabs: how much, what, and the one thing to do. */
export function SaveBar() {
  const { count: changed, changes, faults, failure, saving, save, discard } = useDraft()
  if (changed === 0) return null
  return (
    <section className={css.bar} aria-label="Unsaved changes">
      <div className={css.said}>
        <Popover position="top-start" trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className={css.count}>
              {changed === 1 ? '1 change' : `${count(changed)} changes`}
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label="What changes">
            <Changes changes={changes} />
          </Popover.Dropdown>
        </Popover>
        {faults.length > 0 ? (
          <Faults faults={faults} />
        ) : failure ? (
          <p className={css.faults} role="alert">
            {failure} Nothing was saved.
          </p>
        ) : (
          <p className="quiet cut">{inWords(changes)}</p>
        )}
      </div>
      <Button onClick={discard} disabled={saving}>
        Discard
      </Button>
      <Button variant="filled" onClick={save} loading={saving}>
        Save
      </Button>
    </section>
  )
}
