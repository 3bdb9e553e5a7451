-- Reports kept under a name, alerts and what they go by.

-- `query` is what was asked, as the contract's Report; the owner's own unless it is shared with the team.
create table saved_reports (
  account_id integer     not null,
  report_id  uuid        not null,
  owner_id   uuid        not null,
  owner_name text        not null,
  name       text        not null,
  name_key   text        not null collate "C",
  shared     boolean     not null,
  query      jsonb       not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint saved_reports_pkey primary key (account_id, report_id),
  constraint saved_reports_account_fkey foreign key (account_id) references accounts (account_id),
  constraint saved_reports_name_length check (length(name) between 1 and 80),
  constraint saved_reports_name_unique unique (account_id, owner_id, name_key)
);
-- the list: by name
create index saved_reports_by_name on saved_reports (account_id, name_key, report_id);

-- What needs somebody's attention. One of a kind and subject is open at a time (`until` is null); it closes when what
-- it says is no longer so, and what comes after is another alert.
create table alerts (
  account_id   integer     not null,
  alert_id     uuid        not null,
  kind         text        not null collate "C",
  subject      text        not null collate "C",
  subject_id   integer     not null,
  since        timestamptz not null,
  found_at     timestamptz not null,
  until        timestamptz,
  facts        jsonb       not null,
  dismissed_at timestamptz,
  dismissed_by text,
  constraint alerts_pkey primary key (account_id, alert_id),
  constraint alerts_account_fkey foreign key (account_id) references accounts (account_id),
  constraint alerts_kind_known check (kind in ('silence', 'acceptance', 'delivery', 'balance')),
  constraint alerts_subject_known check (subject in ('campaign', 'supplier', 'buyer', 'customer'))
);
create unique index alerts_open on alerts (account_id, kind, subject, subject_id) where until is null;
-- the job that forgets old ones
create index alerts_by_end on alerts (account_id, until) where until is not null;

-- When an account wants to be told. Without a row the defaults of contract/api/alerts.ts hold.
create table alert_settings (
  account_id integer     not null,
  body       jsonb       not null,
  changed_at timestamptz not null,
  constraint alert_settings_pkey primary key (account_id),
  constraint alert_settings_account_fkey foreign key (account_id) references accounts (account_id)
);

grant select, insert, update, delete on saved_reports, alerts, alert_settings to :app_role;
