/** What must be true of leads in process, and of what is held for them. */
import type { Check } from '../platform/check.ts'

export const intakeChecks: readonly Check[] = [
  {
    name: 'reserved_is_sum',
    sentence: 'What is reserved on each wallet is the sum of its open reservations.',
    sql: `
      select w.account_id, w.wallet_id, w.reserved, coalesce(r.amount, 0) as reservations
      from wallets w left join (
        select account_id, wallet_id, sum(amount) as amount from reservations
        where wallet_id is not null group by account_id, wallet_id
      ) r on r.account_id = w.account_id and r.wallet_id = w.wallet_id
      where w.reserved <> coalesce(r.amount, 0)`,
  },
  {
    name: 'reservations_have_attempts',
    sentence:
      'Each reservation belongs to an attempt that is being made or whose end is unknown, and each such attempt has one.',
    sql: `
      select coalesce(r.account_id, a.account_id) as account_id, coalesce(r.attempt_id, a.attempt_id) as attempt_id
      from reservations r
      full join (select * from attempts where outcome in ('calling', 'unknown')) a
        on a.account_id = r.account_id and a.lead_id = r.lead_id and a.received_at = r.received_at
          and a.attempt_id = r.attempt_id
      where r.attempt_id is null or a.attempt_id is null or a.outcome <> r.state`,
  },
  {
    name: 'reservations_have_leads',
    sentence: 'Each reservation belongs to a lead that is not done.',
    sql: `
      select r.account_id, r.attempt_id, r.lead_id from reservations r
      where not exists (
        select from open_leads o where o.account_id = r.account_id and o.lead_id = r.lead_id)`,
  },
  {
    name: 'in_process_is_open',
    sentence: 'Each lead in process is somebody’s, and a lead that nobody works on waits for an unknown.',
    sql: `
      select l.account_id, l.lead_id from leads l
      where l.code = 1049 and not exists (
        select from open_leads o
        where o.account_id = l.account_id and o.lead_id = l.lead_id and o.owner is not null)
      union all
      select o.account_id, o.lead_id from open_leads o
      where o.owner is null and not exists (
        select from reservations r where r.account_id = o.account_id and r.lead_id = o.lead_id)`,
  },
  {
    name: 'done_by_deadline',
    sentence: 'No lead is in process five minutes after its deadline, by the newest lead of its account.',
    sql: `
      select o.account_id, o.lead_id, o.deadline_at from open_leads o
      where o.owner is not null and o.deadline_at + interval '5 minutes' < (
        select l.received_at from leads l where l.account_id = o.account_id order by l.lead_id desc limit 1)`,
  },
  {
    name: 'credits_even_out',
    sentence: 'What the buyers of a campaign are owed by its distribution sums to zero.',
    sql: `
      select account_id, campaign_id, sum(credit) as credit from distribution_credits
      group by account_id, campaign_id having sum(credit) <> 0`,
  },
]
