/** What must be true of charges, of what was taken back of them, and of recharges. */
import type { Check } from '../platform/check.ts'

/** Kinds that a charge books, and those that its refunds and disputes book. */
const OF_CHARGE = `('deposit', 'fee')`
const OF_REVERSAL = `('refund', 'refund_fee', 'refund_loss', 'refund_undone', 'refund_undone_fee', 'refund_undone_loss',
  'dispute', 'dispute_fee', 'dispute_loss', 'dispute_won', 'dispute_won_fee', 'dispute_won_loss')`

/** A row for each entry that a reversal should have: its kind and amount. */
const wanted = `
  select r.account_id, r.reversal_id, r.customer_id, k.kind || p.suffix as kind, p.part as amount
  from charge_reversals r
  cross join lateral (values ('', r.wallet_part), ('_fee', r.fee_part), ('_loss', r.loss_part)) as p (suffix, part)
  cross join lateral (values
    (r.kind, r.state in ('booked', 'undone')),
    (case r.kind when 'refund' then 'refund_undone' else 'dispute_won' end, r.state = 'undone')) as k (kind, counts)
  where k.counts and p.part > 0`

const charges: Check[] = [
  {
    name: 'charges_booked_once',
    sentence:
      'Each charge that succeeded has one deposit of its amount and one fee of its fee; no other charge has either.',
    sql: `
      select c.account_id, c.charge_id, c.state, c.amount, c.fee, d.amount as deposited, f.amount as fee_booked
      from charges c
      left join transfers d on d.account_id = c.account_id and d.kind = 'deposit' and d.source = c.charge_id
      left join transfers f on f.account_id = c.account_id and f.kind = 'fee' and f.source = c.charge_id
      where coalesce(d.amount, 0) <> case c.state when 'succeeded' then c.amount else 0 end
         or coalesce(f.amount, 0) <> case c.state when 'succeeded' then c.fee else 0 end
         or d.wallet_id <> c.customer_id or f.wallet_id <> c.customer_id`,
  },
  {
    name: 'deposits_have_charges',
    sentence: 'Each deposit and each fee belongs to a charge, each refund and dispute to something taken back.',
    sql: `
      select t.account_id, t.kind, t.source, t.amount from transfers t
      where (t.kind in ${OF_CHARGE} and not exists (
          select from charges c where c.account_id = t.account_id and c.charge_id = t.source))
        or (t.kind in ${OF_REVERSAL} and not exists (
          select from charge_reversals r where r.account_id = t.account_id and r.reversal_id = t.source))`,
  },
  {
    name: 'under_way_is_sum',
    sentence: 'What is under way of a wallet is the sum of its charges that are with Stripe.',
    sql: `
      select w.account_id, w.wallet_id, w.under_way, coalesce(s.sent, 0) as sent
      from wallets w left join (
        select c.account_id, c.customer_id, sum(c.amount) as sent from charges c
        where c.state = 'sent' group by c.account_id, c.customer_id
      ) s on s.account_id = w.account_id and s.customer_id = w.wallet_id
      where w.under_way <> coalesce(s.sent, 0)`,
  },
]

const reversals: Check[] = [
  {
    name: 'reversals_booked_once',
    sentence:
      'Each refund and dispute has one entry for each part of it that is borne, and its way back exactly when it was undone.',
    sql: `
      select account_id, reversal_id, kind, w.amount, t.amount as booked
      from (${wanted}) w
      full join (
        select t.account_id, t.source as reversal_id, t.kind, t.amount, t.wallet_id from transfers t
        where t.kind in ${OF_REVERSAL}
      ) t using (account_id, reversal_id, kind)
      where w.amount is distinct from t.amount or w.customer_id is distinct from t.wallet_id`,
  },
  {
    name: 'reversals_within_charge',
    sentence: 'What was taken back of a charge never takes more of balance and fee than the charge gave.',
    sql: `
      select c.account_id, c.charge_id, c.amount, c.fee, sum(r.wallet_part) as wallet, sum(r.fee_part) as fee_back
      from charges c
      join charge_reversals r on r.account_id = c.account_id and r.charge_id = c.charge_id and r.state = 'booked'
      group by c.account_id, c.charge_id, c.amount, c.fee
      having sum(r.wallet_part) > c.amount or sum(r.fee_part) > c.fee`,
  },
  {
    name: 'stripe_is_charges_less_reversals',
    sentence:
      'What Stripe paid in the books is what charges took less what refunds and disputes took back: deposits and fees less their reversals and the operator’s losses.',
    sql: `
      select account_id, c.taken, c.taken_back, t.booked
      from (
        select a.account_id,
          coalesce((select sum(c.amount + c.fee) from charges c
            where c.account_id = a.account_id and c.state = 'succeeded'), 0) as taken,
          coalesce((select sum(r.amount) from charge_reversals r
            where r.account_id = a.account_id and r.state = 'booked'), 0) as taken_back
        from accounts a
      ) c
      left join (
        select t.account_id, sum(case t.debit_account when 'stripe' then t.amount else -t.amount end) as booked
        from transfers t where 'stripe' in (t.debit_account, t.credit_account) group by t.account_id
      ) t using (account_id)
      where c.taken - c.taken_back <> coalesce(t.booked, 0)`,
  },
]

const recharges: Check[] = [
  {
    name: 'working_recharges_can_charge',
    sentence:
      'A wallet has a recharge that works only with one that is on and not stopped, a card, Stripe and its mode.',
    sql: `
      select w.account_id, w.wallet_id, w.recharge_below from wallets w
      join customers c on c.account_id = w.account_id and c.customer_id = w.wallet_id
      where w.recharge_below is not null and (
        c.status <> 'active' or c.billing_mode <> 'real_time'
        or not exists (select from stripe_accounts s where s.account_id = w.account_id)
        or not exists (select from cards k where k.account_id = w.account_id and k.customer_id = w.wallet_id)
        or not exists (
          select from auto_recharges r
          where r.account_id = w.account_id and r.customer_id = w.wallet_id and r.is_on and r.stopped_reason is null
            and w.recharge_below = r.threshold))`,
  },
]

/** In the order in which they are run and printed. */
export const billingChecks: readonly Check[] = [...charges, ...reversals, ...recharges]
