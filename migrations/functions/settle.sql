-- Books how calls ended and which leads are done, or nothing: everything is as the caller believes, or PT409.
-- Locks: leads in process, supplier counters, buyer counters, wallets, duplicate keys, rows; ids ascending in each.
-- `items`: reservations and their ends. 'accepted' makes the sale at its price; 'unknown' keeps what is held; any
-- other outcome gives back place, money and keys, in the periods they were taken in.
-- `ends`: leads that are done (owner: whose they must be; null: they were done before).
-- `changes`: what becomes of the leads' rows. Figures, calls and what suppliers earn later on are rows to add.
create or replace function settle(p_account integer, p_now timestamptz, p_currency text, p jsonb) returns void language plpgsql as $$
declare
  n integer;
  v_leads uuid[];
  v_items uuid[];
  v_closed uuid[];
  v_freed uuid[];
  v_sold uuid[];
begin
  select coalesce(array_agg(i.attempt), '{}') into v_items
    from jsonb_to_recordset(p -> 'items') as i (attempt uuid);
  select coalesce(array_agg(x.lead), '{}') into v_leads from (
    select e.lead from jsonb_to_recordset(p -> 'ends') as e (lead uuid)
    union select r.lead_id from reservations r where r.account_id = p_account and r.attempt_id = any (v_items)
  ) x;
  perform 1 from open_leads o where o.account_id = p_account and o.lead_id = any (v_leads) order by o.lead_id for update;
  select count(*) into n from jsonb_to_recordset(p -> 'ends') as e (lead uuid, owner bigint)
    join open_leads o on o.account_id = p_account and o.lead_id = e.lead and o.owner is not distinct from e.owner;
  if n <> jsonb_array_length(p -> 'ends') then
    raise exception 'lead' using errcode = 'PT409';
  end if;
  select count(*) into n from reservations r
    join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text) on i.attempt = r.attempt_id
    where r.account_id = p_account and not (i.outcome = 'unknown' and r.state = 'unknown');
  if n <> cardinality(v_items) then
    raise exception 'reservation' using errcode = 'PT409';
  end if;

  -- leads that nothing is held for any more, and those of them that were sold to nobody
  select coalesce(array_agg(o.lead_id), '{}') into v_closed from open_leads o
    where o.account_id = p_account and o.lead_id = any (v_leads)
      and (o.owner is null or o.lead_id in (select e.lead from jsonb_to_recordset(p -> 'ends') as e (lead uuid)))
      and not exists (
        select 1 from reservations r left join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text)
          on i.attempt = r.attempt_id
        where r.account_id = p_account and r.lead_id = o.lead_id and coalesce(i.outcome, 'unknown') = 'unknown');
  select coalesce(array_agg(l.lead_id), '{}') into v_freed from leads l
    join open_leads o on o.account_id = p_account and o.lead_id = l.lead_id and o.received_at = l.received_at
    where l.account_id = p_account and l.lead_id = any (v_closed) and l.sales = 0
      and not exists (
        select 1 from reservations r join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text)
          on i.attempt = r.attempt_id
        where r.account_id = p_account and r.lead_id = l.lead_id and i.outcome = 'accepted');

  if cardinality(v_freed) > 0 then
    perform 1 from cap_counters c where c.account_id = p_account and c.subject = 'supplier' and c.subject_id in (
        select o.supplier_id from open_leads o
        where o.account_id = p_account and o.lead_id = any (v_freed) and o.day_key is not null)
      order by c.subject_id for update;
    update cap_counters c set
      day_count = c.day_count - u.day, week_count = c.week_count - u.week, month_count = c.month_count - u.month,
      total_count = c.total_count - u.total
    from (
      select o.supplier_id, count(*)::integer as total,
             (count(*) filter (where o.day_key = k.day_key))::integer as day,
             (count(*) filter (where o.week_key = k.week_key))::integer as week,
             (count(*) filter (where o.month_key = k.month_key))::integer as month
      from open_leads o join cap_counters k
        on k.account_id = p_account and k.subject = 'supplier' and k.subject_id = o.supplier_id
      where o.account_id = p_account and o.lead_id = any (v_freed) and o.day_key is not null
      group by o.supplier_id
    ) u
    where c.account_id = p_account and c.subject = 'supplier' and c.subject_id = u.supplier_id;
  end if;

  perform 1 from cap_counters c where c.account_id = p_account and c.subject = 'buyer' and c.subject_id in (
      select r.buyer_id from reservations r where r.account_id = p_account and r.attempt_id = any (v_items) and not r.test)
    order by c.subject_id for update;
  update cap_counters c set
    day_count = c.day_count - u.day, day_cents = c.day_cents + u.day_cents,
    week_count = c.week_count - u.week, week_cents = c.week_cents + u.week_cents,
    month_count = c.month_count - u.month, month_cents = c.month_cents + u.month_cents,
    total_count = c.total_count - u.total, total_cents = c.total_cents + u.total_cents
  from (
    select x.buyer_id, sum(x.places)::integer as total, sum(x.cents)::bigint as total_cents,
           coalesce(sum(x.places) filter (where x.day_key = k.day_key), 0)::integer as day,
           coalesce(sum(x.cents) filter (where x.day_key = k.day_key), 0)::bigint as day_cents,
           coalesce(sum(x.places) filter (where x.week_key = k.week_key), 0)::integer as week,
           coalesce(sum(x.cents) filter (where x.week_key = k.week_key), 0)::bigint as week_cents,
           coalesce(sum(x.places) filter (where x.month_key = k.month_key), 0)::integer as month,
           coalesce(sum(x.cents) filter (where x.month_key = k.month_key), 0)::bigint as month_cents
    from (
      select r.buyer_id, r.day_key, r.week_key, r.month_key,
             case when i.outcome = 'accepted' then 0 else 1 end as places,
             case when i.outcome = 'accepted' then i.price else 0 end - r.amount as cents
      from reservations r join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text, price bigint)
        on i.attempt = r.attempt_id
      where r.account_id = p_account and i.outcome <> 'unknown' and not r.test
    ) x join cap_counters k on k.account_id = p_account and k.subject = 'buyer' and k.subject_id = x.buyer_id
    group by x.buyer_id
  ) u
  where c.account_id = p_account and c.subject = 'buyer' and c.subject_id = u.buyer_id;

  perform 1 from wallets w where w.account_id = p_account and w.wallet_id in (
      select r.wallet_id from reservations r where r.account_id = p_account and r.attempt_id = any (v_items))
    order by w.wallet_id for update;
  update wallets w set
    reserved = w.reserved - u.freed, balance = w.balance - u.paid, seq = w.seq + u.entries,
    booked_at = case when u.entries > 0 then greatest(w.booked_at, p_now) else w.booked_at end,
    low = w.stops_below is not null and w.balance - u.paid - w.reserved + u.freed < w.stops_below
  from (
    select r.wallet_id, sum(r.amount)::bigint as freed,
           coalesce(sum(i.price) filter (where i.outcome = 'accepted'), 0)::bigint as paid,
           count(*) filter (where i.outcome = 'accepted' and i.price > 0) as entries
    from reservations r join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text, price bigint)
      on i.attempt = r.attempt_id
    where r.account_id = p_account and r.wallet_id is not null and i.outcome <> 'unknown'
    group by r.wallet_id
  ) u
  where w.account_id = p_account and w.wallet_id = u.wallet_id;

  delete from duplicate_keys k using (
      select unnest(r.keys) as key, r.lead_id from reservations r
      join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text) on i.attempt = r.attempt_id
      where r.account_id = p_account and i.outcome not in ('accepted', 'unknown')
      union all
      select unnest(o.keys), o.lead_id from open_leads o where o.account_id = p_account and o.lead_id = any (v_freed)
    ) u where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead_id;
  delete from recent_posts k using (
      select unnest(o.posts) as key, o.lead_id from open_leads o
      where o.account_id = p_account and o.lead_id = any (v_freed)
    ) u where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead_id;
  -- a minute from when it was accepted
  select coalesce(array_agg(r.lead_id), '{}') into v_sold from reservations r
    join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text) on i.attempt = r.attempt_id
    where r.account_id = p_account and i.outcome = 'accepted';
  update recent_posts k set accepted_at = p_now from (
      select unnest(o.posts) as key, o.lead_id from open_leads o
      where o.account_id = p_account and o.lead_id = any (v_sold)
    ) u where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead_id;

  update attempts a set outcome = i.outcome, price = coalesce(i.price, a.price), detail = i.detail,
    ms = coalesce(i.ms, a.ms), by_name = coalesce(i.by_name, a.by_name),
    settled_at = case when i.outcome = 'unknown' then null else p_now end
  from reservations r join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text, price bigint, detail text,
    ms integer, by_name text) on i.attempt = r.attempt_id
  where r.account_id = p_account and a.account_id = p_account and a.lead_id = r.lead_id
    and a.received_at = r.received_at and a.attempt_id = r.attempt_id;

  -- the wallet's order is the order of the items; a sale at no price moves nothing and has no entry
  insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                         wallet_seq, balance_after, booked_at, lead_id)
    select p_account, 'sale', s.attempt_id, 'wallet', 'sales', s.price, p_currency, s.wallet_id,
           w.seq - s.n + s.nth, w.balance + s.total - s.running, w.booked_at, s.lead_id
    from (
      select r.attempt_id, r.lead_id, r.wallet_id, i.price,
             count(*) over wallet_all as n, sum(i.price) over wallet_all as total,
             row_number() over wallet_so_far as nth, sum(i.price) over wallet_so_far as running
      from jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text, price bigint)
      join reservations r on r.account_id = p_account and r.attempt_id = i.attempt
      where i.outcome = 'accepted' and r.wallet_id is not null and i.price > 0
      window wallet_all as (partition by r.wallet_id),
             wallet_so_far as (partition by r.wallet_id order by r.attempt_id)
    ) s join wallets w on w.account_id = p_account and w.wallet_id = s.wallet_id;

  insert into attempt_calls (account_id, lead_id, received_at, call_id, attempt_id, kind, name, outcome, reason, status,
                             request, response, at, ms)
    select p_account, c.lead, c.received, c.id, c.attempt, c.kind, c.name, c.outcome, c.reason, c.status, c.request,
           c.response, c.at, c.ms
    from jsonb_to_recordset(p -> 'calls') as c (lead uuid, received timestamptz, id uuid, attempt uuid, kind text,
      name text, outcome text, reason text, status integer, request text, response text, at timestamptz, ms integer);

  perform change_leads(p_account, p -> 'changes');
  insert into payout_changes (account_id, cause, source, supplier_id, lead_id, amount, booked_at)
    select p_account, 'settlement', e.source, e.supplier, e.lead, e.amount, p_now
    from jsonb_to_recordset(p -> 'earned') as e (source uuid, supplier integer, lead uuid, amount bigint);

  insert into lead_rollup as r (account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout)
    select p_account, u.bucket, u.campaign, u.supplier, u.code, sum(u.leads), sum(u.revenue), sum(u.payout)
    from jsonb_to_recordset(p -> 'leadFigures') as u (bucket timestamptz, campaign integer, supplier integer,
      code smallint, leads integer, revenue bigint, payout bigint)
    group by u.bucket, u.campaign, u.supplier, u.code
    order by u.bucket, u.campaign, u.supplier, u.code
    on conflict on constraint lead_rollup_pkey do update set
      leads = r.leads + excluded.leads, revenue = r.revenue + excluded.revenue, payout = r.payout + excluded.payout;
  insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, amount)
    select p_account, u.bucket, u.campaign, u.buyer, sum(u.sales), sum(u.amount)
    from jsonb_to_recordset(p -> 'saleFigures') as u (bucket timestamptz, campaign integer, buyer integer,
      sales integer, amount bigint)
    group by u.bucket, u.campaign, u.buyer
    order by u.bucket, u.campaign, u.buyer
    on conflict on constraint sale_rollup_pkey do update set
      sales = r.sales + excluded.sales, amount = r.amount + excluded.amount;

  -- what a reservation moved among the buyers, it moves back when it was not sold
  perform add_credits(p_account, coalesce((
    select jsonb_agg(jsonb_build_object('buyer', c.key::integer, 'campaign', r.campaign_id, 'credit', -c.value::bigint))
    from reservations r join jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text) on i.attempt = r.attempt_id
    cross join jsonb_each_text(r.credits) c
    where r.account_id = p_account and i.outcome not in ('accepted', 'unknown')), '[]'));

  delete from reservations r using jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text)
    where r.account_id = p_account and r.attempt_id = i.attempt and i.outcome <> 'unknown';
  update reservations r set state = 'unknown' from jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text)
    where r.account_id = p_account and r.attempt_id = i.attempt and i.outcome = 'unknown';
  update open_leads o set owner = null from jsonb_to_recordset(p -> 'ends') as e (lead uuid)
    where o.account_id = p_account and o.lead_id = e.lead;
  delete from open_leads o where o.account_id = p_account and o.lead_id = any (v_closed);
end
$$;
