-- People: invitations, second factors, API keys; the audit log's filters.

-- An operator's programs. The account's number is part of a key, so its row is found within the account.
create table api_keys (
  account_id   integer     not null,
  key_id       uuid        not null,
  key_hash     bytea       not null,
  name         text        not null,
  hint         text        not null,
  scopes       text[]      not null,
  created_at   timestamptz not null,
  created_by   text        not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  constraint api_keys_pkey primary key (account_id, key_id),
  constraint api_keys_account_fkey foreign key (account_id) references accounts (account_id),
  constraint api_keys_hash_unique unique (account_id, key_hash),
  constraint api_keys_name_length check (length(name) between 1 and 120)
);

-- Who was asked to come in. Its link is a one-time token of its own.
create table invitations (
  account_id    integer     not null,
  invitation_id uuid        not null,
  realm         text        not null collate "C",
  email         text        not null collate "C",
  role          text,
  grants        text[]      not null default '{}',
  customer_id   integer,
  client_id     integer,
  created_at    timestamptz not null,
  created_by    text        not null,
  sent_at       timestamptz not null,
  expires_at    timestamptz not null,
  accepted_at   timestamptz,
  cancelled_at  timestamptz,
  constraint invitations_pkey primary key (account_id, invitation_id),
  constraint invitations_account_fkey foreign key (account_id) references accounts (account_id),
  constraint invitations_customer_fkey foreign key (account_id, customer_id) references customers (account_id, customer_id),
  constraint invitations_client_fkey foreign key (account_id, client_id) references clients (account_id, client_id),
  constraint invitations_email_lower check (email = lower(email)),
  constraint invitations_place check (
    case realm
      when 'team' then role in ('administrator', 'member', 'billing', 'viewer') and customer_id is null and client_id is null
      when 'customer' then role in ('owner', 'manager', 'viewer') and customer_id is not null and client_id is null
      when 'supplier' then role is null and client_id is not null and customer_id is null
      else false
    end),
  constraint invitations_grants_known check (grants <@ array['export_data', 'delete_data', 'customer_portal_access'])
);
-- one open invitation of an address to a place; also the list of those that wait
create unique index invitations_one_open on invitations
  (account_id, realm, coalesce(customer_id, client_id, 0), email)
  where accepted_at is null and cancelled_at is null;

-- The second factor of a log-in in any realm. Unconfirmed until a first code was right.
create table second_factors (
  realm         text        not null collate "C",
  user_id       uuid        not null,
  secret_sealed text        not null,
  created_at    timestamptz not null,
  confirmed_at  timestamptz,
  last_step     bigint      not null default 0,
  constraint second_factors_pkey primary key (realm, user_id),
  constraint second_factors_realm_known check (realm in ('team', 'customer', 'supplier'))
);

create table recovery_codes (
  realm     text        not null collate "C",
  user_id   uuid        not null,
  code_hash bytea       not null,
  used_at   timestamptz,
  constraint recovery_codes_pkey primary key (realm, user_id, code_hash)
);

alter table accounts add column require_second_factor boolean not null default false;

-- the audit log's page, filtered by who or by what; also the lists it filters from
alter table audit_log
  alter column actor_id type text collate "C",
  alter column target_kind type text collate "C",
  alter column target_id type text collate "C";
create index audit_log_by_actor on audit_log (account_id, actor_id, audit_id);
create index audit_log_by_target on audit_log (account_id, target_kind, target_id, audit_id);

grant select, insert, update, delete on api_keys, invitations, second_factors, recovery_codes to :app_role;
