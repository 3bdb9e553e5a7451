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

grant select, insert, update, delete on open_leads, reservations, distribution_credits, attempt_calls to :app_role;
