import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type CapInUse, listCapsInUse } from '../../../contract/api/caps.ts'
import { ask } from '../../lib/ask.ts'
import { count, money } from '../../lib/format.ts'
import { inAddress } from '../../lib/url-state.ts'
import { Section } from '../../ui/Page.tsx'
import { UsageBar } from '../../ui/small.tsx'
import { useAccount } from '../account.ts'
import css from './home.module.css'

const PERIODS = { day: 'today', week: 'this week', month: 'this month', total: 'in all' } as const
/** Caps fill slowly: asking with every lead would say nothing new. */
const EVERY_MS = 60_000

function Cap({ cap, currency }: { cap: CapInUse; currency: string }) {
  const account = useAccount()
  const write = (value: number) => (cap.of === 'money' ? money(value, currency) : count(value))
  return (
    <li className={css.cap}>
      <Link
        className="plain cut"
        to={`/${account.id}/campaigns/${cap.campaign.id}`}
        search={inAddress({ tab: `${cap.kind}s` })}
        title={cap.campaign.name}
      >
        {cap.name}
      </Link>
      <UsageBar
        used={cap.used}
        limit={cap.limit}
        label={`${write(cap.used)} of ${write(cap.limit)}`}
        next={PERIODS[cap.period]}
      />
    </li>
  )
}

/** The caps that are nearest to being full. */
export function CapsInUse() {
  const account = useAccount()
  const { data } = useQuery({
    ...ask(listCapsInUse, { params: { account: account.id } }),
    refetchInterval: EVERY_MS,
  })
  if (!data || data.items.length === 0) return null
  return (
    <Section title="Caps in use">
      <ul className={css.caps}>
        {data.items.map((cap) => (
          <Cap key={`${cap.kind} ${cap.id}`} cap={cap} currency={data.currency} />
        ))}
      </ul>
    </Section>
  )
}
