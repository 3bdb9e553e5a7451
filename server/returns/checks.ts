/** What must be true of everything that was returned. */
import type { Check } from '../platform/check.ts'

/** Any quarter of an hour will do as the origin. */
const bucket = (alias: string) =>
  `date_bin(interval '15 minutes', ${alias}.received_at, timestamptz '2000-01-01 00:00:00+00')`

export const returnChecks: readonly Check[] = [
  {
    name: 'one_credit_per_return',
    sentence:
      'Each returned sale that was debited has one credit: that amount, to that wallet; none where it was marked without.',
    sql: `
      select a.account_id, a.attempt_id, s.amount as debited, s.wallet_id as paid_by, r.amount as credited, r.wallet_id
      from attempts a
      left join transfers s on s.account_id = a.account_id and s.kind = 'sale' and s.source = a.attempt_id
      left join transfers r on r.account_id = a.account_id and r.kind = 'return' and r.source = a.attempt_id
      where a.returned_at is not null and case
        when s.source is not null and a.return_refund
          then r.source is null or r.amount <> s.amount or r.wallet_id <> s.wallet_id or r.lead_id <> a.lead_id
            or r.debit_account <> 'sales' or r.credit_account <> 'wallet'
        else r.source is not null end`,
  },
  {
    name: 'one_return_per_credit',
    sentence: 'Each transfer of kind return belongs to a sale that is returned.',
    sql: `
      select t.account_id, t.source, t.wallet_id, t.amount from transfers t
      where t.kind = 'return' and not exists (
        select from attempts a
        where a.account_id = t.account_id and a.lead_id = t.lead_id and a.attempt_id = t.source
          and a.returned_at is not null)`,
  },
  {
    name: 'returned_lead_sums_sales',
    sentence: 'A lead is returned exactly when it was sold and all its sales are returned.',
    sql: `
      select l.account_id, l.lead_id, l.returned, s.sales, s.back
      from leads l left join (
        select a.account_id, a.lead_id, count(*) as sales, count(a.returned_at) as back
        from attempts a where a.outcome = 'accepted' group by a.account_id, a.lead_id
      ) s on s.account_id = l.account_id and s.lead_id = l.lead_id
      where not l.test and l.returned <> coalesce(s.sales > 0 and s.sales = s.back, false)`,
  },
  {
    name: 'payout_taken_back_once',
    sentence:
      'What returns took back of a lead’s payout is at most that payout, and is what the changes of its payout say.',
    sql: `
      select l.account_id, l.lead_id, l.payout, l.returned_payout, c.amount
      from leads l left join (
        select account_id, lead_id, sum(amount) as amount from payout_changes
        where cause = 'return' group by account_id, lead_id
      ) c on c.account_id = l.account_id and c.lead_id = l.lead_id
      where coalesce(l.returned_payout, 0) not between 0 and l.payout
        or coalesce(l.returned_payout, 0) <> -coalesce(c.amount, 0)`,
  },
  {
    name: 'lead_return_figures',
    sentence: 'The figures of suppliers count the returns of their leads on the leads’ own dates, tests left out.',
    sql: `
      select account_id, bucket, campaign_id, supplier_id, code, sum(returned) as returned, sum(revenue) as revenue,
             sum(payout) as payout
      from (
        select account_id, bucket, campaign_id, supplier_id, code, returned, returned_revenue as revenue,
               returned_payout as payout
        from lead_rollup
        union all
        select l.account_id, ${bucket('l')}, l.campaign_id, l.supplier_id, l.code, -l.returned::integer, 0,
               -coalesce(l.returned_payout, 0)
        from leads l where not l.test
        union all
        select l.account_id, ${bucket('l')}, l.campaign_id, l.supplier_id, l.code, 0, -a.price, 0
        from attempts a
        join leads l on l.account_id = a.account_id and l.lead_id = a.lead_id and l.received_at = a.received_at
        where a.returned_at is not null and not a.test
      ) both_sides
      group by account_id, bucket, campaign_id, supplier_id, code
      having sum(returned) <> 0 or sum(revenue) <> 0 or sum(payout) <> 0`,
  },
  {
    name: 'sale_return_figures',
    sentence: 'The figures of buyers count their returned sales on the leads’ own dates, tests left out.',
    sql: `
      select account_id, bucket, campaign_id, buyer_id, sum(returned) as returned, sum(amount) as amount
      from (
        select account_id, bucket, campaign_id, buyer_id, returned, returned_amount as amount from sale_rollup
        union all
        select a.account_id, ${bucket('a')}, a.campaign_id, a.buyer_id, -1, -a.price
        from attempts a where a.returned_at is not null and not a.test
      ) both_sides
      group by account_id, bucket, campaign_id, buyer_id
      having sum(returned) <> 0 or sum(amount) <> 0`,
  },
]
