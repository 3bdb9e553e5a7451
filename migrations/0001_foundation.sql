-- The foundation: who there is, what is sold, and the books.
-- Storage rules: every account-owned table starts its keys with account_id; ids are made in the app; no triggers;
-- text in an index is collated "C", so that no server's default decides an order.
-- `:app_role` is the role that serves; the role that runs this file owns everything.

-- Reference tables: few rows, unique over all accounts, written rarely.

create table accounts (
  account_id       integer     not null,
  name             text        not null,
  zone             text        not null,
  currency         text        not null,
  same_person_days integer     not null default 30,
  hash_key_sealed  text        not null,
  created_at       timestamptz not null,
  constraint accounts_pkey primary key (account_id),
  constraint accounts_name_length check (length(name) between 1 and 120),
  constraint accounts_currency_iso check (currency ~ '^[A-Z]{3}$'),
  constraint accounts_same_person_days_range check (same_person_days between 0 and 365)
);

-- Outward ids are small integers, unique in the installation: one row a kind, locked for the moment of drawing one.
create table outward_counters (
  kind text    not null collate "C",
  last integer not null,
  constraint outward_counters_pkey primary key (kind)
);

create table team_users (
  user_id       uuid        not null,
  email         text        not null collate "C",
  name          text        not null,
  password_hash text        not null,
  created_at    timestamptz not null,
  constraint team_users_pkey primary key (user_id),
  constraint team_users_email_unique unique (email),
  constraint team_users_email_lower check (email = lower(email))
);

create table memberships (
  account_id integer     not null,
  user_id    uuid        not null,
  role       text        not null,
  grants     text[]      not null default '{}',
  created_at timestamptz not null,
  constraint memberships_pkey primary key (account_id, user_id),
  constraint memberships_account_fkey foreign key (account_id) references accounts (account_id),
  constraint memberships_user_fkey foreign key (user_id) references team_users (user_id),
  constraint memberships_role_known check (role in ('administrator', 'member', 'billing', 'viewer')),
  constraint memberships_grants_known check (grants <@ array['export_data', 'delete_data', 'customer_portal_access'])
);
-- log-in: the accounts of one person
create index memberships_by_user on memberships (user_id);

create table supplier_users (
  user_id       uuid        not null,
  email         text        not null collate "C",
  name          text        not null,
  password_hash text        not null,
  created_at    timestamptz not null,
  constraint supplier_users_pkey primary key (user_id),
  constraint supplier_users_email_unique unique (email),
  constraint supplier_users_email_lower check (email = lower(email))
);

create table supplier_access (
  account_id integer     not null,
  client_id  integer     not null,
  user_id    uuid        not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  constraint supplier_access_pkey primary key (account_id, client_id, user_id),
  constraint supplier_access_account_fkey foreign key (account_id) references accounts (account_id),
  constraint supplier_access_user_fkey foreign key (user_id) references supplier_users (user_id)
);
create index supplier_access_by_user on supplier_access (user_id);

