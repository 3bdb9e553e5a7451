import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { changeColleague, listColleagues, ownInvitations, removeColleague } from '../../../contract/api/team.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { EditCustomerUser, InviteCustomerUser } from '../../ui/people/CustomerUserDialogs.tsx'
import { roleWords } from '../../ui/people/roles.ts'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useMe } from '../me.ts'
import css from './company.module.css'
import { Invited } from './Invited.tsx'

type Colleague = Reply<typeof listColleagues>['items'][number]

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor), user: word(raw.user) })

function columnsOf(zone: string, now: number): Column<Colleague>[] {
  return [
    { id: 'name', head: 'Name', name: true, cut: true, cell: (user) => user.name },
    { id: 'email', head: 'E-mail', cut: true, cell: (user) => user.email },
    { id: 'role', head: 'Role', cell: roleWords },
    { id: 'since', head: 'Since', cell: (user) => <span className="second">{day(user.since, zone, now)}</span> },
  ]
}

/** Who signs in for the company, what each may do, and who was asked in. */
export function UsersPage() {
  const me = useMe()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const [inviting, setInviting] = useState(false)
  const may = me.can.includes('portal.user.write')
  const asked = useQuery(ask(listColleagues, { query: { cursor: state.cursor } }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor, user: undefined }))
  const columns = useMemo(() => columnsOf(me.zone, now), [me.zone, now])
  const editing = asked.data?.items.find(({ id }) => id === state.user)
  const link = { href: (user: Colleague) => href({ user: user.id }), open: (user: Colleague) => set({ user: user.id }) }
  return (
    <Page
      title="Users"
      flush
      actions={
        may && (
          <Button variant="filled" onClick={() => setInviting(true)}>
            Invite
          </Button>
        )
      }
    >
      <Table
        label="Users"
        columns={columns}
        rows={asked.data?.items}
        id={(user) => user.id}
        {...(may && { link })}
        phone={(user) => ({ title: user.name, amount: roleWords(user), detail: user.email })}
        flush
        skeleton={3}
        instead={listState(asked, { what: 'users', filtered: false, onClear: () => undefined, empty: 'Invite one.' })}
      />
      <Pager {...pager} />
      <div className={css.invited}>
        <Invited may={may} />
      </div>
      {inviting && (
        <InviteCustomerUser
          title="Invite a colleague"
          invite={(body) => call(ownInvitations.invite, { body })}
          onClose={() => setInviting(false)}
        />
      )}
      {may && editing && (
        <EditCustomerUser
          key={editing.id}
          user={editing}
          save={(body) => call(changeColleague, { params: { user: editing.id }, body })}
          remove={() => call(removeColleague, { params: { user: editing.id } })}
          onClose={() => set({ user: undefined })}
        />
      )}
    </Page>
  )
}
