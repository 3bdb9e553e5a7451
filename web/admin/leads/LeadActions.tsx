import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { LeadAction } from '../../../contract/api/leads.ts'
import type { ReadLead } from './LeadDrawer.tsx'
import { ReturnDialog } from './ReturnDialog.tsx'

/** What may be done with this lead now, each behind a dialog that says what it will move. */
export function LeadActions({ data }: { data: ReadLead }) {
  const [doing, setDoing] = useState<LeadAction | null>(null)
  const { can } = data.lead
  const close = () => setDoing(null)
  return (
    <>
      {can.includes('return') && (
        <Button leftSection={<IconArrowBackUp size={15} stroke={1.9} aria-hidden />} onClick={() => setDoing('return')}>
          Return
        </Button>
      )}
      {doing === 'return' && data.returning && <ReturnDialog data={data} returning={data.returning} onClose={close} />}
    </>
  )
}
