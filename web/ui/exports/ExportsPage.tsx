import { ActionIcon, Button } from '@mantine/core'
import { IconBan, IconDownload, IconTrash } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Export, ExportState } from '../../../contract/api/exports.ts'
import { wordsOf } from '../../lib/ask.ts'
import { count, size, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Dialog, DialogActions } from '../Dialog.tsx'
import { listState } from '../ListState.tsx'
import { useChange } from '../login/login.ts'
import { Note } from '../Note.tsx'
import { Page } from '../Page.tsx'
import { Pager } from '../Pager.tsx'
import type { Column } from '../rows.ts'
import { type State, Status } from '../Status.tsx'
import { Table } from '../Table.tsx'

interface Listed {
  items: Export[]
  next: string | null
}
/** The side's own endpoints. */
export interface ExportApi {
  useList: (cursor: string | undefined) => UseQueryResult<Listed>
  cancel: (id: string) => Promise<unknown>
  remove: (id: string) => Promise<unknown>
  file: (id: string) => string
}

const STATES: Record<ExportState, { state: State; word: string }> = {
  waiting: { state: 'pending', word: 'Waiting' },
  running: { state: 'in_process', word: 'Being made' },
  done: { state: 'active', word: 'Ready' },
  cancelled: { state: 'cancelled', word: 'Cancelled' },
  failed: { state: 'failed', word: 'Failed' },
}
const OVER = { state: 'archived', word: 'Deleted after 7 days' } as const

const isOpen = ({ state }: Export): boolean => state === 'waiting' || state === 'running'
const EVERY_MS = 1_500
/** How soon a list is asked again: at once and again while one of its files is being made. */
export const untilMade = ({ state }: { state: { data: Listed | undefined } }): number | false =>
  state.data?.items.some(isOpen) ? EVERY_MS : false

const badgeOf = (one: Export) => (one.state === 'done' && one.until === null ? OVER : STATES[one.state])

/** How far it is, and how large it became. */
function extentOf({ state, done, bytes, format }: Export): string {
  if (state === 'waiting') return '–'
  const rows = done === 1 ? '1 row' : `${count(done)} rows`
  return bytes === null ? rows : `${rows}, ${size(bytes)} ${format.toUpperCase()}`
}

const times = (downloads: number): string =>
  downloads === 0 ? 'not yet' : downloads === 1 ? 'once' : `${count(downloads)} times`

/** To whom it was told, and how often each fetched it. */
function Told({ one }: { one: Export }) {
  if (one.problem) return <span className="second">{one.problem}</span>
  if (one.links.length === 0) return <span className="quiet">–</span>
  return (
    <span className="second cut">
      {one.links.map(({ email, downloads }) => `${email}: ${times(downloads)}`).join(' · ')}
    </span>
  )
}

type Acting = { cancel: (one: Export) => void; remove: (one: Export) => void; file: (id: string) => string }

function Actions({ one, on }: { one: Export; on: Acting }) {
  return (
    <span className="line end">
      {one.until !== null && (
        <Button component="a" href={on.file(one.id)} download aria-label={`Download ${one.name}`}>
          Download
        </Button>
      )}
      {isOpen(one) ? (
        <Button onClick={() => on.cancel(one)} aria-label={`Cancel ${one.name}`}>
          Cancel
        </Button>
      ) : (
        <Button onClick={() => on.remove(one)} aria-label={`Delete ${one.name}`}>
          Delete
        </Button>
      )}
    </span>
  )
}

/** The same by signs, on a phone. */
function Signs({ one, on }: { one: Export; on: Acting }) {
  return (
    <span className="line">
      {one.until !== null && (
        <ActionIcon component="a" href={on.file(one.id)} download aria-label={`Download ${one.name}`}>
          <IconDownload size={17} stroke={1.9} />
        </ActionIcon>
      )}
      {isOpen(one) ? (
        <ActionIcon onClick={() => on.cancel(one)} aria-label={`Cancel ${one.name}`}>
          <IconBan size={17} stroke={1.9} />
        </ActionIcon>
      ) : (
        <ActionIcon onClick={() => on.remove(one)} aria-label={`Delete ${one.name}`}>
          <IconTrash size={17} stroke={1.9} />
        </ActionIcon>
      )}
    </span>
  )
}

function columnsOf(zone: string, now: number, on: Acting): Column<Export>[] {
  return [
    { id: 'name', head: 'Name', name: true, cut: true, cell: (one) => one.name },
    { id: 'state', head: 'State', cell: (one) => <Status {...badgeOf(one)} /> },
    { id: 'extent', head: 'Holds', cell: (one) => <span className="num">{extentOf(one)}</span> },
    { id: 'told', head: 'Downloaded by link', cut: true, cell: (one) => <Told one={one} /> },
    { id: 'by', head: 'By', cut: true, cell: (one) => <span className="second">{one.by}</span> },
    { id: 'at', head: 'Asked', cell: (one) => <span className="second">{when(one.createdAt, zone, now)}</span> },
    { id: 'file', head: 'File', align: 'end', cell: (one) => <Actions one={one} on={on} /> },
  ]
}

function DeleteDialog({ one, api, onClose }: { one: Export; api: ExportApi; onClose: () => void }) {
  const removing = useChange(() => api.remove(one.id), onClose)
  return (
    <Dialog title={`Delete “${one.name}”?`} opened onClose={onClose}>
      <div className="stack">
        {removing.error && <Note tone="neg" strong={wordsOf(removing.error)} live />}
        <p>
          {one.until === null
            ? 'It disappears from this list.'
            : 'Its file is deleted, and the links that were mailed open nothing any more.'}
        </p>
        <DialogActions>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="filled" loading={removing.isPending} onClick={() => removing.mutate(undefined)}>
            Delete it
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })
/** Files that were asked for: how far they are, and what became of them. */
export function ExportsPage({ api, zone }: { api: ExportApi; zone: string }) {
  const now = useNow()
  const { state, set } = useUrlState(readAddress)
  const asked = api.useList(state.cursor)
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const [deleting, setDeleting] = useState<Export>()
  const cancelling = useChange((one: Export) => api.cancel(one.id))
  const { mutate: cancel } = cancelling
  const on = useMemo(() => ({ cancel, remove: setDeleting, file: api.file }), [cancel, api])
  const columns = useMemo(() => columnsOf(zone, now, on), [zone, now, on])
  return (
    <Page title="Exports" flush>
      {cancelling.error && <Note tone="neg" strong={wordsOf(cancelling.error)} live />}
      <Table
        label="Exports"
        columns={columns}
        rows={asked.data?.items}
        id={(one) => one.id}
        phone={(one) => ({
          title: one.name,
          amount: <Signs one={one} on={on} />,
          detail: <span className="num">{extentOf(one)}</span>,
          aside: <Status {...badgeOf(one)} />,
        })}
        flush
        instead={listState(asked, {
          what: 'exports',
          filtered: state.cursor !== undefined,
          onClear: () => set({ cursor: undefined }),
          empty: 'Export leads from their list: the file is made in the background and kept here for 7 days.',
        })}
      />
      <Pager {...pager} />
      {deleting && <DeleteDialog one={deleting} api={api} onClose={() => setDeleting(undefined)} />}
    </Page>
  )
}
