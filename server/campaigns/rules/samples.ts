/** A made-up lead as templates see it. */
import type { Field } from '../../../contract/fields.ts'
import { sampleValues } from '../../../contract/samples.ts'
import type { LeadSeen } from '../../delivery/ops.ts'

const SUB_IDS: LeadSeen['subIds'] = ['sample', null, null, null, null, null]

export function sampleLead(
  fields: readonly Field[],
  { id, at, campaign }: { id: string; at: Date; campaign: LeadSeen['campaign'] },
): LeadSeen {
  return {
    id,
    campaign,
    receivedAt: at,
    sourceAddress: '203.0.113.24',
    values: sampleValues(fields),
    subIds: SUB_IDS,
    supplier: { id: 1, name: 'Sample supplier', client: 'Sample Client' },
  }
}
