/** Deliveries as they begin, and in a line. */

import type { Delivery } from '../../../../contract/delivery.ts'
import type { Field } from '../../../../contract/fields.ts'
import { bodyOf } from '../../delivery/starts.ts'

export const DELIVERY_KINDS: { value: Delivery['kind']; title: string; text: string }[] = [
  { value: 'store', title: 'Kept in the portal', text: 'Nothing leaves: the customer reads it in the portal.' },
  { value: 'direct_post', title: 'Direct post', text: 'Sent to the buyer’s system by HTTP, whose answer decides.' },
  { value: 'email', title: 'E-mail', text: 'Sold at once and mailed to up to five addresses.' },
]

const shown = (fields: readonly Field[]) => fields.filter((field) => !field.hiddenFromBuyers)

/** All fields that buyers see as one JSON object; any 2xx answer accepts unless it says otherwise. */
export function newDirectPost(url: string, fields: readonly Field[]): Delivery {
  return {
    kind: 'direct_post',
    timeoutSeconds: 10,
    call: {
      url,
      method: 'POST',
      query: [],
      headers: [],
      secrets: [],
      body: bodyOf('json', fields, 'delivery'),
    },
    answers: {
      rules: [
        {
          outcome: 'duplicated',
          tests: [{ place: { at: 'body', pattern: null }, op: 'contains', value: 'duplicate' }],
        },
        { outcome: 'rejected', tests: [{ place: { at: 'body', pattern: null }, op: 'contains', value: 'reject' }] },
        { outcome: 'accepted', tests: [{ place: { at: 'status' }, op: 'matches', value: '^2' }] },
      ],
      reason: null,
      price: null,
    },
  }
}

export function newEmail(to: string[], campaign: string, fields: readonly Field[]): Delivery {
  const lines = shown(fields).map(({ name, label }) => `${label}: {{ ${name} }}`)
  return { kind: 'email', to, subject: `New lead: ${campaign}`, body: lines.join('\n') }
}
