import { moved } from '../../../ui/Sortable.tsx'
import { useDraft } from '../draft/Draft.tsx'

export interface OrderedBuyer {
  id: number
  name: string
  currency: string
}

/** The buyers in the order of the draft, and moving one of them. Only positions that change are written. */
export function useBuyerOrder() {
  const { campaign, settings, editBuyer } = useDraft()
  const position = (id: number) => settings.buyers.get(id)?.position ?? 0
  const buyers = campaign.buyers
    .filter(({ id }) => settings.buyers.has(id))
    .map(({ id, name }): OrderedBuyer => ({ id, name, currency: campaign.currency }))
    .sort((a, b) => position(a.id) - position(b.id) || a.id - b.id)
  const move = (from: number, to: number) => {
    for (const [at, buyer] of moved(buyers, from, to).entries()) {
      if (position(buyer.id) !== at + 1) editBuyer(buyer.id, { position: at + 1 })
    }
  }
  return { buyers, move }
}
