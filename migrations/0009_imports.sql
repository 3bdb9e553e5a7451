-- What is brought in from a CSV file, and the ids that came with it.

-- The original id of an imported lead, as scripts and returns of the system moved from still name it.
create table lead_references (
  account_id integer not null,
  reference  text    not null collate "C",
  lead_id    uuid    not null,
  constraint lead_references_pkey primary key (account_id, reference),
  constraint lead_references_length check (length(reference) between 1 and 64)
);
-- erasing a lead takes its reference along
create index lead_references_by_lead on lead_references (account_id, lead_id);

-- figures of the public API: calls of a buyer that made no sale
create index attempts_unsold on attempts (account_id, campaign_id, received_at)
  where outcome not in ('accepted', 'calling', 'unknown', 'resent');

-- A file being brought in. Its rows are worked off in order: what stands before `done` is done, in the same commits
-- that moved it, so a process that is killed loses nothing and does nothing twice.
create table imports (
  account_id  integer     not null,
  import_id   uuid        not null,
  kind        text        not null,
  campaign_id integer,
  file_name   text        not null,
  parts       integer     not null default 0,
  bytes       bigint      not null default 0,
  state       text        not null default 'uploading',
  phase       text        not null default 'check',
  columns     jsonb       not null default '[]',
  preview     jsonb       not null default '[]',
  mapping     jsonb       not null default '{}',
  total       integer     not null default 0,
  done        integer     not null default 0,
  faulty      integer     not null default 0,
  problem     text,
  actor_kind  text        not null,
  actor_name  text        not null,
  created_at  timestamptz not null,
  finished_at timestamptz,
  file_gone   boolean     not null default false,
  constraint imports_pkey primary key (account_id, import_id),
  constraint imports_account_fkey foreign key (account_id) references accounts (account_id),
  constraint imports_campaign_fkey foreign key (account_id, campaign_id) references campaigns (account_id, campaign_id),
  constraint imports_kind_known check (kind in ('leads', 'returns')),
  constraint imports_state_known check (
    state in ('uploading', 'ready', 'checking', 'checked', 'running', 'paused', 'stopped', 'done', 'failed')),
  constraint imports_phase_known check (phase in ('check', 'run')),
  constraint imports_name_length check (length(file_name) between 1 and 200)
);
-- the job that forgets files
create index imports_by_end on imports (account_id, finished_at) where finished_at is not null and not file_gone;

-- What became of some hundred rows at a time: the lead of each (null: none was made), and the faults of the faulty.
create table import_results (
  account_id integer not null,
  import_id  uuid    not null,
  first_row  integer not null,
  last_row   integer not null,
  leads      uuid[]  not null,
  faults     jsonb   not null,
  constraint import_results_pkey primary key (account_id, import_id, first_row),
  constraint import_results_import_fkey foreign key (account_id, import_id) references imports (account_id, import_id)
);

grant select, insert, update, delete on lead_references, imports, import_results to :app_role;
