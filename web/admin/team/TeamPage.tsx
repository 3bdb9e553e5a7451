import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listTeam, teamInvitations } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { WaitingList } from '../../ui/people/Waiting.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { InviteMember } from './InviteMember.tsx'
import { type Member, MemberDrawer } from './MemberDrawer.tsx'
import { GRANTS } from './words.ts'

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor), member: word(raw.member) })

const grantsOf = ({ role, grants }: Pick<Member, 'role' | 'grants'>) =>
  role === 'administrator' ? 'All' : grants.map((grant) => GRANTS[grant]).join(', ') || '–'

function Invitations() {
  const account = useAccount()
  const params = { account: account.id }
  const asked = useQuery(ask(teamInvitations.list, { params, query: { limit: 100 } }, { live: true }))
  const items = asked.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title="Invited">
      <WaitingList
        zone={account.zone}
        items={items.map((one) => ({ ...one, detail: texts.roles[one.role] }))}
        sendAgain={(invitation) => call(teamInvitations.sendAgain, { params: { ...params, invitation } })}
        cancel={(invitation) => call(teamInvitations.cancel, { params: { ...params, invitation } })}
      />
    </Section>
  )
}

/** Who works for the account, as what; and who was asked to. */
export function TeamPage() {
  const account = useAccount()
  const now = useNow()
  const [inviting, setInviting] = useState(false)
  const { state, set, href } = useUrlState(readAddress)
  const { cursor, member } = state
  const asked = useQuery(ask(listTeam, { params: { account: account.id }, query: { cursor } }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next, member: undefined }))
  const columns = useMemo(
    (): Column<Member>[] => [
      { id: 'name', head: 'Name', name: true, cut: true, cell: (row) => row.name },
      { id: 'email', head: 'E-mail', cut: true, cell: (row) => <span className="second">{row.email}</span> },
      { id: 'role', head: 'Role', cell: (row) => texts.roles[row.role] },
      { id: 'grants', head: 'Besides', cut: true, cell: grantsOf },
      {
        id: 'factor',
        head: 'Two-factor',
        cell: (row) => (row.secondFactor ? 'On' : <span className="quiet">Off</span>),
      },
      {
        id: 'since',
        head: 'Since',
        cell: (row) => <span className="second">{day(row.since, account.zone, now)}</span>,
      },
    ],
    [account.zone, now],
  )
  const items = asked.data?.items
  const at = items?.findIndex((row) => row.id === member) ?? -1
  const open = items?.[at]
  const beside = (by: number) => {
    const next = at < 0 ? undefined : items?.[at + by]
    return next && (() => set({ member: next.id }, { replace: true }))
  }
  const invite = (
    <Button variant="filled" onClick={() => setInviting(true)}>
      Invite
    </Button>
  )
  return (
    <Page title="Team" actions={invite}>
      <Table
        label="Team"
        columns={columns}
        rows={items}
        id={(row) => row.id}
        current={member}
        link={{ href: (row) => href({ member: row.id }), open: (row, how) => set({ member: row.id }, how) }}
        phone={(row) => ({ title: row.name, aside: texts.roles[row.role], detail: row.email })}
        instead={listState(asked, {
          what: 'people',
          filtered: false,
          onClear: () => set({}),
          empty: 'Invite somebody.',
        })}
      />
      <Pager {...pager} />
      <Invitations />
      {inviting && <InviteMember onClose={() => setInviting(false)} />}
      {open && (
        <MemberDrawer
          key={open.id}
          member={open}
          onClose={() => set({ member: undefined })}
          walk={{ onPrevious: beside(-1), onNext: beside(1) }}
        />
      )}
    </Page>
  )
}
