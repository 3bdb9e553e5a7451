-- Files made for people: monthly statements of a wallet, and exports.

-- Who the account is on its statements. Without a row: its name alone.
create table statement_senders (
  account_id integer not null,
  legal_name text    not null,
  address    text    not null,
  tax_id     text    not null,
  constraint statement_senders_pkey primary key (account_id),
  constraint statement_senders_account_fkey foreign key (account_id) references accounts (account_id),
  constraint statement_senders_lengths check (
    length(legal_name) <= 200 and length(address) <= 500 and length(tax_id) <= 60)
);

-- Months whose statements were asked for, so that the job of the 1st begins each of them once.
create table statement_months (
  account_id integer     not null,
  month      text        not null collate "C",
  begun_at   timestamptz not null,
  constraint statement_months_pkey primary key (account_id, month),
  constraint statement_months_account_fkey foreign key (account_id) references accounts (account_id),
  constraint statement_months_month check (month ~ '^[0-9]{4}-[0-9]{2}$')
);

-- An issued statement: the entries `first_seq` to `last_seq` of the wallet's journal, and who both sides were then.
-- Its papers are files named after it; what they hold is told by their hashes.
create table statements (
  account_id    integer     not null,
  statement_id  uuid        not null,
  customer_id   integer     not null,
  number        integer     not null,
  month         text        not null collate "C",
  zone          text        not null,
  period_start  timestamptz not null,
  period_end    timestamptz not null,
  first_seq     bigint      not null,
  last_seq      bigint      not null,
  opening       bigint      not null,
  closing       bigint      not null,
  currency      text        not null,
  sender        jsonb       not null,
  receiver      jsonb       not null,
  pdf_hash      bytea       not null,
  csv_hash      bytea       not null,
  mailed_to     text,
  issued_at     timestamptz not null,
  constraint statements_pkey primary key (account_id, statement_id),
  constraint statements_customer_fkey foreign key (account_id, customer_id)
    references customers (account_id, customer_id),
  constraint statements_month_unique unique (account_id, customer_id, month),
  constraint statements_number_unique unique (account_id, customer_id, number),
  constraint statements_month check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  constraint statements_period check (period_start < period_end),
  constraint statements_entries check (first_seq between 1 and last_seq),
  constraint statements_number_positive check (number > 0)
);
-- the console's list, newest first
create index statements_by_id on statements (account_id, month, statement_id);

-- A file being made for whoever asked: a person of the team, or of a customer (`customer_id`). `run` names the try that
-- makes it now and the spool it reads into: of two, the newer goes on.
create table exports (
  account_id  integer     not null,
  export_id   uuid        not null,
  customer_id integer,
  user_id     uuid        not null,
  user_name   text        not null,
  format      text        not null,
  name        text        not null,
  description text        not null,
  asked       jsonb       not null,
  state       text        not null default 'waiting',
  done        bigint      not null default 0,
  total       bigint,
  bytes       bigint,
  problem     text,
  created_at  timestamptz not null,
  finished_at timestamptz,
  file_gone   boolean     not null default false,
  run         text,
  constraint exports_pkey primary key (account_id, export_id),
  constraint exports_account_fkey foreign key (account_id) references accounts (account_id),
  constraint exports_customer_fkey foreign key (account_id, customer_id)
    references customers (account_id, customer_id),
  constraint exports_format_known check (format in ('csv', 'xlsx')),
  constraint exports_state_known check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  constraint exports_lengths check (length(name) between 1 and 120 and length(description) <= 500),
  constraint exports_finished check ((state in ('waiting', 'running')) = (finished_at is null))
);
-- the page of either side, newest first
create index exports_by_customer on exports (account_id, customer_id, export_id);
-- the job that deletes files
create index exports_by_end on exports (account_id, finished_at) where not file_gone;

-- A link to the file for one address; only its hash is kept.
create table export_links (
  account_id integer     not null,
  export_id  uuid        not null,
  email      text        not null collate "C",
  token_hash bytea,
  expires_at timestamptz,
  downloads  integer     not null default 0,
  last_at    timestamptz,
  constraint export_links_pkey primary key (account_id, export_id, email),
  constraint export_links_export_fkey foreign key (account_id, export_id) references exports (account_id, export_id)
    on delete cascade,
  constraint export_links_token_unique unique (account_id, token_hash)
);

grant select, insert, update, delete on statement_senders, statement_months, exports, export_links to :app_role;
-- append-only: an issued statement stays as it is
grant select, insert on statements to :app_role;
