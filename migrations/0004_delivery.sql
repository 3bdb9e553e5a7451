-- Leads in process: places and money held while buyers are called, and how that ends.

-- Beside sales: buyers being called, and what became of a call that nobody could tell the end of.
alter table attempts drop constraint attempts_outcome_known;

alter table attempts add constraint attempts_outcome_known check (outcome in (
  'calling', 'accepted', 'rejected', 'duplicated', 'errored', 'timed_out', 'unknown', 'not_sold', 'expired', 'resent'));

-- `reserved`: what was held while the buyer was asked. `detail`: the reason in the buyer's words or ours.
-- `by_name`: the person who did it by hand. `settled_at`: when a call's end was booked.
alter table attempts add column reserved bigint;

alter table attempts add column detail text;

alter table attempts add column by_name text;

alter table attempts add column settled_at timestamptz;

-- A lead that is not done: with an owner it is in process, without one it only waits for unknowns to be settled.
-- Whoever changes such a lead locks this row first. The period keys tell where its supplier's place was taken
-- (null: none was), `keys` and `posts` what it claimed against duplicates; both are given back if nothing is sold.
create table open_leads (
  account_id  integer     not null,
  lead_id     uuid        not null,
  received_at timestamptz not null,
  supplier_id integer     not null,
  owner       bigint,
  deadline_at timestamptz not null,
  day_key     integer,
  week_key    integer,
  month_key   integer,
  keys        bigint[]    not null default '{}',
  posts       bigint[]    not null default '{}',
  constraint open_leads_pkey primary key (account_id, lead_id)
);
-- recovery: leads of processes that are gone
create index open_leads_by_owner on open_leads (owner) where owner is not null;

-- A buyer's place and money held for a call, until it is settled. Test calls hold nothing, but are settled the same way.
create table reservations (
  account_id  integer     not null,
  attempt_id  uuid        not null,
  lead_id     uuid        not null,
  received_at timestamptz not null,
  campaign_id integer     not null,
  buyer_id    integer     not null,
  wallet_id   integer,
  test        boolean     not null,
  amount      bigint      not null,
  day_key     integer     not null,
  week_key    integer     not null,
  month_key   integer     not null,
  keys        bigint[]    not null,
  credits     jsonb,
  state       text        not null default 'calling',
  reserved_at timestamptz not null,
  constraint reservations_pkey primary key (account_id, attempt_id),
  constraint reservations_state_known check (state in ('calling', 'unknown')),
  constraint reservations_amount_positive check (amount >= 0)
);
create index reservations_by_lead on reservations (account_id, lead_id);
-- the list of unknowns, and the job that lets them go after 72 hours
create index reservations_unknown on reservations (account_id, reserved_at) where state = 'unknown';

-- Round robin and Weighted: what each buyer is owed, in parts of a lead; the sum over a campaign is zero.
create table distribution_credits (
  account_id  integer not null,
  buyer_id    integer not null,
  campaign_id integer not null,
  credit      bigint  not null,
  constraint distribution_credits_pkey primary key (account_id, buyer_id)
) with (fillfactor = 50);

-- What went over the wire, secrets masked: calls of buyers (`attempt_id`) and of outside checks (`name`). Kept 90 days.
create table attempt_calls (
  account_id  integer     not null,
  lead_id     uuid        not null,
  received_at timestamptz not null,
  call_id     uuid        not null,
  attempt_id  uuid,
  kind        text        not null,
  name        text,
  outcome     text        not null,
  reason      text,
  status      integer,
  request     text        not null,
  response    text,
  at          timestamptz not null,
  ms          integer     not null,
  constraint attempt_calls_pkey primary key (account_id, lead_id, received_at, call_id),
  constraint attempt_calls_kind_known check (kind in ('delivery', 'check'))
) partition by range (received_at);

create table attempt_calls_default partition of attempt_calls default;

create or replace function make_lead_partitions(first_of_month date) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  suffix text := to_char(first_of_month, 'YYYYMM');
  starts text := to_char(first_of_month, 'YYYY-MM-DD') || ' 00:00:00+00';
  ends text := to_char((first_of_month + interval '1 month')::date, 'YYYY-MM-DD') || ' 00:00:00+00';
  parent text;
begin
  foreach parent in array array['leads', 'attempts', 'attempt_calls'] loop
    if to_regclass(parent || '_' || suffix) is null then
      execute format('create table %I partition of %I for values from (%L) to (%L)', parent || '_' || suffix, parent, starts, ends);
    end if;
  end loop;
end
$$;

-- Takes the rows of the leads that a batch goes on with, before its counters: still this process's, or PT409.
create function lock_open(p_account integer, p_open jsonb) returns void language plpgsql as $$
declare
  n integer;
begin
  select count(*) into n from (
    select 1 from open_leads o
    where o.account_id = p_account and o.owner = (p_open ->> 'owner')::bigint
      and o.lead_id in (select g.lead from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid))
    order by o.lead_id for update
  ) held;
  if n <> jsonb_array_length(p_open -> 'goes') then
    raise exception 'lead' using errcode = 'PT409';
  end if;
end
$$;

-- Writes what the decision or settlement of leads that are stored already made of them. They must be as they were
-- when it was made, or PT409.
create function change_leads(p_account integer, p_changes jsonb) returns void language plpgsql as $$
declare
  n integer;
