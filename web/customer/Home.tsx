import { useQuery } from '@tanstack/react-query'
import { portalFigures } from '../../contract/api/figures.ts'
import { ask } from '../lib/ask.ts'
import { asOf } from '../lib/format.ts'
import { Page } from '../ui/Page.tsx'
import { Balance } from './Balance.tsx'
import { FiguresSection } from './figures/FiguresSection.tsx'
import { useMe } from './me.ts'
import { Today } from './Today.tsx'

/** What is left, how today goes, and where the money went. */
export function Home() {
  const me = useMe()
  const today = useQuery(ask(portalFigures, { query: { range: 'today' } }, { live: true }))
  return (
    <Page title="Home" asOf={today.data ? asOf(today.data.asOf, me.zone) : null}>
      {me.can.includes('portal.wallet.read') ? (
        <Balance today={<Today data={today.data} />} />
      ) : (
        <Today data={today.data} />
      )}
      <FiguresSection />
    </Page>
  )
}
