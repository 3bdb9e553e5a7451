/** What must be true of the books, of what was sold, and of the figures made from it. */
import type { Check } from '../platform/check.ts'

/** As the balance felt it: fees and what the operator bears leave it as it was. */
const signed = `(case when t.credit_account = 'wallet' then t.amount when t.debit_account = 'wallet' then -t.amount else 0 end)`
/** Sales are accepted attempts; tests cost nothing and count nowhere. */
const sale = `a.outcome = 'accepted' and not a.test`
/** Any quarter of an hour will do as the origin. */
const bucket = `date_bin(interval '15 minutes', received_at, timestamptz '2000-01-01 00:00:00+00')`

const wallets: Check[] = [
  {
    name: 'wallet_is_sum',
    sentence:
      'The balance of each wallet is the sum of its transfers, and no transfer names a wallet that is not there.',
    sql: `
      select account_id, wallet_id, w.balance, coalesce(s.total, 0) as transfers
      from wallets w full join (
        select t.account_id, t.wallet_id, sum(${signed}) as total
        from transfers t group by t.account_id, t.wallet_id
      ) s using (account_id, wallet_id)
      where w.balance is distinct from coalesce(s.total, 0)`,
  },
  {
    name: 'wallet_order_gapless',
    sentence: 'The entries of each wallet are numbered from 1 to its last number, without a gap.',
    sql: `
      select w.account_id, w.wallet_id, w.seq, coalesce(s.entries, 0) as entries, s.first, s.last
      from wallets w left join (
        select t.account_id, t.wallet_id, count(*) as entries, min(t.wallet_seq) as first, max(t.wallet_seq) as last
        from transfers t group by t.account_id, t.wallet_id
      ) s on s.account_id = w.account_id and s.wallet_id = w.wallet_id
      where w.seq <> coalesce(s.entries, 0) or (s.entries > 0 and (s.first <> 1 or s.last <> w.seq))`,
  },
  {
    name: 'balance_after_chain',
    sentence: 'Each entry leaves the balance that the entry before it left, plus its own amount.',
    sql: `
      select account_id, wallet_id, wallet_seq, balance_after, before + change as expected from (
        select t.account_id, t.wallet_id, t.wallet_seq, t.balance_after, ${signed} as change,
               coalesce(lag(t.balance_after) over wallet, 0) as before
        from transfers t
        window wallet as (partition by t.account_id, t.wallet_id order by t.wallet_seq)
      ) chain where balance_after <> before + change`,
  },
  {
    name: 'booked_in_order',
    sentence: 'No entry of a wallet is booked earlier than the entry before it, nor later than its wallet says.',
    sql: `
      select account_id, wallet_id, wallet_seq, booked_at, before, wallet_at from (
        select t.account_id, t.wallet_id, t.wallet_seq, t.booked_at, lag(t.booked_at) over wallet as before,
               w.booked_at as wallet_at
        from transfers t join wallets w on w.account_id = t.account_id and w.wallet_id = t.wallet_id
        window wallet as (partition by t.account_id, t.wallet_id order by t.wallet_seq)
      ) entries where booked_at < before or booked_at > wallet_at`,
  },
  {
    name: 'one_currency',
    sentence: 'All wallets and transfers of an account are in its currency.',
    sql: `
      select w.account_id, w.wallet_id, w.currency, c.currency as account_currency
      from wallets w join accounts c on c.account_id = w.account_id where w.currency <> c.currency
      union all
      select t.account_id, t.wallet_id, t.currency, c.currency
      from transfers t join accounts c on c.account_id = t.account_id where t.currency <> c.currency`,
  },
  {
    name: 'low_as_decided',
    sentence:
      'A wallet is low exactly when its balance less what is reserved is under its minimum and no auto-recharge works.',
    sql: `
      select w.account_id, w.wallet_id, w.balance, w.reserved, w.stops_below, w.low from wallets w
      where w.low <> (w.stops_below is not null and w.balance - w.reserved < w.stops_below)`,
  },
]

const sales: Check[] = [
  {
    name: 'one_debit_per_sale',
    sentence: 'Each sale with a price and a wallet has one transfer: from that wallet, of that amount, for that lead.',
    sql: `
      select a.account_id, a.attempt_id, a.wallet_id, a.price, t.wallet_id as paid_by, t.amount
      from attempts a left join transfers t
        on t.account_id = a.account_id and t.kind = 'sale' and t.source = a.attempt_id
      where ${sale} and a.wallet_id is not null and a.price > 0
        and (t.source is null or t.amount <> a.price or t.wallet_id <> a.wallet_id or t.lead_id <> a.lead_id
             or t.debit_account <> 'wallet' or t.credit_account <> 'sales')`,
  },
  {
    name: 'one_sale_per_debit',
    sentence: 'Each transfer of kind sale belongs to a sale that names its wallet; a test or a free one has none.',
    sql: `
      select t.account_id, t.source, t.wallet_id, t.amount from transfers t
      where t.kind = 'sale' and not exists (
        select from attempts a
        where a.account_id = t.account_id and a.lead_id = t.lead_id and a.attempt_id = t.source
          and ${sale} and a.price > 0 and a.wallet_id = t.wallet_id)`,
  },
  {
    name: 'lead_sums_sales',
    sentence:
      'A lead that is not in process is accepted when it was sold; its sales and revenue are the count and sum of its accepted attempts.',
    sql: `
      select l.account_id, l.lead_id, l.sales, l.revenue, coalesce(s.sales, 0) as attempts, coalesce(s.amount, 0) as amount
      from leads l left join (
        select a.account_id, a.lead_id, count(*) as sales, sum(a.price) as amount
        from attempts a where a.outcome = 'accepted' group by a.account_id, a.lead_id
      ) s on s.account_id = l.account_id and s.lead_id = l.lead_id
      where not l.test and (l.sales <> coalesce(s.sales, 0) or l.revenue <> coalesce(s.amount, 0)
        or (l.code <> 1049 and (l.code = 0) <> (l.sales > 0)))`,
  },
  {
    name: 'sales_have_leads',
    sentence: 'Each attempt belongs to a lead of its campaign, and is a test exactly when the lead is one.',
    sql: `
      select a.account_id, a.lead_id, a.attempt_id from attempts a
      where not exists (
        select from leads l
        where l.account_id = a.account_id and l.lead_id = a.lead_id and l.received_at = a.received_at
          and l.campaign_id = a.campaign_id and l.test = a.test)`,
  },
]

