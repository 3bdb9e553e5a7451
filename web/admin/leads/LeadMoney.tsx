import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { TeamSale } from '../../../contract/api/lead-parts.ts'
import { money, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Facts, Section } from '../../ui/Page.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'

type Sale = z.infer<typeof TeamSale>

function DebitLine({ debit, currency }: { debit: NonNullable<Sale['debit']>; currency: string }) {
  const account = useAccount()
  return (
    <>
      {money(debit.amount, currency)} from{' '}
      <Link to={`/${account.id}/customers/${debit.customer.id}`}>{debit.customer.name}</Link>
      <br />
      <span className="quiet num">
        Balance {money(debit.balanceBefore, currency)} to {money(debit.balanceAfter, currency)}, entry {debit.entry}
      </span>
    </>
  )
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
          ...(sale.returnedAt ? ([['Returned', when(sale.returnedAt, data.zone, now)]] as const) : []),
          [
            'Debited',
            sale.debit ? (
              <DebitLine key="debit" debit={sale.debit} currency={data.currency} />
            ) : (
              'Nothing: not billed here'
            ),
          ],
        ]}
      />
    </Section>
  )
}

/** Where the money went, to the cent. */
export function LeadMoney({ data }: { data: ReadLead }) {
  const { lead, currency } = data
  return (
    <div className="stack">
      <Facts
        rows={[
          ['Revenue', money(lead.revenue, currency)],
          ['Cost', money(lead.payout, currency)],
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
