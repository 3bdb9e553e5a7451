import type { OutsideCheck } from '../../../contract/delivery.ts'
import type { Fault } from '../../../contract/faults.ts'
import { ChecksEditor } from '../delivery/ChecksEditor.tsx'
import { useDraft } from './draft/Draft.tsx'
import css from './editor.module.css'

/** "Litigators and do-not-call, Phone number"; "none" */
export const checksInWords = (checks: readonly OutsideCheck[]): string =>
  checks.map(({ name }) => name).join(', ') || 'none'

/** Outside checks of the campaign, a supplier or a buyer. */
export function ChecksPart(props: {
  value: OutsideCheck[]
  onChange: (checks: OutsideCheck[]) => void
  /** With paths from the checks down, like `0.call.url`. */
  faults: readonly Fault[]
}) {
  const { campaign, settings, canWrite } = useDraft()
  const { value, onChange, faults } = props
  return (
    <fieldset className={css.bare} disabled={!canWrite}>
      <ChecksEditor
        value={value}
        onChange={onChange}
        faultAt={(path) => faults.find((fault) => fault.path === path)?.message}
        faulty={(place) => faults.some(({ path }) => path.startsWith(`${place}.`))}
        fields={settings.campaign.fields}
        test={{ campaign: campaign.id, currency: campaign.currency }}
      />
    </fieldset>
  )
}
