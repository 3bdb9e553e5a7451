import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listApiKeys, revokeApiKey } from '../../../contract/api/keys.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Drawer } from '../../ui/Drawer.tsx'
import { listState } from '../../ui/ListState.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { NewKey } from './NewKey.tsx'
import { scopeName } from './words.ts'

type Key = Reply<typeof listApiKeys>['items'][number]

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor), key: word(raw.key) })

function Revoking({ apiKey, onClose, onDone }: { apiKey: Key; onClose: () => void; onDone: () => void }) {
  const account = useAccount()
  const params = { account: account.id, key: apiKey.id }
  const change = useChange(() => call(revokeApiKey, { params }), onDone)
  return (
    <Dialog title={`Revoke ${apiKey.name}`} opened onClose={onClose}>
      <div className="stack">
        {change.error && <Note tone="neg" strong={wordsOf(change.error)} live />}
        <p className="second">
          Programs that use the key ending in <span className="mono">{apiKey.hint}</span> are refused from their next
          request on. This cannot be undone.
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={change.isPending} onClick={() => change.mutate(undefined)}>
            Revoke
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}

function KeyDrawer({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const account = useAccount()
  const now = useNow()
  const [revoking, setRevoking] = useState(false)
  return (
    <Drawer
      title={apiKey.name}
      lead={
        <p className="quiet">
          Ends in {apiKey.hint}, made by {apiKey.createdBy}, {when(apiKey.createdAt, account.zone, now)}
        </p>
      }
      onClose={onClose}
      actions={<Button onClick={() => setRevoking(true)}>Revoke</Button>}
    >
      <h3>May</h3>
      <ul>
        {apiKey.scopes.map((scope) => (
          <li key={scope} className="after">
            {scopeName(scope)} <span className="quiet mono">{scope}</span>
          </li>
        ))}
      </ul>
      {revoking && <Revoking apiKey={apiKey} onClose={() => setRevoking(false)} onDone={onClose} />}
    </Drawer>
  )
}

/** How the operator's own programs come in. */
export function KeysPage() {
  const account = useAccount()
  const now = useNow()
  const [making, setMaking] = useState(false)
  const { state, set, href } = useUrlState(readAddress)
  const { cursor, key } = state
  const asked = useQuery(ask(listApiKeys, { params: { account: account.id }, query: { cursor } }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next, key: undefined }))
  const used = (row: Key) => (row.lastUsedAt ? when(row.lastUsedAt, account.zone, now) : 'Never')
  const columns = useMemo(
    (): Column<Key>[] => [
      { id: 'name', head: 'Name', name: true, cut: true, cell: (row) => row.name },
      { id: 'hint', head: 'Ends in', cell: (row) => <span className="mono">{row.hint}</span> },
      { id: 'scopes', head: 'May', cut: true, cell: (row) => row.scopes.map(scopeName).join(', ') },
      { id: 'by', head: 'Made by', cut: true, cell: (row) => row.createdBy },
      {
        id: 'used',
        head: 'Last used',
        cell: (row) => (
          <span className="second">{row.lastUsedAt ? when(row.lastUsedAt, account.zone, now) : 'Never'}</span>
        ),
      },
    ],
    [account.zone, now],
  )
  const make = (
    <Button variant="filled" onClick={() => setMaking(true)}>
      New key
    </Button>
  )
  const open = asked.data?.items.find((row) => row.id === key)
  return (
    <Page title="API keys" actions={make} flush>
      <Table
        label="API keys"
        columns={columns}
        rows={asked.data?.items}
        id={(row) => row.id}
        current={key}
        link={{ href: (row) => href({ key: row.id }), open: (row, how) => set({ key: row.id }, how) }}
        phone={(row) => ({ title: row.name, aside: used(row), detail: `ends in ${row.hint}` })}
        flush
        instead={listState(asked, {
          what: 'API keys',
          filtered: false,
          onClear: () => set({}),
          empty: 'A key lets a program of yours read figures, fetch leads or return them, as far as you allow.',
          action: make,
        })}
      />
      <Pager {...pager} />
      {making && <NewKey onClose={() => setMaking(false)} />}
      {open && <KeyDrawer key={open.id} apiKey={open} onClose={() => set({ key: undefined })} />}
    </Page>
  )
}