begin
  update leads l set code = c.code, sales = l.sales + c.sales, revenue = c.revenue, payout = c.payout,
    version = coalesce(c.version, l.version), decided_ms = coalesce(c.ms, l.decided_ms),
    data = coalesce(c.data, l.data), detail = coalesce(c.detail, l.detail), why = coalesce(c.why, l.why),
    duplicate_of = coalesce(c.duplicate_of, l.duplicate_of)
  from jsonb_to_recordset(p_changes) as c (lead uuid, received timestamptz, was_code smallint, was_revenue bigint,
    code smallint, sales smallint, revenue bigint, payout bigint, version integer, ms integer, data jsonb,
    detail text, why jsonb, duplicate_of uuid)
  where l.account_id = p_account and l.lead_id = c.lead and l.received_at = c.received
    and l.code = c.was_code and l.revenue = c.was_revenue;
  get diagnostics n = row_count;
  if n <> jsonb_array_length(p_changes) then
    raise exception 'lead' using errcode = 'PT409';
  end if;
end
$$;

-- Adds to credits; increments commute, so nobody has to have read the latest.
create function add_credits(p_account integer, p_credits jsonb) returns void language sql as $$
  insert into distribution_credits as d (account_id, buyer_id, campaign_id, credit)
  select p_account, c.buyer, c.campaign, sum(c.credit)
  from jsonb_to_recordset(p_credits) as c (buyer integer, campaign integer, credit bigint)
  group by c.buyer, c.campaign order by c.buyer
  on conflict on constraint distribution_credits_pkey do update set credit = d.credit + excluded.credit
$$;

-- The part of a batch that only leads with calls to make have: they are stored in process, with what is held for them.
create function write_open(p_account integer, p_now timestamptz, p_open jsonb) returns void language plpgsql as $$
begin
  insert into open_leads (account_id, lead_id, received_at, supplier_id, owner, deadline_at, day_key, week_key,
                          month_key, keys, posts)
    select p_account, o.lead, o.received, o.supplier, (p_open ->> 'owner')::bigint, o.deadline, o.day, o.week, o.month,
           o.keys, o.posts
    from jsonb_to_recordset(p_open -> 'opened') as o (lead uuid, received timestamptz, supplier integer,
      deadline timestamptz, day integer, week integer, month integer, keys bigint[], posts bigint[]);

  update open_leads o set day_key = g.day, week_key = g.week, month_key = g.month, keys = g.keys, posts = g.posts
    from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, day integer, week integer, month integer, keys bigint[],
      posts bigint[])
    where o.account_id = p_account and o.lead_id = g.lead and g.keys is not null;

  insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                        price, rule, wallet_id, at, ms, reserved)
    select p_account, h.lead, h.received, h.attempt, h.campaign, h.buyer, h.version, 'calling', h.test, h.price, h.rule,
           h.wallet, p_now, 0, h.price
    from jsonb_to_recordset(p_open -> 'holds') as h (lead uuid, received timestamptz, attempt uuid, campaign integer,
      buyer integer, version integer, test boolean, price bigint, rule smallint, wallet integer);

  insert into reservations (account_id, attempt_id, lead_id, received_at, campaign_id, buyer_id, wallet_id, test,
                            amount, day_key, week_key, month_key, keys, credits, reserved_at)
    select p_account, h.attempt, h.lead, h.received, h.campaign, h.buyer, h.wallet, h.test, h.price, h.day, h.week,
           h.month, h.keys, h.credits, p_now
    from jsonb_to_recordset(p_open -> 'holds') as h (attempt uuid, lead uuid, received timestamptz, campaign integer,
      buyer integer, wallet integer, test boolean, price bigint, day integer, week integer, month integer,
      keys bigint[], credits jsonb);

  perform change_leads(p_account, p_open -> 'changes');
  insert into payout_changes (account_id, cause, source, supplier_id, lead_id, amount, booked_at)
    select p_account, 'settlement', e.source, e.supplier, e.lead, e.amount, p_now
    from jsonb_to_recordset(p_open -> 'earned') as e (source uuid, supplier integer, lead uuid, amount bigint);
  if p_open ->> 'by' is not null then
    update attempts a set by_name = p_open ->> 'by'
      from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, received timestamptz)
      where a.account_id = p_account and a.lead_id = g.lead and a.received_at = g.received and a.at = p_now;
  end if;

  -- done, but for unknowns
  update open_leads o set owner = null
    from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, done boolean)
    where o.account_id = p_account and o.lead_id = g.lead and g.done;
  delete from open_leads o
    using jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, done boolean)
    where o.account_id = p_account and o.lead_id = g.lead and g.done
      and not exists (select 1 from reservations r where r.account_id = p_account and r.lead_id = g.lead);

  perform add_credits(p_account, p_open -> 'credits');

  insert into mail_deliveries (account_id, delivery_id, lead_id, campaign_id, buyer_id, version, price, test, created_at)
    select p_account, m.delivery, m.lead, m.campaign, m.buyer, m.version, m.price, m.test, p_now
    from jsonb_to_recordset(p_open -> 'mails') as m (delivery uuid, lead uuid, campaign integer, buyer integer,
      version integer, price bigint, test boolean);
end
$$;

-- Books how calls ended and which leads are done, or nothing: everything is as the caller believes, or PT409.
-- Locks: leads in process, supplier counters, buyer counters, wallets, duplicate keys, rows; ids ascending in each.
-- `items`: reservations and their ends. 'accepted' makes the sale at its price; 'unknown' keeps what is held; any
-- other outcome gives back place, money and keys, in the periods they were taken in.
-- `ends`: leads that are done (owner: whose they must be; null: they were done before).
-- `changes`: what becomes of the leads' rows. Figures, calls and what suppliers earn later on are rows to add.
create function settle(p_account integer, p_now timestamptz, p_currency text, p jsonb) returns void language plpgsql as $$
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
    low = w.minimum_balance is not null and w.balance - u.paid - w.reserved + u.freed < w.minimum_balance
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

grant select, insert, update, delete on open_leads, reservations, distribution_credits, attempt_calls to :app_role;
