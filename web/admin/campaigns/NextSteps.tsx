import { Button } from '@mantine/core'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Note } from '../../ui/Note.tsx'
import type { Campaign } from './CampaignPage.tsx'

const read = (raw: Record<string, unknown>) => ({
  tab: word(raw.tab),
  add: word(raw.add),
  supplier: word(raw.supplier),
})

/** What a campaign still lacks before it sells, with the one thing to do. */
export function NextSteps({ campaign }: { campaign: Campaign }) {
  const { set } = useUrlState(read)
  if (!campaign.can.write || campaign.status === 'archived') return null
  if (campaign.suppliers.length === 0) {
    return (
      <Note tone="info" strong="Nobody can post leads yet.">
        A supplier gets a key to post with.{' '}
        <Button size="xs" onClick={() => set({ tab: 'suppliers', add: '1' })}>
          Add a supplier
        </Button>
      </Note>
    )
  }
  if (campaign.buyers.length === 0) {
    return (
      <Note tone="info" strong="Nobody buys yet.">
        Until there is a buyer, every lead fails with “no buyers available”.{' '}
        <Button size="xs" onClick={() => set({ tab: 'buyers', add: '1' })}>
          Add a buyer
        </Button>
      </Note>
    )
  }
  const [testing] = campaign.suppliers.filter((supplier) => supplier.testMode)
  if (!testing || campaign.suppliers.some((supplier) => !supplier.testMode)) return null
  return (
    <Note tone="info" strong="All suppliers are in test mode.">
      Their leads are decided like live ones and sold to nobody.{' '}
      <Button size="xs" onClick={() => set({ tab: 'suppliers', supplier: String(testing.id) })}>
        Go live
      </Button>
    </Note>
  )
}
