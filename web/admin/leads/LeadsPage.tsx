import { Button } from '@mantine/core'
import { IconArrowBackUp, IconHelpCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { LeadAction, TeamLead } from '../../../contract/api/leads.ts'
import { about, asOf, shortId, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { inAddress, useUrlState } from '../../lib/url-state.ts'
import { ChoiceBar } from '../../ui/Choice.tsx'
import { ColumnsMenu, hiddenOf } from '../../ui/ColumnsMenu.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Note } from '../../ui/Note.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { ExportLeads } from '../exports/ExportLeads.tsx'
import { type Address, CLEAR, isFiltered, leadsAt, readAddress, unsettledAt } from './address.ts'
import { BulkReturnDialog } from './BulkReturnDialog.tsx'
import { columnsOf, FIXED, isShownAtFirst, phoneRow } from './columns.tsx'
import { LeadDrawer } from './LeadDrawer.tsx'
import { LeadFilters } from './LeadFilters.tsx'
import css from './leads.module.css'
import { BulkSettleDialog } from './SettleDialog.tsx'

/** The leads chosen on this page, and what can be done with them. */
function useChosen(items: readonly TeamLead[] | undefined) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choose = useCallback((ids: readonly string[], on: boolean) => {
    setChosen((before) => {
      const after = new Set(before)
      for (const id of ids) on ? after.add(id) : after.delete(id)
      return after
    })
  }, [])
  const clear = useCallback(() => setChosen(new Set()), [])
  // what is on the page no more (another page, another filter) is not done anything with
  const leads = useMemo(() => (items ?? []).filter(({ id }) => chosen.has(id)), [items, chosen])
  const able = (action: LeadAction) => leads.filter(({ can }) => can.includes(action)).map(({ id }) => id)
  return { chosen, choose, clear, leads, able }
}

type Chosen = ReturnType<typeof useChosen>

/** What a dialog is open for: an action, and the leads as they were when it was asked; the list moves on below it. */
type Asked = { action: 'return' | 'settle'; leads: readonly string[] }

function BulkBar({ chosen, onAsk }: { chosen: Chosen; onAsk: (asked: Asked) => void }) {
  const count = chosen.leads.length
  const [returnable, unsettled] = [chosen.able('return'), chosen.able('settle')]
  return (
    <ChoiceBar count={count} what={count === 1 ? 'lead' : 'leads'} onClear={chosen.clear}>
      {returnable.length > 0 && (
        <Button
          leftSection={<IconArrowBackUp size={15} stroke={1.9} aria-hidden />}
          onClick={() => onAsk({ action: 'return', leads: returnable })}
        >
          Return {returnable.length}
        </Button>
      )}
      {unsettled.length > 0 && (
        <Button
          leftSection={<IconHelpCircle size={15} stroke={1.9} aria-hidden />}
          onClick={() => onAsk({ action: 'settle', leads: unsettled })}
        >
          Settle {unsettled.length}
        </Button>
      )}
      {returnable.length + unsettled.length === 0 && (
        <span className="quiet">None of them can be returned or settled.</span>
      )}
    </ChoiceBar>
  )
}

function BulkDialog({ asked, onEnd }: { asked: Asked; onEnd: (done: boolean) => void }) {
  const Dialog = asked.action === 'return' ? BulkReturnDialog : BulkSettleDialog
  return <Dialog leads={asked.leads} onClose={() => onEnd(false)} onDone={() => onEnd(true)} />
}

/** Says that calls wait for somebody's word, and leads to them. */
function ToSettle({ address }: { address: Address }) {
  const account = useAccount()
  const asked = useQuery({ ...unsettledAt(account.id), enabled: account.can.includes('lead.settle') })
  const count = asked.data?.items.length ?? 0
  if (count === 0 || address.waiting === 'unknown') return null
  const what =
    count === 1
      ? 'One lead waits to be settled.'
      : `${asked.data?.next ? `More than ${count}` : count} leads wait to be settled.`
  return (
    <div className={css.notice}>
      <Note tone="warn" strong={what}>
        A buyer may have taken them, and nobody can tell.{' '}
        <Link to={`/${account.id}/leads`} search={inAddress({ waiting: 'unknown', range: 'last_7' })}>
          Show them
        </Link>
      </Note>
    </div>
  )
}

/** Every lead, newest first; a row opens the drawer, which has its own address. */
export function LeadsPage() {
  const account = useAccount()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const leads = useQuery(leadsAt(account.id, state))
  const { data } = leads
  const zone = data?.zone ?? account.zone
  const zoneText = zoneName(zone, now)
  const columns = useMemo(
    () => columnsOf(data?.columns ?? [], { zone, currency: account.currency, zoneText }),
    [data?.columns, zone, account.currency, zoneText],
  )
  const hidden = useMemo(() => hiddenOf(columns, state.columns, isShownAtFirst), [columns, state.columns])
  const chosen = useChosen(data?.items)
  const [asked, setAsked] = useState<Asked>()
  const pager = usePaging(state.cursor, data?.next, (cursor) => set({ cursor, lead: undefined }))
  const estimate = data?.estimate
  const at = data?.items.findIndex((lead) => lead.id === state.lead) ?? -1
  const beside = (by: number) => {
    const next = at < 0 ? undefined : data?.items[at + by]
    return next && (() => set({ lead: next.id }, { replace: true }))
  }
  return (
    <Page
      title="Leads"
      fact={estimate !== null && estimate !== undefined ? `${about(estimate)} match` : null}
      asOf={data ? asOf(data.asOf, zone) : null}
      actions={
        <>
          {account.can.includes('lead.export') && <ExportLeads address={state} />}
          <ColumnsMenu
            columns={columns}
            fixed={FIXED}
            atFirst={isShownAtFirst}
            value={state.columns}
            onChange={(columns) => set({ columns }, { replace: true })}
          />
        </>
      }
      toolbar={
        chosen.leads.length > 0 ? <BulkBar chosen={chosen} onAsk={setAsked} /> : <LeadFilters state={state} set={set} />
      }
      flush
    >
      <ToSettle address={state} />
      <Table
        label="Leads"
        columns={columns}
        rows={data?.items}
        id={(lead) => lead.id}
        current={state.lead}
        link={{ href: (lead) => href({ lead: lead.id }), open: (lead, how) => set({ lead: lead.id }, how) }}
        phone={(lead) => phoneRow(lead, zone, account.currency)}
        hidden={hidden}
        choice={{ name: (lead) => `Choose ${shortId(lead.id)}`, chosen: chosen.chosen, choose: chosen.choose }}
        flush
        skeleton={16}
        instead={listState(leads, {
          what: 'leads',
          filtered: isFiltered(state) || state.range !== 'last_7',
          onClear: () => set({ ...CLEAR, range: 'last_90' }),
          empty: 'Leads appear here within a second of being posted.',
          action: <Link to={`/${account.id}/campaigns`}>Find a supplier’s key in its campaign</Link>,
        })}
      />
      <Pager {...pager} />
      {state.lead && (
        <LeadDrawer
          id={state.lead}
          tab={state.tab ?? 'timeline'}
          onTab={(tab) => set({ tab }, { replace: true })}
          onClose={() => set({ lead: undefined, tab: undefined })}
          onPrevious={beside(-1)}
          onNext={beside(1)}
        />
      )}
      {asked && (
        <BulkDialog
          asked={asked}
          onEnd={(done) => {
            setAsked(undefined)
            if (done) chosen.clear()
          }}
        />
      )}
    </Page>
  )
}
