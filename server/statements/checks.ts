/** What must be true of issued statements, as long as the journal stands. */
import type { Check } from '../platform/check.ts'

/** As the balance felt it. */
const signed = `(case when t.credit_account = 'wallet' then t.amount when t.debit_account = 'wallet' then -t.amount else 0 end)`

export const statementChecks: readonly Check[] = [
  {
    name: 'statement_foots',
    sentence: 'Each statement ends with what it began with and the sum of its entries, and none of them is missing.',
    sql: `
      select s.account_id, s.customer_id, s.number, s.opening, s.closing, sum(${signed}) as entries, count(*) as n
      from statements s
      left join transfers t on t.account_id = s.account_id and t.wallet_id = s.customer_id
        and t.wallet_seq between s.first_seq and s.last_seq
      group by s.account_id, s.statement_id
      having s.closing <> s.opening + coalesce(sum(${signed}), 0) or count(t.wallet_seq) <> s.last_seq - s.first_seq + 1`,
  },
  {
    name: 'statement_follows',
    sentence: 'Each statement begins where the one before it ended: its number, its first entry and its balance.',
    sql: `
      select account_id, customer_id, number, first_seq, opening, before from (
        select account_id, customer_id, number, first_seq, opening,
               coalesce(lag(last_seq) over own, 0) as last_before, coalesce(lag(closing) over own, 0) as before,
               row_number() over own as nth
        from statements window own as (partition by account_id, customer_id order by month)
      ) chain where number <> nth or first_seq <> last_before + 1 or opening <> before`,
  },
  {
    name: 'statement_holds_its_month',
    sentence: 'An entry is booked in the period of its statement, and no other entry is.',
    sql: `
      select s.account_id, s.customer_id, s.number, t.wallet_seq, t.booked_at
      from statements s
      join transfers t on t.account_id = s.account_id and t.wallet_id = s.customer_id
        and (t.wallet_seq between s.first_seq and s.last_seq)
            <> (t.booked_at >= s.period_start and t.booked_at < s.period_end)`,
  },
]
