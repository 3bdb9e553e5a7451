-- Books how calls ended and which leads are done, or nothing: everything is as the caller believes, or PT409.
-- Locks: leads in process, supplier counters, buyer counters, wallets, duplicate keys, rows; ids ascending in each.
-- `items`: reservations and their ends. 'accepted' makes the sale at its price; 'unknown' keeps what is held; any
-- other outcome gives back place, money and keys, in the periods they were taken in.
-- `ends`: leads that are done (owner: whose they must be; null: they were done before).
-- `changes`: what becomes of the leads' rows. Figures, calls and what suppliers earn later on are rows to add.
-- Items and the reservations they end are read once, into arrays in one order: the queue tables look empty to the
-- planner, whose joins of them would grow with the square of a batch.
create or replace function settle(p_account integer, p_now timestamptz, p_currency text, p jsonb) returns void language plpgsql as $$
declare
  n integer;
  -- items, by attempt
  i_attempt uuid[]; i_outcome text[]; i_price bigint[]; i_detail text[]; i_ms integer[]; i_by text[];
  -- their reservations, in the same order
  r_attempt uuid[]; r_lead uuid[]; r_received timestamptz[]; r_buyer integer[]; r_wallet integer[]; r_test boolean[];
  r_amount bigint[]; r_day integer[]; r_week integer[]; r_month integer[];
  e_lead uuid[]; e_owner bigint[];
  v_leads uuid[];
  -- attempts that end now, those of them that are given back, leads sold now
  v_done uuid[]; v_back uuid[]; v_sold uuid[];
  -- leads that nothing is held for any more, and those of them that were sold to nobody
  v_closed uuid[]; v_freed uuid[];
  v_wallets integer[];
