import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { DIMENSION_NAMES, SHOWN_LINES } from '../../../contract/api/reports.ts'
import { wordsOf } from '../../lib/ask.ts'
import { asOf, count } from '../../lib/format.ts'
import { rangeName, rangeOr } from '../../lib/ranges.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { Note } from '../../ui/Note.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { Reasons } from '../../ui/small.tsx'
import { useAccount } from '../account.ts'
import { type Address, csvAt, readAddress, reportAt, type SetAddress } from './address.ts'
import { ReportChart } from './ReportChart.tsx'
import { ReportFilters } from './ReportFilters.tsx'
import { type ReportReply, ReportTable } from './ReportTable.tsx'
import css from './reports.module.css'
import { SavedReports } from './SavedReports.tsx'

function Failures({ data }: { data: ReportReply }) {
  if (data.reasons.length === 0) return null
  return (
    <Section title={`Why ${count(data.totals.failed)} failed`}>
      <div className={css.half}>
        <Reasons rows={data.reasons.map(({ words, leads }) => ({ name: words, count: leads, text: count(leads) }))} />
      </div>
    </Section>
  )
}

function Body({ data, state, set }: { data: ReportReply; state: Address; set: SetAddress }) {
  const { dimensions } = data
  const [by = 'day'] = dimensions
  const hidden = data.lineCount - data.lines.length
  return (
    <div className="stack">
      {data.note && (
        <Note tone="info" strong="Not all of it.">
          {data.note}
        </Note>
      )}
      <ReportChart
        data={data}
        by={by}
        metric={state.metric ?? 'revenue'}
        onMetric={(metric) => set({ metric }, { replace: true })}
      />
      <Section title={`By ${dimensions.map((dimension) => DIMENSION_NAMES[dimension].toLowerCase()).join(' and ')}`}>
        <ReportTable data={data} state={state} set={set} />
        {hidden > 0 && (
          <p className="small quiet after">
            The first {count(SHOWN_LINES)} of {count(data.lineCount)} lines; the CSV has them all.
          </p>
        )}
      </Section>
      <Failures data={data} />
    </div>
  )
}

/** Figures by any one or two dimensions. */
export function ReportsPage() {
  const account = useAccount()
  const { state, set } = useUrlState(readAddress)
  const asked = useQuery(reportAt(account.id, state))
  const data = asked.isError ? undefined : asked.data
  return (
    <Page
      title="Reports"
      fact={<span className="hide-phone">{rangeName(rangeOr(state.range, 'last_28'))}</span>}
      asOf={data ? asOf(data.asOf, data.window.zone) : null}
      actions={
        <>
          <SavedReports state={state} set={set} />
          {account.can.includes('report.export') && (
            <Button
              component="a"
              href={csvAt(account.id, state)}
              download
              leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}
            >
              CSV
            </Button>
          )}
        </>
      }
      toolbar={<ReportFilters state={state} set={set} />}
    >
      {data && <Body data={data} state={state} set={set} />}
      {asked.isPending && <Bones lines={12} />}
      {asked.isError && (
        <Failed title="This report was not counted" onRetry={() => void asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
