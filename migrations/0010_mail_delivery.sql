-- What deliveries keep: sales that go out by e-mail, and the secrets that templates name.

-- One row a sale (or sending again) by e-mail, written in its commit. The job renders it under its settings version and
-- hands it to the mail outbox; the primary key makes that once.
create table mail_deliveries (
  account_id  integer     not null,
  delivery_id uuid        not null,
  lead_id     uuid        not null,
  campaign_id integer     not null,
  buyer_id    integer     not null,
  version     integer     not null,
  price       bigint      not null,
  test        boolean     not null,
  state       text        not null default 'waiting',
  created_at  timestamptz not null,
  handed_at   timestamptz,
  constraint mail_deliveries_pkey primary key (account_id, delivery_id),
  constraint mail_deliveries_state_known check (state in ('waiting', 'handed', 'failed')),
  constraint mail_deliveries_price_positive check (price >= 0)
);
-- the job's queue
create index mail_deliveries_waiting on mail_deliveries (account_id, delivery_id) where state = 'waiting';

-- Settings versions name a secret by id only: versions cannot be changed, and a secret must be sealed anew when the
-- installation's key changes. Bound to the origin it is sent to.
create table delivery_secrets (
  account_id integer     not null,
  secret_id  uuid        not null,
  origin     text        not null,
  sealed     text        not null,
  created_at timestamptz not null,
  constraint delivery_secrets_pkey primary key (account_id, secret_id)
);

grant select, insert, update, delete on mail_deliveries, delivery_secrets to :app_role;