begin
  select coalesce(array_agg(i.attempt order by i.attempt), '{}'), array_agg(i.outcome order by i.attempt),
         array_agg(i.price order by i.attempt), array_agg(i.detail order by i.attempt),
         array_agg(i.ms order by i.attempt), array_agg(i.by_name order by i.attempt)
    into i_attempt, i_outcome, i_price, i_detail, i_ms, i_by
    from jsonb_to_recordset(p -> 'items') as i (attempt uuid, outcome text, price bigint, detail text, ms integer,
      by_name text);
  select coalesce(array_agg(e.lead), '{}'), coalesce(array_agg(e.owner), '{}') into e_lead, e_owner
    from jsonb_to_recordset(p -> 'ends') as e (lead uuid, owner bigint);
  select coalesce(array_agg(r.lead_id), '{}') || e_lead into v_leads
    from reservations r where r.account_id = p_account and r.attempt_id = any (i_attempt);

  perform 1 from open_leads o where o.account_id = p_account and o.lead_id = any (v_leads) order by o.lead_id for update;
  select count(*) into n from unnest(e_lead, e_owner) as e (lead, owner)
    join open_leads o on o.account_id = p_account and o.lead_id = e.lead and o.owner is not distinct from e.owner;
  if n <> cardinality(e_lead) then
    raise exception 'lead' using errcode = 'PT409';
  end if;
  select coalesce(array_agg(r.attempt_id order by r.attempt_id), '{}'), array_agg(r.lead_id order by r.attempt_id),
         array_agg(r.received_at order by r.attempt_id), array_agg(r.buyer_id order by r.attempt_id),
         array_agg(r.wallet_id order by r.attempt_id), array_agg(r.test order by r.attempt_id),
         array_agg(r.amount order by r.attempt_id), array_agg(r.day_key order by r.attempt_id),
         array_agg(r.week_key order by r.attempt_id), array_agg(r.month_key order by r.attempt_id),
         count(*) filter (where r.state = 'unknown' and i_outcome[array_position(i_attempt, r.attempt_id)] = 'unknown')
    into r_attempt, r_lead, r_received, r_buyer, r_wallet, r_test, r_amount, r_day, r_week, r_month, n
    from reservations r where r.account_id = p_account and r.attempt_id = any (i_attempt);
  if r_attempt <> i_attempt or n > 0 then
    raise exception 'reservation' using errcode = 'PT409';
  end if;

  select coalesce(array_agg(i.attempt) filter (where i.outcome <> 'unknown'), '{}'),
         coalesce(array_agg(i.attempt) filter (where i.outcome not in ('accepted', 'unknown')), '{}'),
         coalesce(array_agg(i.lead) filter (where i.outcome = 'accepted'), '{}'),
         coalesce(array_agg(distinct i.wallet) filter (where i.outcome <> 'unknown' and i.wallet is not null), '{}')
    into v_done, v_back, v_sold, v_wallets
    from unnest(i_attempt, i_outcome, r_lead, r_wallet) as i (attempt, outcome, lead, wallet);
  select coalesce(array_agg(o.lead_id), '{}') into v_closed from open_leads o
    where o.account_id = p_account and o.lead_id = any (v_leads) and (o.owner is null or o.lead_id = any (e_lead))
      and not exists (
        select 1 from reservations r
        where r.account_id = p_account and r.lead_id = o.lead_id and r.attempt_id <> all (v_done));
  select coalesce(array_agg(l.lead_id), '{}') into v_freed from leads l
    join open_leads o on o.account_id = p_account and o.lead_id = l.lead_id and o.received_at = l.received_at
    where l.account_id = p_account and l.lead_id = any (v_closed) and l.lead_id <> all (v_sold) and l.sales = 0;

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

  -- a sale at the price that was held moves no counter
  perform 1 from cap_counters c where c.account_id = p_account and c.subject = 'buyer' and c.subject_id in (
      select i.buyer from unnest(i_outcome, i_price, r_buyer, r_test, r_amount) as i (outcome, price, buyer, test, amount)
      where i.outcome <> 'unknown' and not i.test and not (i.outcome = 'accepted' and i.price = i.amount))
    order by c.subject_id for update;
  if found then
    update cap_counters c set
      day_count = c.day_count - u.day, day_cents = c.day_cents + u.day_cents,
      week_count = c.week_count - u.week, week_cents = c.week_cents + u.week_cents,
      month_count = c.month_count - u.month, month_cents = c.month_cents + u.month_cents,
      total_count = c.total_count - u.total, total_cents = c.total_cents + u.total_cents
    from (
      select x.buyer, sum(x.places)::integer as total, sum(x.cents)::bigint as total_cents,
             coalesce(sum(x.places) filter (where x.day = k.day_key), 0)::integer as day,
             coalesce(sum(x.cents) filter (where x.day = k.day_key), 0)::bigint as day_cents,
             coalesce(sum(x.places) filter (where x.week = k.week_key), 0)::integer as week,
             coalesce(sum(x.cents) filter (where x.week = k.week_key), 0)::bigint as week_cents,
             coalesce(sum(x.places) filter (where x.month = k.month_key), 0)::integer as month,
             coalesce(sum(x.cents) filter (where x.month = k.month_key), 0)::bigint as month_cents
      from (
        select i.buyer, i.day, i.week, i.month, case when i.outcome = 'accepted' then 0 else 1 end as places,
               case when i.outcome = 'accepted' then i.price else 0 end - i.amount as cents
        from unnest(i_outcome, i_price, r_buyer, r_test, r_amount, r_day, r_week, r_month)
          as i (outcome, price, buyer, test, amount, day, week, month)
        where i.outcome <> 'unknown' and not i.test and not (i.outcome = 'accepted' and i.price = i.amount)
      ) x join cap_counters k on k.account_id = p_account and k.subject = 'buyer' and k.subject_id = x.buyer
      group by x.buyer
    ) u
    where c.account_id = p_account and c.subject = 'buyer' and c.subject_id = u.buyer;
  end if;

  if cardinality(v_wallets) > 0 then
    if cardinality(v_wallets) > 1 then
      perform 1 from wallets w where w.account_id = p_account and w.wallet_id = any (v_wallets)
        order by w.wallet_id for update;
    end if;
    -- the wallet's order is the order of the items; a sale at no price moves nothing and has no entry
    with ended as (
      select i.attempt, i.lead, i.wallet, i.amount as held,
             case when i.outcome = 'accepted' then i.price else 0 end as paid
      from unnest(i_attempt, i_outcome, i_price, r_lead, r_wallet, r_amount)
        as i (attempt, outcome, price, lead, wallet, amount)
      where i.outcome <> 'unknown' and i.wallet is not null
    ), moved as (
      update wallets w set
        reserved = w.reserved - u.held, balance = w.balance - u.paid, seq = w.seq + u.entries,
        booked_at = case when u.entries > 0 then greatest(w.booked_at, p_now) else w.booked_at end,
        low = w.stops_below is not null and w.balance - u.paid - w.reserved + u.held < w.stops_below
      from (
        select e.wallet, sum(e.held)::bigint as held, sum(e.paid)::bigint as paid,
               count(*) filter (where e.paid > 0) as entries
        from ended e group by e.wallet
      ) u
      where w.account_id = p_account and w.wallet_id = any (v_wallets) and w.wallet_id = u.wallet
      returning w.wallet_id, w.seq - u.entries as seq, w.balance + u.paid as balance, w.booked_at
    )
    insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                           wallet_seq, balance_after, booked_at, lead_id)
      select p_account, 'sale', e.attempt, 'wallet', 'sales', e.paid, p_currency, e.wallet,
             w.seq + row_number() over so_far, w.balance - sum(e.paid) over so_far, w.booked_at, e.lead
      from ended e join moved w on w.wallet_id = e.wallet
      where e.paid > 0
      window so_far as (partition by e.wallet order by e.attempt);
  end if;

  if cardinality(v_back) + cardinality(v_freed) > 0 then
    delete from duplicate_keys k using (
        select unnest(r.keys) as key, r.lead_id from reservations r
        where r.account_id = p_account and r.attempt_id = any (v_back)
        union all
        select unnest(o.keys), o.lead_id from open_leads o where o.account_id = p_account and o.lead_id = any (v_freed)
      ) u where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead_id;
  end if;
  if cardinality(v_freed) > 0 then
    delete from recent_posts k using (
        select unnest(o.posts) as key, o.lead_id from open_leads o
        where o.account_id = p_account and o.lead_id = any (v_freed)
      ) u where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead_id;
  end if;
  if cardinality(v_sold) > 0 then
    -- a minute from when it was accepted
    update recent_posts k set accepted_at = p_now from (
        select unnest(o.posts) as key, o.lead_id from open_leads o
        where o.account_id = p_account and o.lead_id = any (v_sold)
      ) u where k.account_id = p_account and k.key = u.key and k.lead_id = u.lead_id;
  end if;

  if cardinality(i_attempt) > 0 then
    update attempts a set outcome = i.outcome, price = coalesce(i.price, a.price), detail = i.detail,
      ms = coalesce(i.ms, a.ms), by_name = coalesce(i.by, a.by_name),
      settled_at = case when i.outcome = 'unknown' then null else p_now end
    from unnest(i_attempt, i_outcome, i_price, i_detail, i_ms, i_by, r_lead, r_received)
      as i (attempt, outcome, price, detail, ms, by, lead, received)
    where a.account_id = p_account and a.lead_id = i.lead and a.received_at = i.received and a.attempt_id = i.attempt;
  end if;

  insert into attempt_calls (account_id, lead_id, received_at, call_id, attempt_id, kind, name, outcome, reason, status,
                             request, response, at, ms)
    select p_account, c.lead, c.received, c.id, c.attempt, c.kind, c.name, c.outcome, c.reason, c.status, c.request,
           c.response, c.at, c.ms
    from jsonb_to_recordset(p -> 'calls') as c (lead uuid, received timestamptz, id uuid, attempt uuid, kind text,
      name text, outcome text, reason text, status integer, request text, response text, at timestamptz, ms integer);

  if jsonb_array_length(p -> 'changes') > 0 then
    perform change_leads(p_account, p -> 'changes');
  end if;
  if jsonb_array_length(p -> 'earned') > 0 then
    insert into payout_changes (account_id, cause, source, supplier_id, lead_id, amount, booked_at)
      select p_account, 'settlement', e.source, e.supplier, e.lead, e.amount, p_now
      from jsonb_to_recordset(p -> 'earned') as e (source uuid, supplier integer, lead uuid, amount bigint);
  end if;

  if jsonb_array_length(p -> 'leadFigures') > 0 then
    perform add_lead_figures(p_account, array_agg(u.bucket), array_agg(u.campaign), array_agg(u.supplier),
                             array_agg(u.code), array_agg(u.leads), array_agg(u.revenue), array_agg(u.payout))
      from jsonb_to_recordset(p -> 'leadFigures') as u (bucket timestamptz, campaign integer, supplier integer,
        code smallint, leads integer, revenue bigint, payout bigint);
  end if;
  if jsonb_array_length(p -> 'saleFigures') > 0 then
    insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, amount)
      select p_account, u.bucket, u.campaign, u.buyer, sum(u.sales), sum(u.amount)
      from jsonb_to_recordset(p -> 'saleFigures') as u (bucket timestamptz, campaign integer, buyer integer,
        sales integer, amount bigint)
      group by u.bucket, u.campaign, u.buyer
      order by u.bucket, u.campaign, u.buyer
      on conflict on constraint sale_rollup_pkey do update set
        sales = r.sales + excluded.sales, amount = r.amount + excluded.amount;
  end if;

  if cardinality(v_back) > 0 then
    -- what a reservation moved among the buyers, it moves back when it was not sold; after the figures, as in `write_open`
    perform add_credits(p_account, coalesce((
      select jsonb_agg(jsonb_build_object('buyer', c.key::integer, 'campaign', r.campaign_id, 'credit', -c.value::bigint))
      from reservations r cross join jsonb_each_text(r.credits) c
      where r.account_id = p_account and r.attempt_id = any (v_back)), '[]'));
  end if;

  delete from reservations r where r.account_id = p_account and r.attempt_id = any (v_done);
  if cardinality(v_done) < cardinality(i_attempt) then
    update reservations r set state = 'unknown'
      where r.account_id = p_account and r.attempt_id = any (i_attempt) and r.attempt_id <> all (v_done);
  end if;
  update open_leads o set owner = null
    where o.account_id = p_account and o.lead_id = any (e_lead) and o.lead_id <> all (v_closed);
  delete from open_leads o where o.account_id = p_account and o.lead_id = any (v_closed);
end
$$;
