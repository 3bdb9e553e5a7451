import { Button } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { portalWallet } from '../../contract/api/ledger.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { count, money } from '../lib/format.ts'
import { MoneyFigure } from '../ui/Figure.tsx'
import { Note } from '../ui/Note.tsx'
import { Well } from '../ui/Page.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import css from './home.module.css'

/** "about 3 days at this pace". */
function pace(days: number | null): string | null {
  if (days === null) return null
  if (days < 1) return 'less than a day at this pace'
  return days === 1 ? 'about 1 day at this pace' : `about ${count(days)} days at this pace`
}

/** What is left and how long it lasts; a low balance says what it stops. */
export function Balance({ today }: { today: ReactNode }) {
  const asked = useQuery(ask(portalWallet, {}, { live: true }))
  const { data } = asked
  const words = data ? pace(data.daysLeft) : null
  return (
    <>
      {data?.low && (
        <Note tone="neg" strong="Your campaigns are paused for balance.">
          The balance is below its minimum of {money(data.minimumBalance, data.currency)}. They resume as soon as it is
          topped up.
        </Note>
      )}
      <div className={css.top}>
        <Well>
          <p className="second">Balance</p>
          {!data && !asked.isError && <Bones lines={2} />}
          {asked.isError && !data && (
            <Failed title="The balance could not be read" onRetry={() => asked.refetch()}>
              {wordsOf(asked.error)} No money moved.
            </Failed>
          )}
          {data && (
            <>
              <div className="line wrap">
                <MoneyFigure amount={data.balance} currency={data.currency} size="balance" />
                {words && (
                  <span className={css.pace}>
                    <IconClock size={15} stroke={1.9} aria-hidden />
                    {words}
                  </span>
                )}
              </div>
              <p className="quiet num">
                {words ? 'counted from the last 7 days' : 'nothing was bought in the last 7 days'}
                {data.reserved > 0 && `, ${money(data.reserved, data.currency)} reserved`}
              </p>
              <p className="line after">
                <Button component={Link} to="/transactions">
                  Transactions
                </Button>
              </p>
            </>
          )}
        </Well>
        {today}
      </div>
    </>
  )
}
