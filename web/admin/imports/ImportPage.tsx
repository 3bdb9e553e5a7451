import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  continueImport,
  type ImportDetails,
  type ImportState,
  pauseImport,
  readImport,
  runImport,
  stopImport,
} from '../../../contract/api/imports.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { count } from '../../lib/format.ts'
import { usePathParam } from '../../lib/router.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Note } from '../../ui/Note.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { Status } from '../../ui/Status.tsx'
import { Steps } from '../../ui/Steps.tsx'
import { useAccount } from '../account.ts'
import { FaultList } from './FaultList.tsx'
import css from './imports.module.css'
import { MappingForm } from './MappingForm.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { STEPS } from './steps.ts'
import { badgeOf, KINDS } from './words.ts'

const moves = (details: ImportDetails | undefined): boolean =>
  details?.state === 'checking' || details?.state === 'running'

const STEP: Partial<Record<ImportState, number>> = { uploading: 0, ready: 1, checking: 2, checked: 2 }
const stepOf = ({ state, phase }: ImportDetails): number => STEP[state] ?? (phase === 'check' ? 2 : 3)

const ACTIONS = { run: runImport, pause: pauseImport, continue: continueImport, stop: stopImport } as const
type Action = keyof typeof ACTIONS

/** Buttons by what may be done now; the last press is what a failure is told of. */
function useActions(account: number, details: ImportDetails, again: () => void) {
  const acting = useMutation({
    mutationFn: (action: Action) => call(ACTIONS[action], { params: { account, import: details.id } }),
    onSettled: again,
  })
  return { act: (action: Action) => acting.mutate(action), busy: acting.isPending, error: acting.error }
}

function StopButton({ onStop, phase }: { onStop: () => void; phase: 'check' | 'run' }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>Stop</Button>
      <Dialog title="Stop this import?" opened={asking} onClose={() => setAsking(false)}>
        <p>
          {phase === 'run' ? 'What was brought in stays. It cannot go on afterwards.' : 'Nothing was brought in yet.'}
        </p>
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button
            variant="filled"
            onClick={() => {
              setAsking(false)
              onStop()
            }}
          >
            Stop the import
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

function Figures({ total, done, faulty, phase }: ImportDetails) {
  const rows: [string, number][] = [
    ['Rows', total],
    [phase === 'check' ? 'Good' : 'Imported', done - faulty],
    [phase === 'check' ? 'With faults' : 'Left out', faulty],
  ]
  return (
    <dl className={css.figures}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{count(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

const resultHref = (account: number, id: string, only: 'all' | 'faulty') =>
  `/api/console/${account}/imports/${id}/result.csv?only=${only}`

function Buttons({ account, details, again }: { account: number; details: ImportDetails; again: () => void }) {
  const { act, busy, error } = useActions(account, details, again)
  const { state, done, faulty, phase } = details
  const ended = state === 'done' || state === 'stopped' || state === 'checked'
  const good = done - faulty
  return (
    <>
      {error && (
        <Note tone="neg" strong="That was not possible." live>
          {wordsOf(error)}
        </Note>
      )}
      <div className={css.buttons}>
        {state === 'checked' && good > 0 && (
          <Button variant="filled" loading={busy} onClick={() => act('run')}>
            {`Import ${count(good)} ${good === 1 ? 'row' : 'rows'}`}
          </Button>
        )}
        {moves(details) && <Button onClick={() => act('pause')}>Pause</Button>}
        {(state === 'paused' || state === 'failed') && (
          <Button variant="filled" loading={busy} onClick={() => act('continue')}>
            Continue
          </Button>
        )}
        {(moves(details) || state === 'paused') && <StopButton phase={phase} onStop={() => act('stop')} />}
        {ended && !details.fileGone && (
          <Button
            component="a"
            href={resultHref(account, details.id, 'all')}
            leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}
          >
            Every row with its result
          </Button>
        )}
        {ended && faulty > 0 && !details.fileGone && (
          <Button
            component="a"
            href={resultHref(account, details.id, 'faulty')}
            leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}
          >
            Only rows with faults
          </Button>
        )}
      </div>
    </>
  )
}

function Words({ details }: { details: ImportDetails }) {
  const { state, phase, faulty, total } = details
  if (state === 'failed')
    return (
      <Note tone="neg" strong="It failed.">
        {details.problem}
      </Note>
    )
  if (state === 'checked' && faulty === total)
    return (
      <Note tone="neg" strong="No row is good.">
        Choose other columns, or correct the file and begin again.
      </Note>
    )
  if (state === 'checked' && faulty > 0)
    return (
      <Note tone="warn" strong="Rows with faults stay out.">
        Import the good ones now and the corrected ones later, or correct the file and begin again.
      </Note>
    )
  if (state === 'checked') return <Note tone="pos" strong="Every row is good." />
  if (state === 'done' && phase === 'run')
    return (
      <Note tone="pos" strong="Done.">
        Figures count these on their own dates.
      </Note>
    )
  return null
}

function Body({ account, details, again }: { account: number; details: ImportDetails; again: () => void }) {
  const [changing, setChanging] = useState(false)
  if (details.state === 'uploading')
    return (
      <Note tone="warn" strong="The upload was cut off.">
        Begin again with the same file; nothing of it was brought in.
      </Note>
    )
  if (details.state === 'ready' || (changing && details.state === 'checked')) {
    const started = () => {
      setChanging(false)
      again()
    }
    return <MappingForm account={account} details={details} onStarted={started} />
  }
  const { total, done } = details
  return (
    <>
      <Figures {...details} />
      {(moves(details) || details.state === 'paused') && (
        <ProgressLine label={details.phase === 'check' ? 'Dry run' : 'Import'} value={done} of={total}>
          {`${count(done)} of ${count(total)} rows. You may close this page.`}
        </ProgressLine>
      )}
      <Buttons account={account} details={details} again={again} />
      <Words details={details} />
      {details.state === 'checked' && (
        <div className={css.buttons}>
          <Button variant="subtle" onClick={() => setChanging(true)}>
            Change the columns
          </Button>
        </div>
      )}
      {details.faulty > 0 && (
        <Section title="Rows with faults">
          <FaultList account={account} id={details.id} moving={moves(details)} />
        </Section>
      )}
    </>
  )
}

/** One import, from its columns to its result. */
export function ImportPage() {
  const account = useAccount()
  const id = usePathParam('import')
  const memory = useQueryClient()
  const question = ask(readImport, { params: { account: account.id, import: id } })
  const asked = useQuery({ ...question, refetchInterval: ({ state }) => (moves(state.data) ? 1_000 : false) })
  const details = asked.data
  const again = () => void memory.invalidateQueries({ queryKey: question.queryKey })
  const back = { to: `/${account.id}/imports`, label: 'Imports' }
  if (!details)
    return (
      <Page title="Import" back={back}>
        {asked.isError ? (
          <Failed title="The import could not be read" onRetry={() => void asked.refetch()}>
            {wordsOf(asked.error)}
          </Failed>
        ) : (
          <Bones />
        )}
      </Page>
    )
  const fact = `${KINDS[details.kind]}${details.campaign ? ` into ${details.campaign.name}` : ''}, by ${details.by}`
  return (
    <Page title={details.fileName} fact={fact} back={back} actions={<Status {...badgeOf(details)} />}>
      <Steps names={STEPS} at={stepOf(details)} />
      <Body key={details.state === 'ready' ? 'ready' : 'later'} account={account.id} details={details} again={again} />
    </Page>
  )
}
