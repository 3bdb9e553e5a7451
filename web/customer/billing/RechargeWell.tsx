import { Button, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { setRecharge } from '../../../contract/api/recharge.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { Note } from '../../ui/Note.tsx'
import { useMe } from '../me.ts'
import { feeOf } from './amounts.ts'
import type { Billing, Recharge } from './asked.ts'
import css from './billing.module.css'
import { CardDialog, RechargeDialog } from './dialogs.tsx'
import { RechargeSentence } from './RechargeSentence.tsx'
import { oneCharge } from './recharge-words.ts'

/** Off is at once; on asks for the sentence to be agreed to. */
function useSwitchOff({ set }: Recharge) {
  return useMutation({
    mutationFn: async () => {
      if (!set) return
      const { threshold, amount, mostChargesADay, mostAmountADay, consent } = set
      await call(setRecharge, {
        body: { threshold, amount, mostChargesADay, mostAmountADay, consent, on: false },
      })
    },
    onSettled: refreshLive,
  })
}

/** "1 of 5 used today; $45.00 fee on each." */
function Facts({ recharge }: { recharge: Recharge }) {
  const { set, terms, today } = recharge
  if (!set) return null
  const fee = feeOf(oneCharge(set, recharge), terms.feeBp)
  const parts = [
    set.on ? `${today.charges} of ${set.mostChargesADay} used today` : 'Switched off',
    fee > 0 && `${money(fee, terms.currency)} fee on each`,
  ].filter(Boolean)
  return <p className="small quiet num">{parts.join('; ')}.</p>
}

/** The auto-recharge as a sentence, its switch, and how far it is today. */
export function RechargeWell({ recharge, billing }: { recharge: Recharge; billing: Billing }) {
  const me = useMe()
  const [open, setOpen] = useState<'terms' | 'card' | null>(null)
  const off = useSwitchOff(recharge)
  const { set } = recharge
  const may = me.can.includes('portal.recharge.write')
  const setUp = () => setOpen(billing.card ? 'terms' : 'card')
  return (
    <div className={css.well}>
      <div className="line">
        <h2>Auto-recharge</h2>
        {may && set && (
          <Switch
            className="end"
            aria-label="Auto-recharge"
            checked={set.on}
            disabled={off.isPending}
            onChange={() => (set.on ? off.mutate() : setUp())}
          />
        )}
      </div>
      {off.isError && (
        <Note tone="neg" strong={wordsOf(off.error)} live>
          Nothing was changed.
        </Note>
      )}
      {set ? (
        <>
          <RechargeSentence
            recharge={{ ...recharge, set }}
            card={billing.card}
            {...(may && { onChange: () => setOpen('terms') })}
            {...(me.can.includes('portal.card.write') && { onCard: () => setOpen('card') })}
          />
          <Facts recharge={recharge} />
        </>
      ) : (
        <>
          <p className="second">Your balance can fill itself when it runs low, so that no lead is missed.</p>
          {may ? (
            <p className="line">
              <Button onClick={setUp}>Set up</Button>
            </p>
          ) : (
            <p className="quiet">An owner of your company can set it up.</p>
          )}
        </>
      )}
      {open === 'terms' && <RechargeDialog recharge={recharge} onClose={() => setOpen(null)} />}
      {open === 'card' && <CardDialog billing={billing} onClose={() => setOpen(null)} />}
    </div>
  )
}
