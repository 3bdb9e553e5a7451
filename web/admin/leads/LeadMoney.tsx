import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { TeamSale } from '../../../contract/api/lead-parts.ts'
import { money, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Facts, Section } from '../../ui/Page.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'

type Sale = z.infer<typeof TeamSale>

type Fact = readonly [string, ReactNode]
type Entry = NonNullable<Sale['debit']>

/** An amount with the balance it left or came to. */
function EntryLine({ entry: debit, way, currency }: { entry: Entry; way: 'from' | 'to'; currency: string }) {
  const account = useAccount()
  return (
    <>
      {money(debit.amount, currency)} {way}{' '}
      <Link to={`/${account.id}/customers/${debit.customer.id}`}>{debit.customer.name}</Link>
      <br />
      <span className="quiet num">
        Balance {money(debit.balanceBefore, currency)} to {money(debit.balanceAfter, currency)}, entry {debit.entry}
      </span>
    </>
  )
}

function returnRows({ returned, returnedAt, debit }: Sale, { currency, zone, lead }: ReadLead, now: number): Fact[] {
  if (!returned || !returnedAt) return []
  const credit = returned.credit
  const nothing = debit ? 'Nothing: without a refund' : 'Nothing had been debited'
  return [
    ['Returned', `${when(returnedAt, zone, now)} by ${returned.by}`],
    ['Reason', [returned.reason, returned.note].filter(Boolean).join(' – ')],
    ['Credited', credit ? <EntryLine key="credit" entry={credit} way="to" currency={currency} /> : nothing],
    ['Borne by', returned.toSupplier ? (lead.supplier?.name ?? 'The supplier') : 'You'],
  ]
}

function SaleFacts({ sale, data }: { sale: Sale; data: ReadLead }) {
  const now = useNow()
  return (
    <Section title={sale.buyer.name} aside={sale.returnedAt ? <StatusBadge state="returned" /> : undefined}>
      <Facts
        rows={[
          ['Client', sale.client.name],
          ['Price', money(sale.price, data.currency)],
          ['Set by', sale.rule === null ? 'Default price' : `Pricing rule ${sale.rule}`],
          ['Sold', when(sale.at, data.zone, now, true)],
          [
            'Debited',
            sale.debit ? (
              <EntryLine key="debit" entry={sale.debit} way="from" currency={data.currency} />
            ) : (
              'Nothing: not billed here'
            ),
          ],
          ...returnRows(sale, data, now),
        ]}
      />
    </Section>
  )
}

const backRow = (name: string, amount: number | undefined, currency: string): Fact[] =>
  amount ? [[name, money(-amount, currency)]] : []

/** Where the money went, to the cent. */
export function LeadMoney({ data }: { data: ReadLead }) {
  const { lead, currency } = data
  return (
    <div className="stack">
      <Facts
        rows={[
          ['Revenue', money(lead.revenue, currency)],
          ...backRow('Returned', lead.returnedRevenue, currency),
          ['Cost', money(lead.payout, currency)],
          ...backRow('Taken back', lead.returnedPayout, currency),
          ['Profit', money(data.profit, currency)],
          ['Settings', data.version === undefined ? '–' : `Version ${data.version}`],
        ]}
      />
      {data.sales?.map((sale) => (
        <SaleFacts key={sale.id} sale={sale} data={data} />
      ))}
      {data.sales?.length === 0 && <p className="quiet">It was not sold, so nothing was debited or is owed.</p>}
    </div>
  )
}
