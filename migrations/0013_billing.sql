-- Card payments through the account's own Stripe account.

-- The connection. `unreachable_since`: the last call did not get through (and payments are delayed).
create table stripe_accounts (
  account_id            integer     not null,
  mode                  text        not null,
  stripe_account_id     text        not null,
  publishable_key       text        not null,
  secret_key_sealed     text        not null,
  secret_last4          text        not null,
  restricted            boolean     not null,
  webhook_id            text        not null collate "C",
  webhook_endpoint_id   text,
  webhook_secret_sealed text,
  connected_at          timestamptz not null,
  connected_by          text        not null,
  unreachable_since     timestamptz,
  next_probe_at         timestamptz,
  reconciled_until      timestamptz not null,
  reconciled_at         timestamptz,
  constraint stripe_accounts_pkey primary key (account_id),
  constraint stripe_accounts_account_fkey foreign key (account_id) references accounts (account_id),
  constraint stripe_accounts_mode_known check (mode in ('test', 'live')),
  constraint stripe_accounts_webhook_whole check ((webhook_endpoint_id is null) = (webhook_secret_sealed is null))
);

-- Which account an event posted here belongs to, before anything else is known. Reference table.
create table stripe_webhooks (
  webhook_id text    not null collate "C",
  account_id integer not null,
  constraint stripe_webhooks_pkey primary key (webhook_id),
  constraint stripe_webhooks_account_fkey foreign key (account_id) references accounts (account_id)
);

-- The customer as the connected Stripe account knows it; forgotten with the connection.
create table stripe_customers (
  account_id         integer not null,
  customer_id        integer not null,
  stripe_customer_id text    not null,
  constraint stripe_customers_pkey primary key (account_id, customer_id),
  constraint stripe_customers_customer_fkey foreign key (account_id, customer_id)
    references customers (account_id, customer_id)
);

-- The one card on file of a customer. `state`: how its last charge without the customer ended. `made_at`: when Stripe
-- made it, so that word of an older one that comes late does not put that one back.
create table cards (
  account_id        integer     not null,
  customer_id       integer     not null,
  payment_method_id text        not null collate "C",
  brand             text        not null,
  last4             text        not null,
  exp_month         integer     not null,
  exp_year          integer     not null,
  funding           text        not null,
  state             text        not null default 'ok',
  made_at           timestamptz not null,
  saved_at          timestamptz not null,
  saved_by          text,
  constraint cards_pkey primary key (account_id, customer_id),
  constraint cards_customer_fkey foreign key (account_id, customer_id) references customers (account_id, customer_id),
  constraint cards_state_known check (state in ('ok', 'declined', 'authentication'))
);
-- events name the payment method only
create index cards_by_payment_method on cards (account_id, payment_method_id);

-- One row per intent to charge, committed before Stripe is called; its id is Stripe's idempotency key.
-- open: the customer is on the hosted page; sent: with Stripe and undecided, tried again under the same key.
create table charges (
  account_id          integer     not null,
  charge_id           uuid        not null,
  customer_id         integer     not null,
  kind                text        not null,
  state               text        not null,
  amount              bigint      not null,
  fee                 bigint      not null,
  fee_bp              integer     not null,
  currency            text        not null,
  mode                text        not null,
  stripe_account_id   text        not null,
  save_card           boolean     not null default false,
  checkout_session_id text,
  checkout_url        text,
  payment_intent_id   text collate "C",
  payment_method_id   text,
  card_brand          text,
  card_last4          text,
  reason              text,
  actor_kind          text        not null,
  by_name             text,
  created_at          timestamptz not null,
  sent_at             timestamptz,
  expires_at          timestamptz,
  decided_at          timestamptz,
  decline_code        text,
  decline_message     text,
  wants_authentication boolean   not null default false,
  attempts            integer     not null default 0,
  next_try_at         timestamptz,
  constraint charges_pkey primary key (account_id, charge_id),
  constraint charges_customer_fkey foreign key (account_id, customer_id) references customers (account_id, customer_id),
  constraint charges_kind_known check (kind in ('deposit', 'recharge', 'operator')),
  constraint charges_state_known check (state in ('open', 'sent', 'succeeded', 'declined', 'expired', 'cancelled')),
  constraint charges_mode_known check (mode in ('test', 'live')),
  constraint charges_amount_positive check (amount > 0 and fee >= 0),
  constraint charges_sent_with_card check (state <> 'sent' or payment_method_id is not null),
  constraint charges_decided check ((state in ('open', 'sent')) = (decided_at is null))
);
-- at most one undecided recharge per wallet
create unique index charges_one_recharge on charges (account_id, customer_id) where kind = 'recharge' and state = 'sent';
-- one payment is one charge
create unique index charges_by_payment_intent on charges (account_id, payment_intent_id)
  where payment_intent_id is not null;