const counters: Check[] = [
  {
    name: 'buyer_totals',
    sentence: 'What a buyer has bought or has reserved in all, in number and money, is what its counter says.',
    sql: `
      select c.account_id, c.subject_id, c.total_count, c.total_cents, coalesce(s.sales, 0) as sales,
             coalesce(s.amount, 0) as amount
      from cap_counters c left join (
        select a.account_id, a.buyer_id, count(*) as sales, sum(a.price) as amount
        from (
          select a.account_id, a.buyer_id, a.price from attempts a where ${sale}
          union all select r.account_id, r.buyer_id, r.amount from reservations r where not r.test
        ) a group by a.account_id, a.buyer_id
      ) s on s.account_id = c.account_id and s.buyer_id = c.subject_id
      where c.subject = 'buyer' and (c.total_count <> coalesce(s.sales, 0) or c.total_cents <> coalesce(s.amount, 0))`,
  },
  {
    name: 'supplier_totals',
    sentence: 'The leads of a supplier that were sold, or have something reserved, are what its counter says in all.',
    sql: `
      select c.account_id, c.subject_id, c.total_count, coalesce(s.leads, 0) as leads
      from cap_counters c left join (
        select l.account_id, l.supplier_id, count(*) as leads
        from leads l where not l.test and (l.sales > 0 or exists (
          select from open_leads o where o.account_id = l.account_id and o.lead_id = l.lead_id and o.day_key is not null))
        group by l.account_id, l.supplier_id
      ) s on s.account_id = c.account_id and s.supplier_id = c.subject_id
      where c.subject = 'supplier' and c.total_count <> coalesce(s.leads, 0)`,
  },
  {
    name: 'counters_nest',
    sentence: 'No running period counts more than the one around it: day in week and month, both in the total.',
    sql: `
      select account_id, subject, subject_id from cap_counters
      where day_count > week_count or day_cents > week_cents
        or (day_key / 100 = month_key and (day_count > month_count or day_cents > month_cents))
        or greatest(week_count, month_count) > total_count or greatest(week_cents, month_cents) > total_cents`,
  },
]

const figures: Check[] = [
  {
    name: 'lead_figures',
    sentence: 'The figures of suppliers are the sums of their leads, tests left out.',
    sql: `
      select account_id, bucket, campaign_id, supplier_id, code, sum(leads) as leads, sum(revenue) as revenue,
             sum(payout) as payout
      from (
        select account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout from lead_rollup
        union all
        select account_id, ${bucket}, campaign_id, supplier_id, code, -1, -revenue, -payout
        from leads where not test and code <> 1049
      ) both_sides
      group by account_id, bucket, campaign_id, supplier_id, code
      having sum(leads) <> 0 or sum(revenue) <> 0 or sum(payout) <> 0`,
  },
  {
    name: 'campaign_figures',
    sentence: 'The figures of campaigns are the sums of those of their suppliers, returns included.',
    sql: `
      select account_id, bucket, campaign_id, code, sum(leads) as leads, sum(revenue) as revenue, sum(payout) as payout,
             sum(returned) as returned
      from (
        select account_id, bucket, campaign_id, code, leads, revenue, payout, returned, returned_revenue, returned_payout
        from campaign_rollup
        union all
        select account_id, bucket, campaign_id, code, -leads, -revenue, -payout, -returned, -returned_revenue,
               -returned_payout
        from lead_rollup
      ) both_sides
      group by account_id, bucket, campaign_id, code
      having sum(leads) <> 0 or sum(revenue) <> 0 or sum(payout) <> 0 or sum(returned) <> 0
        or sum(returned_revenue) <> 0 or sum(returned_payout) <> 0`,
  },
  {
    name: 'sale_figures',
    sentence: 'The figures of buyers are the sums of their sales, tests left out.',
    sql: `
      select account_id, bucket, campaign_id, buyer_id, sum(sales) as sales, sum(amount) as amount
      from (
        select account_id, bucket, campaign_id, buyer_id, sales, amount from sale_rollup
        union all
        select a.account_id, ${bucket}, a.campaign_id, a.buyer_id, -1, -a.price from attempts a where ${sale}
      ) both_sides
      group by account_id, bucket, campaign_id, buyer_id
      having sum(sales) <> 0 or sum(amount) <> 0`,
  },
]

/** In the order in which they are run and printed. */
export const ledgerChecks: readonly Check[] = [...wallets, ...sales, ...counters, ...figures]
