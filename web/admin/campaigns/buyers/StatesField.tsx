import { STATES } from '../../../../contract/states.ts'
import { PickMany } from '../../../ui/rules/PickMany.tsx'
import { ValueChips } from '../../../ui/rules/ValueChips.tsx'
import { useDraft } from '../draft/Draft.tsx'
import { Labelled } from '../Labelled.tsx'
import type { BuyerForm } from './form.ts'
import { stateFieldOf, statesIn, withStates } from './states.ts'

const OPTIONS = Object.entries(STATES).map(([value, label]) => ({ value, label }))

/** The filter that most buyers have, as one field. Not there where the campaign asks for no state. */
export function StatesField({ form }: { form: BuyerForm }) {
  const { settings } = useDraft()
  const field = stateFieldOf(settings.campaign.fields)
  if (!field) return null
  const { filters } = form.part
  const value = statesIn(filters, field.name)
  const set = (values: string[]) => form.change({ filters: withStates(filters, field.name, values) })
  return (
    <Labelled label="Only these states (optional)" hint="None: it buys everywhere. Other filters stand below.">
      <ValueChips
        label="Only these states"
        kind="state"
        value={value}
        onChange={set}
        aside={<PickMany button="Choose" label="states" options={OPTIONS} value={value} onChange={set} />}
      />
    </Labelled>
  )
}
