/** Webhook endpoints, as the API registers them: the secret is told once, when one is made. */
import { randomBytes } from 'node:crypto'
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Merchant } from '../merchant.ts'
import { badRequest, expand, metadata, page, paging, read, text, textOrNone, yesNo } from '../wire.ts'
import { type Call, idOf, type Operation } from './call.ts'

const MOST = 16
const url = text.refine((given) => URL.canParse(given) && /^https?:/.test(given), 'it must be an http or https URL')
const CreateEndpoint = z.strictObject({
  url,
  enabled_events: z.array(text).min(1),
  api_version: text.optional(),
  connect: yesNo.optional(),
  description: textOrNone.optional(),
  metadata: metadata.optional(),
  expand,
})
const UpdateEndpoint = z.strictObject({
  url: url.optional(),
  enabled_events: z.array(text).min(1).optional(),
  description: textOrNone.optional(),
  disabled: yesNo.optional(),
  metadata: metadata.optional(),
  expand,
})

function create(shop: Merchant, { sent }: Call): object {
  const asked = read(CreateEndpoint, sent)
  if (shop.livemode && !asked.url.startsWith('https:'))
    throw badRequest('Invalid URL: a webhook endpoint in live mode must be an HTTPS URL.', { param: 'url' })
  if (shop.shelves.endpoints.newestFirst().length >= MOST)
    throw badRequest(`You have reached the maximum of ${MOST} webhook endpoints.`)
  const made = {
    id: shop.newId('we'),
    object: 'webhook_endpoint',
    api_version: asked.api_version ?? null,
    application: null,
    created: shop.now,
    description: asked.description ?? null,
    enabled_events: asked.enabled_events,
    livemode: shop.livemode,
    metadata: asked.metadata ?? {},
    status: 'enabled',
    url: asked.url,
  } satisfies Stripe.WebhookEndpoint
  const secret = `whsec_${randomBytes(24).toString('base64url')}`
  shop.shelves.endpoints.put(made)
  shop.shelves.endpointSecrets.put({ id: made.id, secret })
  return { ...made, secret } satisfies Stripe.WebhookEndpoint
}

function update(shop: Merchant, call: Call): object {
  const kept = shop.shelves.endpoints.get(idOf(call))
  const { expand: _, disabled, metadata: more, ...given } = read(UpdateEndpoint, call.sent)
  Object.assign(kept, given)
  if (more) kept.metadata = { ...kept.metadata, ...more }
  if (disabled !== undefined) kept.status = disabled ? 'disabled' : 'enabled'
  return kept
}

function remove(shop: Merchant, call: Call): object {
  const { id } = shop.shelves.endpoints.get(idOf(call))
  shop.shelves.endpoints.remove(id)
  shop.shelves.endpointSecrets.remove(id)
  return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint
}

const NEEDS = { write: 'rak_webhook_write', read: 'rak_webhook_read' }

export const endpointOperations: readonly Operation[] = [
  { method: 'POST', path: 'webhook_endpoints', needs: NEEDS.write, run: create },
  {
    method: 'GET',
    path: 'webhook_endpoints',
    needs: NEEDS.read,
    run: (shop, { sent }) =>
      page('/v1/webhook_endpoints', shop.shelves.endpoints.newestFirst(), read(z.strictObject(paging), sent)),
  },
  {
    method: 'GET',
    path: 'webhook_endpoints/:id',
    needs: NEEDS.read,
    run: (shop, call) => shop.shelves.endpoints.get(idOf(call)),
  },
  { method: 'POST', path: 'webhook_endpoints/:id', needs: NEEDS.write, run: update },
  { method: 'DELETE', path: 'webhook_endpoints/:id', needs: NEEDS.write, run: remove },
]