-- Portal subdomains (custom domains join them later): the Host header's first stop.
create table portal_hosts (
  subdomain  text    not null collate "C",
  account_id integer not null,
  constraint portal_hosts_pkey primary key (subdomain),
  constraint portal_hosts_account_fkey foreign key (account_id) references accounts (account_id),
  constraint portal_hosts_subdomain_shape check (subdomain ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);

-- Posting key -> supplier: how a post finds its account before anything else is known.
create table posting_keys (
  key_hash    bytea   not null,
  supplier_id integer not null,
  account_id  integer not null,
  campaign_id integer not null,
  constraint posting_keys_pkey primary key (key_hash, supplier_id),
  constraint posting_keys_account_fkey foreign key (account_id) references accounts (account_id)
);

-- Local tables: belong to no account's data, live on the node that runs the jobs.

create table sessions (
  token_hash   bytea       not null,
  realm        text        not null collate "C",
  user_id      uuid        not null,
  account_id   integer,
  host         text        not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  ip           text        not null,
  user_agent   text        not null,
  constraint sessions_pkey primary key (token_hash),
  constraint sessions_realm_known check (realm in ('team', 'customer', 'supplier'))
);
create index sessions_by_user on sessions (realm, user_id);
create index sessions_by_expiry on sessions (expires_at);

create table one_time_tokens (
  token_hash bytea       not null,
  purpose    text        not null collate "C",
  subject    text        not null collate "C",
  account_id integer,
  payload    jsonb       not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz,
  voided_at  timestamptz,
  constraint one_time_tokens_pkey primary key (token_hash)
);
create index one_time_tokens_by_subject on one_time_tokens (purpose, subject);

create table mail_outbox (
  mail_id         uuid        not null,
  account_id      integer,
  kind            text        not null,
  to_address      text        not null,
  from_name       text,
  subject         text        not null,
  body_text       text        not null,
  body_html       text        not null,
  state           text        not null default 'waiting',
  attempts        integer     not null default 0,
  next_attempt_at timestamptz not null,
  last_error      text,
  created_at      timestamptz not null,
  sent_at         timestamptz,
  constraint mail_outbox_pkey primary key (mail_id),
  constraint mail_outbox_state_known check (state in ('waiting', 'sent', 'failed'))
);
-- the sender's queue
create index mail_outbox_waiting on mail_outbox (next_attempt_at) where state = 'waiting';

-- Log-in throttling, in the shape its library wants.
create table throttles (
  key    varchar(255) not null collate "C",
  points integer      not null default 0,
  expire bigint,
  constraint throttles_pkey primary key (key)
);

-- Distributed tables: everything an account owns.

create table portals (
  account_id   integer     not null,
  company_name text        not null,
  subdomain    text        not null collate "C",
  brand_color  text        not null,
  created_at   timestamptz not null,
  constraint portals_pkey primary key (account_id),
  constraint portals_account_fkey foreign key (account_id) references accounts (account_id),
  constraint portals_subdomain_fkey foreign key (subdomain) references portal_hosts (subdomain),
  constraint portals_brand_color_hex check (brand_color ~ '^#[0-9a-f]{6}$')
);

create table clients (
  account_id integer     not null,
  client_id  integer     not null,
  name       text        not null,
  name_key   text        not null collate "C",
  created_at timestamptz not null,
  constraint clients_pkey primary key (account_id, client_id),
  constraint clients_account_fkey foreign key (account_id) references accounts (account_id),
  constraint clients_name_length check (length(name) between 1 and 120),
  constraint clients_name_unique unique (account_id, name_key)
);

-- `version` names the settings, `revision` also counts what is not a setting (status, pauses, keys, who pays):
-- a batch of leads holds this row FOR SHARE, so a change waits for open batches and later batches see it.
create table campaigns (
  account_id  integer     not null,
  campaign_id integer     not null,
  name        text        not null,
  public_name text,
  status      text        not null default 'active',
  version     integer     not null,
  revision    bigint      not null,
  created_at  timestamptz not null,
  constraint campaigns_pkey primary key (account_id, campaign_id),
  constraint campaigns_account_fkey foreign key (account_id) references accounts (account_id),
  constraint campaigns_name_length check (length(name) between 1 and 120),
  constraint campaigns_status_known check (status in ('active', 'paused', 'archived'))
);

create table campaign_versions (
  account_id  integer     not null,
  campaign_id integer     not null,
  version     integer     not null,
  summary     text        not null,
  actor_kind  text        not null,
  actor_name  text        not null,
  created_at  timestamptz not null,
  constraint campaign_versions_pkey primary key (account_id, campaign_id, version),
  constraint campaign_versions_campaign_fkey foreign key (account_id, campaign_id) references campaigns (account_id, campaign_id)
);

-- One part of a campaign's settings as written by one version. The settings of version v are, for each part,
-- the newest row with version <= v. Never updated, never deleted (the app's role cannot).
create table campaign_settings (
  account_id  integer not null,
  campaign_id integer not null,
  part        text    not null collate "C",
  part_id     integer not null,
  version     integer not null,
  body        jsonb   not null,
  constraint campaign_settings_pkey primary key (account_id, campaign_id, part, part_id, version),
  constraint campaign_settings_version_fkey foreign key (account_id, campaign_id, version)
    references campaign_versions (account_id, campaign_id, version),
  constraint campaign_settings_part_known check (part in ('campaign', 'supplier', 'buyer'))
);

create table suppliers (
  account_id  integer     not null,
  supplier_id integer     not null,
  campaign_id integer     not null,
  client_id   integer     not null,
  name        text        not null,
  status      text        not null default 'active',
  created_at  timestamptz not null,
  constraint suppliers_pkey primary key (account_id, supplier_id),
  constraint suppliers_campaign_fkey foreign key (account_id, campaign_id) references campaigns (account_id, campaign_id),
  constraint suppliers_client_fkey foreign key (account_id, client_id) references clients (account_id, client_id),
  constraint suppliers_name_length check (length(name) between 1 and 120),
  constraint suppliers_status_known check (status in ('active', 'paused'))
);
create index suppliers_by_campaign on suppliers (account_id, campaign_id);
create index suppliers_by_client on suppliers (account_id, client_id);

create table supplier_keys (
  account_id  integer     not null,
  supplier_id integer     not null,
  key_hash    bytea       not null,
  key_sealed  text        not null,
  alias       boolean     not null,
  created_at  timestamptz not null,
  constraint supplier_keys_pkey primary key (account_id, supplier_id, key_hash),
  constraint supplier_keys_supplier_fkey foreign key (account_id, supplier_id) references suppliers (account_id, supplier_id)
);

create table buyers (
  account_id  integer     not null,
  buyer_id    integer     not null,
  campaign_id integer     not null,
  client_id   integer     not null,
  name        text        not null,
  created_at  timestamptz not null,
  constraint buyers_pkey primary key (account_id, buyer_id),
  constraint buyers_campaign_fkey foreign key (account_id, campaign_id) references campaigns (account_id, campaign_id),
  constraint buyers_client_fkey foreign key (account_id, client_id) references clients (account_id, client_id),
  constraint buyers_name_length check (length(name) between 1 and 120)
);
create index buyers_by_campaign on buyers (account_id, campaign_id);
create index buyers_by_client on buyers (account_id, client_id);

-- A pause belongs to whoever set it; a buyer runs when none holds. The balance's own pause is wallets.low.
create table buyer_pauses (
  account_id integer     not null,
  buyer_id   integer     not null,
  owner      text        not null collate "C",
  since      timestamptz not null,
  until      timestamptz,
  by_name    text        not null,
  reason     text        not null,
  constraint buyer_pauses_pkey primary key (account_id, buyer_id, owner),
  constraint buyer_pauses_buyer_fkey foreign key (account_id, buyer_id) references buyers (account_id, buyer_id),
  constraint buyer_pauses_owner_known check (owner in ('operator', 'customer', 'dispute'))
);

-- Ids of the system an account moved from, as its integrators still send them.
create table aliases (
  account_id integer not null,
  kind       text    not null collate "C",
  alias      text    not null collate "C",
  target_id  integer not null,
  constraint aliases_pkey primary key (account_id, kind, alias),
  constraint aliases_kind_known check (kind in ('campaign', 'supplier', 'buyer', 'client'))
);
create index aliases_by_target on aliases (account_id, kind, target_id);

create table customers (
  account_id    integer     not null,
  customer_id   integer     not null,
  company       text        not null,
  company_key   text        not null collate "C",
  billing_email text        not null,
  billing_mode  text        not null default 'none',
  status        text        not null default 'active',
  created_at    timestamptz not null,
  constraint customers_pkey primary key (account_id, customer_id),
  constraint customers_account_fkey foreign key (account_id) references accounts (account_id),
  constraint customers_company_length check (length(company) between 1 and 120),
  constraint customers_mode_known check (billing_mode in ('none', 'manual', 'real_time')),
  constraint customers_status_known check (status in ('active', 'closed'))
);
create index customers_by_company on customers (account_id, company_key, customer_id);

create table customer_users (
  account_id    integer     not null,
  user_id       uuid        not null,
  customer_id   integer     not null,
  email         text        not null collate "C",
  name          text        not null,
  role          text        not null,
  password_hash text        not null,
  created_at    timestamptz not null,
  constraint customer_users_pkey primary key (account_id, user_id),
  constraint customer_users_customer_fkey foreign key (account_id, customer_id) references customers (account_id, customer_id),
  constraint customer_users_email_unique unique (account_id, email),
  constraint customer_users_email_lower check (email = lower(email)),
  constraint customer_users_role_known check (role in ('owner', 'manager', 'viewer'))
);
create index customer_users_by_customer on customer_users (account_id, customer_id);

create table mappings (
  account_id   integer     not null,
  customer_id  integer     not null,
  client_id    integer     not null,
  billed       boolean     not null,
  visible_from timestamptz,
  created_at   timestamptz not null,
  constraint mappings_pkey primary key (account_id, customer_id, client_id),
  constraint mappings_customer_fkey foreign key (account_id, customer_id) references customers (account_id, customer_id),
  constraint mappings_client_fkey foreign key (account_id, client_id) references clients (account_id, client_id)
);
create index mappings_by_client on mappings (account_id, client_id);
-- at most one mapping of a Client pays
create unique index mappings_one_billed on mappings (account_id, client_id) where billed;

-- The one balance row of a customer's prepaid money. No CHECK on the balance: refunds and disputes are facts.
-- `low` is the balance's own pause: set when a sale takes the balance under the minimum, lifted at or above it.
create table wallets (
  account_id      integer     not null,
  wallet_id       integer     not null,
  currency        text        not null,
  balance         bigint      not null default 0,
  reserved        bigint      not null default 0,
  credit_limit    bigint      not null default 0,
  minimum_balance bigint,
  low             boolean     not null default false,
  seq             bigint      not null default 0,
  booked_at       timestamptz not null,
  constraint wallets_pkey primary key (account_id, wallet_id),
  constraint wallets_customer_fkey foreign key (account_id, wallet_id) references customers (account_id, customer_id),
  constraint wallets_reserved_positive check (reserved >= 0),
  constraint wallets_credit_limit_positive check (credit_limit >= 0)
) with (fillfactor = 50);

-- The journal. A row moves `amount` from one ledger account to another, so it balances by construction;
-- (kind, source) makes each cause book once. Never updated, never deleted (the app's role cannot).
create table transfers (
  account_id     integer     not null,
  kind           text        not null collate "C",
  source         uuid        not null,
  debit_account  text        not null,
  credit_account text        not null,
  amount         bigint      not null,
  currency       text        not null,
  wallet_id      integer,
  wallet_seq     bigint,
  balance_after  bigint,
  booked_at      timestamptz not null,
  lead_id        uuid,
  note           text,
  actor_name     text,
  constraint transfers_pkey primary key (account_id, kind, source),
  constraint transfers_wallet_seq_unique unique (account_id, wallet_id, wallet_seq),
  constraint transfers_amount_positive check (amount > 0),
  constraint transfers_two_sides check (debit_account <> credit_account),
  constraint transfers_accounts_known check (
    debit_account in ('wallet', 'sales', 'operator_credit') and credit_account in ('wallet', 'sales', 'operator_credit')),
  constraint transfers_wallet_whole check (
    (wallet_id is not null and wallet_seq is not null and balance_after is not null)
    = ('wallet' in (debit_account, credit_account)))
);

-- Caps: one row a buyer or supplier. A period's key is a local calendar number (20261122, 202647, 202611);
-- a newer key is the reset, so there is no reset job to miss.
create table cap_counters (
  account_id  integer not null,
  subject     text    not null collate "C",
  subject_id  integer not null,
  day_key     integer not null default 0,
  day_count   integer not null default 0,
  day_cents   bigint  not null default 0,
  week_key    integer not null default 0,
  week_count  integer not null default 0,
  week_cents  bigint  not null default 0,
  month_key   integer not null default 0,
  month_count integer not null default 0,
  month_cents bigint  not null default 0,
  total_count integer not null default 0,
  total_cents bigint  not null default 0,
  constraint cap_counters_pkey primary key (account_id, subject, subject_id),
  constraint cap_counters_subject_known check (subject in ('buyer', 'supplier'))
) with (fillfactor = 50);

-- Guarded keys of the campaign's duplicate check and of "never the same person twice to one customer":
-- inserting one is the claim, whoever comes second waits for the first to commit and then finds it.
create table duplicate_keys (
  account_id  integer     not null,
  key         bigint      not null,
  lead_id     uuid        not null,
  accepted_at timestamptz not null,
  constraint duplicate_keys_pkey primary key (account_id, key)
);

-- The same for identical posts; these live a minute and are purged, so they stay out of the large table.
create table recent_posts (
  account_id  integer     not null,
  key         bigint      not null,
  lead_id     uuid        not null,
  accepted_at timestamptz not null,
  constraint recent_posts_pkey primary key (account_id, key)
);

create table do_not_sell (
  account_id integer     not null,
  hash       bigint      not null,
  created_at timestamptz not null,
  by_name    text        not null,
  constraint do_not_sell_pkey primary key (account_id, hash)
);

-- A lead's received_at is the millisecond in its id, so an id alone finds its partition.
-- `data` is a JSON array in the field order of the settings version: a third smaller than an object.
-- `code` 0 is accepted, 1008 duplicated, anything else failed. `why` holds what moved (paused, cap, budget, balance,
-- earlier sale to the customer); the rest is recomputed from the version.
create table leads (
  account_id   integer     not null,
  lead_id      uuid        not null,
  received_at  timestamptz not null,
  campaign_id  integer     not null,
  supplier_id  integer     not null,
  version      integer     not null,
  code         smallint    not null,
  test         boolean     not null,
  returned     boolean     not null default false,
  sales        smallint    not null,
  revenue      bigint      not null,
  payout       bigint      not null,
  decided_ms   integer     not null,
  phone_hash   bigint,
  email_hash   bigint,
  duplicate_of uuid,
  source_ip    text,
  sub_ids      jsonb,
  detail       text,
  why          jsonb,
  data         jsonb       not null,
  constraint leads_pkey primary key (account_id, lead_id, received_at)
) partition by range (received_at);
-- lists by supplier or campaign (a campaign's page merges its suppliers)
create index leads_by_supplier on leads (account_id, supplier_id, lead_id);
-- search by phone or e-mail
create index leads_by_phone on leads (account_id, phone_hash) where phone_hash is not null;
create index leads_by_email on leads (account_id, email_hash) where email_hash is not null;

-- What happened between one lead and one buyer that was called. An accepted attempt is a sale.
create table attempts (
  account_id  integer     not null,
  lead_id     uuid        not null,
  received_at timestamptz not null,
  attempt_id  uuid        not null,
  campaign_id integer     not null,
  buyer_id    integer     not null,
  version     integer     not null,
  outcome     text        not null,
  test        boolean     not null,
  price       bigint      not null,
  rule        smallint,
  wallet_id   integer,
  returned_at timestamptz,
  at          timestamptz not null,
  ms          integer     not null,
  constraint attempts_pkey primary key (account_id, lead_id, received_at, attempt_id),
  constraint attempts_outcome_known check (outcome in ('accepted', 'rejected', 'duplicated', 'errored', 'timed_out', 'unknown')),
  constraint attempts_price_positive check (price >= 0)
) partition by range (received_at);
-- a customer's leads: the sales of its buyers, newest first
create index attempts_by_buyer on attempts (account_id, buyer_id, lead_id);

create table leads_default partition of leads default;
create table attempts_default partition of attempts default;

-- Figures: 15-minute buckets (every zone's midnight is a multiple), on the lead's own date, tests left out.
create table lead_rollup (
  account_id  integer     not null,
  bucket      timestamptz not null,
  campaign_id integer     not null,
  supplier_id integer     not null,
  code        smallint    not null,
  leads       integer     not null,
  returned    integer     not null default 0,
  revenue     bigint      not null,
  payout      bigint      not null,
  returned_revenue bigint not null default 0,
  returned_payout  bigint not null default 0,
  constraint lead_rollup_pkey primary key (account_id, bucket, campaign_id, supplier_id, code)
) with (fillfactor = 70);

create table sale_rollup (
  account_id  integer     not null,
  bucket      timestamptz not null,
  campaign_id integer     not null,
  buyer_id    integer     not null,
  sales       integer     not null,
  returned    integer     not null default 0,
  amount      bigint      not null,
  returned_amount bigint  not null default 0,
  constraint sale_rollup_pkey primary key (account_id, bucket, campaign_id, buyer_id)
) with (fillfactor = 70);

-- Posts refused before they were leads: a number a supplier, hour and code.
create table refusals (
  account_id  integer     not null,
  supplier_id integer     not null,
  hour        timestamptz not null,
  code        smallint    not null,
  posts       integer     not null,
  constraint refusals_pkey primary key (account_id, supplier_id, hour, code)
);

create table audit_log (
  account_id   integer     not null,
  audit_id     uuid        not null,
  at           timestamptz not null,
  actor_kind   text        not null,
  actor_id     text,
  actor_name   text        not null,
  impersonator text,
  action       text        not null,
  target_kind  text        not null,
  target_id    text        not null,
  before       jsonb,
  after        jsonb,
  ip           text,
  constraint audit_log_pkey primary key (account_id, audit_id)
);
