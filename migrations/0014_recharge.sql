-- Auto-recharge, what Stripe takes back of charges, raised credit limits, and balances that ran low.

-- What a customer agreed to. A stop waits for a new card or a person; `works_again_at`: today's limits are used up.
create table auto_recharges (
  account_id         integer     not null,
  customer_id        integer     not null,
  is_on              boolean     not null,
  threshold          bigint      not null,
  amount             bigint      not null,
  most_charges_a_day integer     not null,
  most_amount_a_day  bigint,
  consent_text       text        not null,
  consented_by       text        not null,
  consented_at       timestamptz not null,
  stopped_reason     text,
  stopped_at         timestamptz,
  declines           integer     not null default 0,
  next_try_at        timestamptz,
  works_again_at     timestamptz,
  constraint auto_recharges_pkey primary key (account_id, customer_id),
  constraint auto_recharges_customer_fkey foreign key (account_id, customer_id)
    references customers (account_id, customer_id),
  constraint auto_recharges_amounts_positive check (threshold >= 0 and amount > 0 and most_amount_a_day > 0),
  constraint auto_recharges_charges_range check (most_charges_a_day between 1 and 50),
  constraint auto_recharges_declines_range check (declines between 0 and 3),
  constraint auto_recharges_stop_known check (
    stopped_reason in ('declines', 'hard_decline', 'authentication', 'dispute')),
  constraint auto_recharges_stop_whole check ((stopped_reason is null) = (stopped_at is null))
);
-- the turn that lets recharges work again at their account's midnight
create index auto_recharges_again on auto_recharges (works_again_at) where works_again_at is not null;

-- Refunds and disputes of a charge. asked: the operator's wish, sent to Stripe under this id; booked: in the ledger, as
-- split into who bears what; undone: the refund failed or the dispute was won; failed: Stripe refused it.
create table charge_reversals (
  account_id  integer     not null,
  reversal_id uuid        not null,
  customer_id integer     not null,
  charge_id   uuid        not null,
  kind        text        not null,
  state       text        not null,
  amount      bigint      not null,
  keep_fee    boolean     not null default false,
  wallet_part bigint      not null default 0,
  fee_part    bigint      not null default 0,
  loss_part   bigint      not null default 0,
  stripe_id   text collate "C",
  reason      text,
  by_name     text,
  failure     text,
  created_at  timestamptz not null,
  booked_at   timestamptz,
  ended_at    timestamptz,
  attempts    integer     not null default 0,
  next_try_at timestamptz,
  constraint charge_reversals_pkey primary key (account_id, reversal_id),
  constraint charge_reversals_charge_fkey foreign key (account_id, charge_id) references charges (account_id, charge_id),
  constraint charge_reversals_kind_known check (kind in ('refund', 'dispute')),
  constraint charge_reversals_state_known check (state in ('asked', 'booked', 'undone', 'failed')),
  constraint charge_reversals_amount_positive check (amount > 0),
  constraint charge_reversals_parts check (
    wallet_part >= 0 and fee_part >= 0 and loss_part >= 0
    and wallet_part + fee_part + loss_part = case when state in ('booked', 'undone') then amount else 0 end),
  constraint charge_reversals_asked_waits check ((state = 'asked') = (next_try_at is not null))
);
-- one refund or dispute of Stripe's is one reversal
create unique index charge_reversals_by_stripe on charge_reversals (account_id, stripe_id) where stripe_id is not null;
-- what is left of a charge
create index charge_reversals_by_charge on charge_reversals (account_id, charge_id);
-- the customer's page, newest first
create index charge_reversals_by_customer on charge_reversals (account_id, customer_id, created_at desc, reversal_id desc);
-- what is to be asked of Stripe (again)
create index charge_reversals_asked on charge_reversals (next_try_at) where state = 'asked';

-- While Stripe cannot be reached the operator may sell on credit for some hours: part of `credit_limit`, and until when.
alter table wallets
  add column credit_raised       bigint not null default 0,
  add column credit_raised_until timestamptz,
  add constraint wallets_raise_whole check (
    (credit_raised_until is null) = (credit_raised = 0) and credit_raised between 0 and credit_limit);
create index wallets_raised on wallets (credit_raised_until) where credit_raised_until is not null;
alter table billing_terms
  drop column limit_raised_by,
  drop column limit_raised_until;

-- Who was told that its balance is low: once, and again only after it was lifted.
create table low_notices (
  account_id  integer     not null,
  customer_id integer     not null,
  told_at     timestamptz not null,
  lifted_at   timestamptz,
  constraint low_notices_pkey primary key (account_id, customer_id),
  constraint low_notices_customer_fkey foreign key (account_id, customer_id) references customers (account_id, customer_id)
);
-- the turn that tells, and the one that sees it lifted; `low` rarely changes with a sale
create index wallets_low on wallets (account_id, wallet_id) where low;
create index low_notices_standing on low_notices (account_id, customer_id) where lifted_at is null;

grant select, insert, update, delete on auto_recharges, charge_reversals, low_notices to :app_role;
