/** Deliveries and outside checks tried from their form: written for one lead, and sent for real when told to. */
import type { z } from 'zod'
import type { TrialResult, tryCheck, tryDelivery } from '../../../contract/api/deliveries.ts'
import type { Delivery, DirectPost, EmailDelivery } from '../../../contract/delivery.ts'
import { AppError } from '../../../contract/errors.ts'
import type { Field, FieldValue } from '../../../contract/fields.ts'
import { asCents } from '../../../contract/money.ts'
import { checkFaults, deliveryFaults } from '../../../contract/places.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { type LeadSeen, openTrials, storedLeads, writeMail } from '../../delivery/ops.ts'
import { compileField } from '../../fields/rules.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { leadIdOf, leadIdText, newId } from '../../platform/ids.ts'
import { headerText, sendMail } from '../../platform/mail/outbox.ts'
import { readSettings } from '../ops.ts'
import { isPattern } from '../rules/patterns.ts'
import { sampleLead } from '../rules/samples.ts'
import { campaignOf } from './campaigns.ts'

type DeliveryTrial = z.output<(typeof tryDelivery)['body']>
type CheckTrial = z.output<(typeof tryCheck)['body']>
type Trial = Pick<DeliveryTrial, 'fields' | 'values' | 'lead' | 'price'>

const DEADLINE_MS = 60_000

/** @throws AppError not_found, invalid_input with the place in the delivery */
export async function tryDeliveryNow(ctx: Ctx, campaignId: number, trial: DeliveryTrial): Promise<TrialResult> {
  const { delivery } = trial
  refuse('delivery', deliveryFaults(delivery satisfies Delivery, trial.fields, isPattern))
  const lead = await leadOf(ctx, campaignId, trial)
  if (delivery.kind === 'email') return tryMail(ctx, campaignId, trial, delivery, lead)
  return tryPost(ctx, campaignId, trial, delivery, lead)
}

/** @throws AppError not_found, invalid_input with the place in the check */
export async function tryCheckNow(ctx: Ctx, campaignId: number, trial: CheckTrial): Promise<TrialResult> {
  const { check, fields, send } = trial
  refuse(
    '',
    checkFaults([check], fields, isPattern).map((fault) => ({
      ...fault,
      path: fault.path.replace('checks.0.', 'check.'),
    })),
  )
  const { accountId } = actorOf(ctx, 'team')
  const order = {
    accountId,
    fields,
    lead: await leadOf(ctx, campaignId, trial),
    test: true,
    deadlineMs: DEADLINE_MS,
    check,
  }
  const trials = openTrials(ctx)
  if (!send) return { exchange: written(await trials.preview(order)), verdict: null }
  await note(ctx, campaignId, check.name)
  const { transcript, ...result } = await trials.check(order)
  const saved = result.saved.map(({ field, value }) => ({ field, value: value === null ? null : String(value) }))
  const reason = result.result === 'pass' ? null : result.reason
  return {
    exchange: transcript,
    verdict: { outcome: result.result, reason, rule: result.rule ?? null, price: null, saved },
  }
}

async function tryPost(
  ctx: Ctx,
  campaignId: number,
  { fields, price, send }: DeliveryTrial,
  delivery: DirectPost,
  lead: LeadSeen,
): Promise<TrialResult> {
  const { accountId } = actorOf(ctx, 'team')
  const { currency } = await readAccountBasics(ctx.db, accountId)
  const order = {
    accountId,
    fields,
    lead,
    delivery,
    test: true,
    deadlineMs: DEADLINE_MS,
    deliveryId: newId(ctx.now()),
    price: asCents(price),
    currency,
  }
  const trials = openTrials(ctx)
  if (!send) return { exchange: written(await trials.preview(order)), verdict: null }
  await note(ctx, campaignId, delivery.call.url)
  const { transcript, ...result } = await trials.deliver(order)
  const isAccepted = result.outcome === 'accepted'
  const verdict = {
    outcome: result.outcome,
    reason: isAccepted ? null : result.reason,
    rule: result.rule ?? null,
    price: isAccepted ? result.price : null,
    saved: [],
  }
  return { exchange: transcript, verdict }
}

