import { useState } from 'react'
import type { ListReport, ListUpload } from '../../contract/api/lists.ts'
import type { Filter } from '../../contract/conditions.ts'
import type { ListHeader } from '../../contract/lists.ts'
import {
  type BudgetCaps,
  type Caps,
  NO_BUDGET,
  NO_CAPS,
  type PricingRule,
  type Schedule,
} from '../../contract/settings.ts'
import { Section, Split } from './Page.tsx'
import { BudgetEditor, CapsEditor } from './rules/CapsEditor.tsx'
import { FilterRules } from './rules/FilterRules.tsx'
import { PricingRules } from './rules/PricingRules.tsx'
import type { ListAccess, RuleField } from './rules/props.ts'
import { SchedulePicker } from './rules/SchedulePicker.tsx'

const FIELDS: RuleField[] = [
  { name: 'state', label: 'State', type: 'state' },
  { name: 'zip', label: 'ZIP code', type: 'postal_code' },
  { name: 'monthly_bill', label: 'Monthly bill', type: 'numeric' },
  { name: 'birth', label: 'Date of birth', type: 'age' },
  { name: 'home', label: 'Home type', type: 'list', allowed: ['House', 'Apartment', 'Mobile home'] },
  { name: 'owner', label: 'Home owner', type: 'boolean' },
  { name: 'moved', label: 'Moved in', type: 'date' },
  { name: 'email', label: 'E-mail', type: 'email' },
  { name: 'phone', label: 'Phone', type: 'phone' },
]
const BAY: ListHeader = { id: 'a'.repeat(32), name: 'Bay Area ZIPs', kind: 'postal_code', count: 12_431 }

const RULES: PricingRule[] = [
  { price: 5_200, conditions: [{ op: 'any_of', field: 'state', values: ['CA', 'NV'] }] },
  { price: 4_600, conditions: [{ op: 'ge', field: 'monthly_bill', value: 150 }] },
  {
    price: 4_900,
    conditions: [
      { op: 'ge', field: 'monthly_bill', value: 200 },
      { op: 'le', field: 'birth', value: 65 },
    ],
  },
]
const RULE_COUNTS = ['20 of 85 leads in the last 7 days', '28 of 85 leads', '0 of 85 leads', '37 of 85 leads']
const FILTERS: Filter[] = [
  { mode: 'allow', conditions: [{ op: 'any_of', field: 'zip', list: BAY.id }] },
  { mode: 'block', conditions: [{ op: 'any_of', field: 'home', values: ['Mobile home', 'Apartment'] }] },
  { mode: 'allow', conditions: [{ op: 'at_least', count: 2, fields: ['email', 'phone', 'zip'] }] },
]

/** Keeps what is uploaded in the page, as the server would keep it. */
function useKitLists(): ListAccess {
  const [known, setKnown] = useState<ListHeader[]>([BAY])
  const save = async ({ name, kind, text }: ListUpload): Promise<ListReport> => {
    const values = text.split('\n').filter((line) => line.trim() !== '').length
    const list = { id: String(known.length).padStart(32, '0'), name, kind, count: values }
    setKnown((before) => [...before, list])
    return { list, values, repeated: 0, faults: 0, faultLines: [] }
  }
  return { known, save }
}

/** Rules, hours and caps as the campaign's and the portal's settings have them. */
export function KitRules() {
  const lists = useKitLists()
  const [rules, setRules] = useState(RULES)
  const [price, setPrice] = useState<number | null>(4_300)
  const [filters, setFilters] = useState(FILTERS)
  const [schedule, setSchedule] = useState<Schedule>({
    open: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
    datesOff: ['2026-12-25'],
  })
  const [caps, setCaps] = useState<Caps>({ ...NO_CAPS, day: 25, week: 80, weekdays: { 6: 10 } })
  const [budget, setBudget] = useState<BudgetCaps>({ ...NO_BUDGET, on: true, day: 75_000 })
  return (
    <Split>
      <div className="stack">
        <Section title="Pricing">
          <PricingRules
            value={rules}
            onChange={setRules}
            price={price}
            onPrice={setPrice}
            priceWas={4_000}
            currency="USD"
            fields={FIELDS}
            lists={lists}
            counts={RULE_COUNTS}
          />
        </Section>
        <Section title="Filters">
          <FilterRules value={filters} onChange={setFilters} fields={FIELDS} lists={lists} />
        </Section>
        <Section title="Schedule">
          <SchedulePicker value={schedule} onChange={setSchedule} zone="America/Los_Angeles" />
        </Section>
      </div>
      <div className="stack">
        <Section title="Lead caps">
          <CapsEditor
            value={caps}
            onChange={setCaps}
            was={{ ...NO_CAPS, day: 15, week: 80, weekdays: { 6: 10 } }}
            used={{
              day: { used: 11, resets: 'resets tonight' },
              week: { used: 53, resets: 'resets Monday' },
              total: { used: 1_460 },
            }}
          />
        </Section>
        <Section title="Budget">
          <BudgetEditor
            value={budget}
            onChange={setBudget}
            currency="USD"
            used={{ day: { used: 49_400, resets: 'resets tonight' } }}
          />
        </Section>
      </div>
    </Split>
  )
}
