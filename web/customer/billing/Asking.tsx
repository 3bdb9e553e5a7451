import { Button } from '@mantine/core'
import { wordsOf } from '../../lib/ask.ts'
import { Note } from '../../ui/Note.tsx'
import { Page } from '../../ui/Page.tsx'
import { useBoot } from '../../ui/Root.tsx'
import type { Billing, Recharge } from './asked.ts'
import css from './billing.module.css'
import { CardLine } from './CardLine.tsx'
import { useCardSetup } from './card-setup.ts'
import { RechargeForm } from './RechargeForm.tsx'

function CardStep() {
  const setup = useCardSetup()
  return (
    <>
      {setup.isError && (
        <Note tone="neg" strong={wordsOf(setup.error)} live>
          No card was saved.
        </Note>
      )}
      <p>First your card: you enter it on the secure page of our payment company, and nothing is charged.</p>
      <Button variant="filled" size="md" loading={setup.isPending || setup.isSuccess} onClick={() => setup.mutate()}>
        Add a card
      </Button>
    </>
  )
}

/** Card first, then the sentence that is agreed to. */
export function Asking({ billing, recharge, onLater }: { billing: Billing; recharge: Recharge; onLater: () => void }) {
  const { portal } = useBoot()
  return (
    <Page title="Auto-recharge">
      <div className={css.narrow}>
        <Note tone="info" strong={`${portal.name} asks you to set up auto-recharge.`}>
          Your balance then fills itself before it runs out. Until it is set up, nothing is sold to you while the
          balance is under its minimum.
        </Note>
        {billing.card ? (
          <>
            <CardLine card={billing.card} end />
            <RechargeForm recharge={recharge} onDone={onLater} />
          </>
        ) : (
          <CardStep />
        )}
        <Button variant="subtle" onClick={onLater}>
          Not now
        </Button>
      </div>
    </Page>
  )
}
