import { Button } from '@mantine/core'
import { IconArrowBackUp, IconHelpCircle, IconSend, IconShoppingCart } from '@tabler/icons-react'
import { type ComponentType, useState } from 'react'
import type { LeadAction } from '../../../contract/api/leads.ts'
import type { ReadLead } from './LeadDrawer.tsx'
import { ReturnDialog } from './ReturnDialog.tsx'
import { SellDialog, SendAgainDialog } from './SellDialog.tsx'
import { SettleDialog } from './SettleDialog.tsx'

const BUTTONS: readonly { action: LeadAction; label: string; icon: ComponentType<{ size: number; stroke: number }> }[] =
  [
    { action: 'settle', label: 'Settle', icon: IconHelpCircle },
    { action: 'return', label: 'Return', icon: IconArrowBackUp },
    { action: 'send_again', label: 'Send again', icon: IconSend },
    { action: 'sell_to', label: 'Sell to…', icon: IconShoppingCart },
  ]

/** Says what an action will move before it is done. The call that is settled stays in sight once it is none any more: its dialog says what came of it. */
export function LeadDialog({ doing, data, onClose }: { doing: LeadAction; data: ReadLead; onClose: () => void }) {
  const [unknown] = useState(data.unknowns?.[0])
  const [returning] = useState(data.returning)
  switch (doing) {
    case 'settle':
      return unknown ? <SettleDialog data={data} of={unknown} onClose={onClose} /> : null
    case 'return':
      return returning ? <ReturnDialog data={data} returning={returning} onClose={onClose} /> : null
    case 'send_again':
      return <SendAgainDialog data={data} onClose={onClose} />
    case 'sell_to':
      return <SellDialog data={data} onClose={onClose} />
  }
}

/** What may be done with a lead now. */
export function LeadButtons({ can, onAction }: { can: readonly LeadAction[]; onAction: (action: LeadAction) => void }) {
  return BUTTONS.filter(({ action }) => can.includes(action)).map(({ action, label, icon: Icon }) => (
    <Button key={action} leftSection={<Icon size={15} stroke={1.9} aria-hidden />} onClick={() => onAction(action)}>
      {label}
    </Button>
  ))
}
