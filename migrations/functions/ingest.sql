-- Writes one account's batch of decided leads, or nothing: guards in the one lock order (campaigns, supplier caps,
-- buyer caps, wallets, duplicate keys), then rows, then figures. A guard that no longer holds raises PT409 with its
-- name; the caller decides the batch again on fresh state. A key that somebody claimed first is a unique violation of
-- its table: the same to the caller, without the second look that ON CONFLICT takes. Every array of a group has one element a row.
create or replace function ingest(
  p_account integer, p_now timestamptz, p_currency text,
  -- campaigns this batch was decided by
  c_id integer[], c_revision bigint[],
  -- supplier places taken, with the caps they were counted under (null: none)
  s_id integer[], s_day integer[], s_week integer[], s_month integer[], s_count integer[],
  s_cap_day integer[], s_cap_week integer[], s_cap_month integer[], s_cap_total integer[],
  -- buyer places and money taken
  b_id integer[], b_day integer[], b_week integer[], b_month integer[], b_count integer[], b_cents bigint[],
  b_cap_day integer[], b_cap_week integer[], b_cap_month integer[], b_cap_total integer[],
  b_budget_day bigint[], b_budget_week bigint[], b_budget_month bigint[], b_budget_total bigint[],
  -- wallets: sum and count of the batch's debits, what is held for calls, and the last of both (it may cross the minimum)
  w_id integer[], w_sum bigint[], w_last bigint[], w_count integer[], w_held bigint[],
  -- these debits, in a wallet's order: how many and how much up to and with this one
  t_source uuid[], t_wallet integer[], t_amount bigint[], t_nth integer[], t_running bigint[], t_lead uuid[],
  -- duplicate keys claimed; expired ones make room, but only the very row that was read: whoever replaced it since was first
  k_key bigint[], k_lead uuid[], k_expired bigint[], k_expired_lead uuid[],
  r_key bigint[], r_lead uuid[], r_expired bigint[], r_expired_lead uuid[],
  -- leads
  l_id uuid[], l_received timestamptz[], l_campaign integer[], l_supplier integer[], l_version integer[],
  l_code smallint[], l_test boolean[], l_sales smallint[], l_revenue bigint[], l_payout bigint[], l_ms integer[],
  l_phone bigint[], l_email bigint[], l_duplicate_of uuid[], l_ip text[], l_sub_ids text[], l_detail text[],
  l_why text[], l_data text[],
  -- attempts; a wallet where the sale was debited
  a_id uuid[], a_lead uuid[], a_received timestamptz[], a_campaign integer[], a_buyer integer[], a_version integer[],
  a_test boolean[], a_price bigint[], a_rule smallint[], a_wallet integer[],
  -- figures
  lr_bucket timestamptz[], lr_campaign integer[], lr_supplier integer[], lr_code smallint[], lr_leads integer[],
  lr_revenue bigint[], lr_payout bigint[],
  sr_bucket timestamptz[], sr_campaign integer[], sr_buyer integer[], sr_sales integer[], sr_amount bigint[],
  -- leads with calls to make, and those that go on after one (migrations/0004); null when there are none
  p_open jsonb
) returns void language plpgsql as $$
declare
  n integer;
