/** Deliveries and checks that really call, and the orders to carry them. */
import type { z } from 'zod'
import { DirectPost, OutsideCheck } from '../../contract/delivery.ts'
import type { Field } from '../../contract/fields.ts'
import { asCents } from '../../contract/money.ts'
import type { CheckOrder, DeliveryOrder, LeadSeen } from '../../server/delivery/ops.ts'
import { SOLAR_FIELDS } from './campaign.ts'

const json = (path: string, value: string) => ({ place: { at: 'json' as const, path }, op: 'equals' as const, value })

type PostInput = z.input<typeof DirectPost>

/** Speaks the sample endpoint's JSON. */
export const directPost = (
  url: string,
  {
    call,
    answers,
    ...more
  }: { call?: Partial<PostInput['call']>; answers?: Partial<PostInput['answers']>; timeoutSeconds?: number } = {},
) =>
  DirectPost.parse({
    kind: 'direct_post',
    call: {
      url,
      body: {
        format: 'json',
        template: '{"first": "{{ first_name }}", "phone": "{{ phone | phone }}", "bill": {{ monthly_bill }}}',
      },
      ...call,
    },
    answers: {
      rules: [
        { outcome: 'accepted', tests: [json('status', 'accepted')] },
        { outcome: 'duplicated', tests: [json('status', 'duplicate')] },
        { outcome: 'rejected', tests: [json('status', 'rejected')] },
      ],
      reason: { at: 'json', path: 'reason' },
      ...answers,
    },
    ...more,
  } satisfies PostInput)

export const outsideCheck = (url: string, more: Partial<z.input<typeof OutsideCheck>> = {}) =>
  OutsideCheck.parse({
    name: 'Scrub',
    call: { url, method: 'GET', query: [{ name: 'phone', value: '{{ phone | digits }}' }] },
    rules: [
      { tests: [json('result', 'reject')], action: { do: 'reject' } },
      { tests: [json('result', 'pass')], action: { do: 'pass' } },
    ],
    reason: { at: 'json', path: 'reason' },
    onFailure: 'pass',
    ...more,
  })

const SEEN: LeadSeen = {
  id: 'LEAD1',
  receivedAt: new Date('2026-11-22T15:00:00Z'),
  sourceAddress: '203.0.113.9',
  values: ['Ann', '+15305550142', 'ann@example.com', 'CA', 180.5, null],
  subIds: ['google', null, null, null, null, null],
  campaign: { id: 1, name: 'Solar' },
  supplier: { id: 2, name: 'Bright Ads', client: 'Bright' },
}

const base = { accountId: 1, fields: SOLAR_FIELDS as readonly Field[], lead: SEEN, test: false, deadlineMs: 30_000 }

export const orderTo = (delivery: DirectPost, more: Partial<DeliveryOrder> = {}): DeliveryOrder => ({
  ...base,
  delivery,
  deliveryId: '01890000-0000-7000-8000-000000000001',
  price: asCents(4_600),
  currency: 'USD',
  ...more,
})
export const orderOfCheck = (check: OutsideCheck, more: Partial<CheckOrder> = {}): CheckOrder => ({
  ...base,
  check,
  ...more,
})