/** To whoever asks: a buyer's people get no mail that is not theirs. */
async function tryMail(
  ctx: Ctx,
  campaignId: number,
  { fields, price, send }: DeliveryTrial,
  delivery: EmailDelivery,
  lead: LeadSeen,
): Promise<TrialResult> {
  const { accountId, email, name } = actorOf(ctx, 'team')
  const { currency } = await readAccountBasics(ctx.db, accountId)
  const order = { delivery, fields, lead, test: true, deliveryId: newId(ctx.now()), price: asCents(price), currency }
  const mail = writeMail(order)
  const request = `To: ${delivery.to.join(', ')}\nSubject: ${headerText(mail.subject)}\n\n${mail.text}`
  const exchange = written(request)
  if (!send) return { exchange, verdict: null }
  await note(ctx, campaignId, 'mail')
  await ctx.transact((tx) =>
    sendMail(tx, ctx, { kind: 'lead.delivery_test', to: email, ...mail, accountId, fromName: name }),
  )
  return { exchange, verdict: { outcome: 'mailed', reason: `Sent to ${email}.`, rule: null, price: null, saved: [] } }
}

const written = (request: string) => ({ request, response: null, status: null, ms: 0 })

function refuse(under: string, faults: readonly { path: string; message: string }[]): void {
  const [fault] = faults
  if (!fault) return
  const field = under === '' ? fault.path : `${under}.${fault.path}`
  throw new AppError('invalid_input', { field, message: `${field}: ${fault.message}` })
}

/** A real call of somebody's system: who made it is kept. */
async function note(ctx: Ctx, campaignId: number, what: string): Promise<void> {
  const target = { kind: 'campaign', id: campaignId }
  await ctx.transact((tx) => audit(tx, ctx, { action: 'delivery.tested', target, before: null, after: { what } }))
}

/** The chosen lead or a sample of it, with what was typed over it. */
async function leadOf(ctx: Ctx, campaignId: number, trial: Trial): Promise<LeadSeen> {
  const { name } = await campaignOf(ctx, campaignId)
  const [at, campaign] = [ctx.now(), { id: campaignId, name }]
  const base =
    trial.lead === undefined
      ? sampleLead(trial.fields, { id: leadIdText(newId(at)), at, campaign })
      : { ...(await chosenLead(ctx, trial.lead, trial.fields)), campaign }
  return { ...base, values: typedOver(ctx, trial, base.values) }
}

/** By field name: the form may have other fields than the version the lead was read by. */
async function chosenLead(ctx: Ctx, text: string, fields: readonly Field[]): Promise<LeadSeen> {
  const { accountId } = actorOf(ctx, 'team')
  const leadId = leadIdOf(text.trim())
  const lead = leadId === undefined ? undefined : (await storedLeads(ctx.db, accountId, [leadId])).get(leadId)
  if (!lead) throw new AppError('invalid_input', { field: 'lead', message: 'There is no lead with this id.' })
  const { campaign } = await readSettings(ctx.db, accountId, lead.campaignId, lead.version)
  const values = new Map(campaign.fields.map((field, nth) => [field.name, lead.seen.values[nth] ?? null]))
  return { ...lead.seen, values: fields.map(({ name }) => values.get(name) ?? null) }
}

function typedOver(ctx: Ctx, { fields, values }: Trial, base: readonly FieldValue[]): FieldValue[] {
  return fields.map((field, nth) => {
    const typed = Object.hasOwn(values, field.name) ? values[field.name] : undefined
    if (typed === undefined) return base[nth] ?? null
    const { value, fault } = compileField({ ...field, required: false })(typed, ctx.now())
    if (fault !== undefined) throw new AppError('invalid_input', { field: `values.${field.name}`, message: fault })
    return value
  })
}