begin
  select count(*) into n from (
    select c.revision, c.campaign_id from campaigns c
    where c.account_id = p_account and c.campaign_id = any (c_id)
    order by c.campaign_id for share
  ) c join unnest(c_id, c_revision) as u (id, revision) on u.id = c.campaign_id and u.revision = c.revision;
  if n <> cardinality(c_id) then
    raise exception 'campaign' using errcode = 'PT409';
  end if;

  if p_open is not null then
    perform lock_open(p_account, p_open);
  end if;

  if cardinality(s_id) > 0 then
    if cardinality(s_id) > 1 then
      perform 1 from cap_counters c
        where c.account_id = p_account and c.subject = 'supplier' and c.subject_id = any (s_id)
        order by c.subject_id for update;
    end if;
    update cap_counters c set
      day_count = case when c.day_key = u.day then c.day_count else 0 end + u.n, day_key = u.day,
      week_count = case when c.week_key = u.week then c.week_count else 0 end + u.n, week_key = u.week,
      month_count = case when c.month_key = u.month then c.month_count else 0 end + u.n, month_key = u.month,
      total_count = c.total_count + u.n
    from unnest(s_id, s_day, s_week, s_month, s_count, s_cap_day, s_cap_week, s_cap_month, s_cap_total)
      as u (id, day, week, month, n, cap_day, cap_week, cap_month, cap_total)
    where c.account_id = p_account and c.subject = 'supplier' and c.subject_id = any (s_id) and c.subject_id = u.id
      and c.day_key <= u.day and c.week_key <= u.week and c.month_key <= u.month
      and (u.cap_day is null or case when c.day_key = u.day then c.day_count else 0 end + u.n <= u.cap_day)
      and (u.cap_week is null or case when c.week_key = u.week then c.week_count else 0 end + u.n <= u.cap_week)
      and (u.cap_month is null or case when c.month_key = u.month then c.month_count else 0 end + u.n <= u.cap_month)
      and (u.cap_total is null or c.total_count + u.n <= u.cap_total);
    get diagnostics n = row_count;
    if n <> cardinality(s_id) then
      raise exception 'supplier_cap' using errcode = 'PT409';
    end if;
  end if;

  if cardinality(b_id) > 0 then
    if cardinality(b_id) > 1 then
      perform 1 from cap_counters c
        where c.account_id = p_account and c.subject = 'buyer' and c.subject_id = any (b_id)
        order by c.subject_id for update;
    end if;
    update cap_counters c set
      day_count = case when c.day_key = u.day then c.day_count else 0 end + u.n,
      day_cents = case when c.day_key = u.day then c.day_cents else 0 end + u.cents, day_key = u.day,
      week_count = case when c.week_key = u.week then c.week_count else 0 end + u.n,
      week_cents = case when c.week_key = u.week then c.week_cents else 0 end + u.cents, week_key = u.week,
      month_count = case when c.month_key = u.month then c.month_count else 0 end + u.n,
      month_cents = case when c.month_key = u.month then c.month_cents else 0 end + u.cents, month_key = u.month,
      total_count = c.total_count + u.n, total_cents = c.total_cents + u.cents
    from unnest(b_id, b_day, b_week, b_month, b_count, b_cents, b_cap_day, b_cap_week, b_cap_month, b_cap_total,
                b_budget_day, b_budget_week, b_budget_month, b_budget_total)
      as u (id, day, week, month, n, cents, cap_day, cap_week, cap_month, cap_total,
            budget_day, budget_week, budget_month, budget_total)
    where c.account_id = p_account and c.subject = 'buyer' and c.subject_id = any (b_id) and c.subject_id = u.id
      and c.day_key <= u.day and c.week_key <= u.week and c.month_key <= u.month
      and (u.cap_day is null or case when c.day_key = u.day then c.day_count else 0 end + u.n <= u.cap_day)
      and (u.cap_week is null or case when c.week_key = u.week then c.week_count else 0 end + u.n <= u.cap_week)
      and (u.cap_month is null or case when c.month_key = u.month then c.month_count else 0 end + u.n <= u.cap_month)
      and (u.cap_total is null or c.total_count + u.n <= u.cap_total)
      and (u.budget_day is null or case when c.day_key = u.day then c.day_cents else 0 end + u.cents <= u.budget_day)
      and (u.budget_week is null or case when c.week_key = u.week then c.week_cents else 0 end + u.cents <= u.budget_week)
      and (u.budget_month is null or case when c.month_key = u.month then c.month_cents else 0 end + u.cents <= u.budget_month)
      and (u.budget_total is null or c.total_cents + u.cents <= u.budget_total);
    get diagnostics n = row_count;
    if n <> cardinality(b_id) then
      raise exception 'buyer_cap' using errcode = 'PT409';
    end if;
  end if;

  if cardinality(w_id) > 0 then
    if cardinality(w_id) > 1 then
      perform 1 from wallets w where w.account_id = p_account and w.wallet_id = any (w_id)
        order by w.wallet_id for update;
    end if;
    with debited as (
      update wallets w set
        balance = w.balance - u.total, reserved = w.reserved + u.held, seq = w.seq + u.n,
        booked_at = greatest(w.booked_at, p_now),
        low = w.stops_below is not null and w.balance - w.reserved - u.total - u.held < w.stops_below
      from unnest(w_id, w_sum, w_last, w_count, w_held) as u (id, total, last, n, held)
      where w.account_id = p_account and w.wallet_id = any (w_id) and w.wallet_id = u.id and not w.low
        and w.balance - w.reserved - u.total - u.held >= -w.credit_limit
        and (w.stops_below is null or w.balance - w.reserved - u.total - u.held + u.last >= w.stops_below)
      returning w.wallet_id, w.balance + u.total as balance, w.seq - u.n as seq, w.booked_at
    ), booked as (
      insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                             wallet_seq, balance_after, booked_at, lead_id)
        select p_account, 'sale', t.source, 'wallet', 'sales', t.amount, p_currency, t.wallet,
               w.seq + t.nth, w.balance - t.running, w.booked_at, t.lead
        from unnest(t_source, t_wallet, t_amount, t_nth, t_running, t_lead)
          as t (source, wallet, amount, nth, running, lead)
        join debited w on w.wallet_id = t.wallet
    )
    select count(*) into n from debited;
    if n <> cardinality(w_id) then
      raise exception 'wallet' using errcode = 'PT409';
    end if;
  end if;

  if cardinality(k_key) > 0 then
    if cardinality(k_expired) > 0 then
      delete from duplicate_keys k using unnest(k_expired, k_expired_lead) as u (key, lead)
        where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead;
    end if;
    insert into duplicate_keys (account_id, key, lead_id, accepted_at)
      select p_account, u.key, u.lead, p_now from unnest(k_key, k_lead) as u (key, lead) order by u.key;
  end if;

  if cardinality(r_key) > 0 then
    if cardinality(r_expired) > 0 then
      delete from recent_posts k using unnest(r_expired, r_expired_lead) as u (key, lead)
        where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead;
    end if;
    insert into recent_posts (account_id, key, lead_id, accepted_at)
      select p_account, u.key, u.lead, p_now from unnest(r_key, r_lead) as u (key, lead) order by u.key;
  end if;

  insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, sales, revenue,
                     payout, decided_ms, phone_hash, email_hash, duplicate_of, source_ip, sub_ids, detail, why, data)
    select p_account, u.id, u.received, u.campaign, u.supplier, u.version, u.code, u.test, u.sales, u.revenue,
           u.payout, u.ms, u.phone, u.email, u.duplicate_of, u.ip, u.sub_ids::jsonb, u.detail, u.why::jsonb, u.data::jsonb
    from unnest(l_id, l_received, l_campaign, l_supplier, l_version, l_code, l_test, l_sales, l_revenue, l_payout, l_ms,
                l_phone, l_email, l_duplicate_of, l_ip, l_sub_ids, l_detail, l_why, l_data)
      as u (id, received, campaign, supplier, version, code, test, sales, revenue, payout, ms,
            phone, email, duplicate_of, ip, sub_ids, detail, why, data);

  if cardinality(a_id) > 0 then
    insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                          price, rule, wallet_id, at, ms)
      select p_account, u.lead, u.received, u.id, u.campaign, u.buyer, u.version, 'accepted', u.test, u.price, u.rule,
             u.wallet, p_now, 0
      from unnest(a_id, a_lead, a_received, a_campaign, a_buyer, a_version, a_test, a_price, a_rule, a_wallet)
        as u (id, lead, received, campaign, buyer, version, test, price, rule, wallet);
  end if;

  if cardinality(lr_bucket) > 0 then
    perform add_lead_figures(p_account, lr_bucket, lr_campaign, lr_supplier, lr_code, lr_leads, lr_revenue, lr_payout);
  end if;

  if cardinality(sr_bucket) > 0 then
    insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, amount)
      select p_account, u.bucket, u.campaign, u.buyer, u.sales, u.amount
      from unnest(sr_bucket, sr_campaign, sr_buyer, sr_sales, sr_amount) as u (bucket, campaign, buyer, sales, amount)
      order by u.bucket, u.campaign, u.buyer
      on conflict on constraint sale_rollup_pkey do update set
        sales = r.sales + excluded.sales, amount = r.amount + excluded.amount;
  end if;

  if p_open is not null then
    perform write_open(p_account, p_now, p_open);
  end if;
end
$$;