-- a customer's charges, newest first (a charge's id carries no time: the page makes it)
create index charges_by_customer on charges (account_id, customer_id, created_at desc, charge_id desc);
-- what is to be asked for or tried again
create index charges_undecided on charges (next_try_at) where state in ('open', 'sent');

-- The inbox: what Stripe told, once each. Rows are the queue.
create table stripe_events (
  account_id  integer     not null,
  event_id    text        not null collate "C",
  type        text        not null,
  object_id   text        not null,
  created     timestamptz not null,
  received_at timestamptz not null,
  done_at     timestamptz,
  attempts    integer     not null default 0,
  next_try_at timestamptz,
  last_error  text,
  constraint stripe_events_pkey primary key (account_id, event_id),
  constraint stripe_events_waiting_or_done check ((done_at is null) = (next_try_at is not null))
);
create index stripe_events_waiting on stripe_events (next_try_at) where done_at is null;
-- the job that forgets old ones
create index stripe_events_done on stripe_events (account_id, done_at) where done_at is not null;

-- What the operator agreed with one customer. `fee_bp` null: the portal's.
create table billing_terms (
  account_id         integer     not null,
  customer_id        integer     not null,
  minimum_deposit    bigint      not null default 0,
  fee_bp             integer,
  recharge_required  boolean     not null default false,
  limit_raised_by    bigint      not null default 0,
  limit_raised_until timestamptz,
  constraint billing_terms_pkey primary key (account_id, customer_id),
  constraint billing_terms_customer_fkey foreign key (account_id, customer_id)
    references customers (account_id, customer_id),
  constraint billing_terms_minimum_positive check (minimum_deposit >= 0),
  constraint billing_terms_fee_range check (fee_bp between 0 and 1500),
  constraint billing_terms_raise_whole check ((limit_raised_until is null) = (limit_raised_by = 0))
);

alter table portals
  add column deposit_fee_bp integer not null default 0,
  add constraint portals_deposit_fee_range check (deposit_fee_bp between 0 and 1500);

-- Real-Time was chosen for a customer without a card: it takes effect with the card.
alter table customers add column wants_real_time boolean not null default false;
create index customers_wanting_real_time on customers (account_id, customer_id) where wants_real_time;

-- Each payment at Stripe, as the reconciler last saw it, and what the ledger says of it.
create table reconciliations (
  account_id        integer     not null,
  payment_intent_id text        not null collate "C",
  paid_at           timestamptz not null,
  amount            bigint      not null,
  refunded          bigint      not null,
  disputed          boolean     not null,
  stripe_fee        bigint,
  currency          text        not null,
  state             text        not null,
  difference        text,
  charge_id         uuid,
  customer_id       integer,
  seen_at           timestamptz not null,
  constraint reconciliations_pkey primary key (account_id, payment_intent_id),
  constraint reconciliations_state_known check (state in ('matched', 'foreign', 'differs')),
  constraint reconciliations_difference_said check ((state = 'differs') = (difference is not null))
);
-- the page, newest first, all or the differences only
create index reconciliations_by_time on reconciliations (account_id, paid_at desc, payment_intent_id desc);
create index reconciliations_differing on reconciliations (account_id, paid_at desc, payment_intent_id desc)
  where state = 'differs';

grant select, insert, update, delete on stripe_accounts, stripe_webhooks, stripe_customers, cards, charges, stripe_events,
  billing_terms, reconciliations to :app_role;
