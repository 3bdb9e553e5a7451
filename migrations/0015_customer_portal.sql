-- Customers: who they are on paper, what they may do by themselves, who of their people pays, and looking as one.

alter table customers
  add column legal_name text not null default '',
  add column address    text not null default '',
  add column tax_id     text not null default '',
  add constraint customers_legal_name_length check (length(legal_name) <= 200),
  add constraint customers_address_length check (length(address) <= 500),
  add constraint customers_tax_id_length check (length(tax_id) <= 60);

-- Only a manager's counts: an owner pays anyhow, a viewer never does.
alter table customer_users add column may_pay boolean not null default false;

-- Whom it is for, before there is a login; and whether that person is to pay.
alter table invitations
  add column name    text    not null default '',
  add column may_pay boolean not null default false,
  add constraint invitations_name_length check (length(name) <= 120);

-- A person belongs to one customer of an account, so one invitation waits for an address, whichever customer's.
drop index invitations_one_open;
create unique index invitations_one_open on invitations (account_id, realm, coalesce(client_id, 0), email)
  where accepted_at is null and cancelled_at is null;
-- a customer's list of those that wait; the owner to be, in the table of customers
create index invitations_of_customer on invitations (account_id, customer_id)
  where customer_id is not null and accepted_at is null and cancelled_at is null;

-- What customers may do by themselves: the account's default of each kind, and where one customer's differs.
-- A kind without a row is as in a new account.
create table account_levels (
  account_id integer not null,
  kind       text    not null collate "C",
  level      text    not null,
  constraint account_levels_pkey primary key (account_id, kind),
  constraint account_levels_account_fkey foreign key (account_id) references accounts (account_id),
  constraint account_levels_level_known check (level in ('not_allowed', 'with_approval', 'at_once'))
);
create table customer_levels (
  account_id  integer not null,
  customer_id integer not null,
  kind        text    not null collate "C",
  level       text    not null,
  constraint customer_levels_pkey primary key (account_id, customer_id, kind),
  constraint customer_levels_customer_fkey foreign key (account_id, customer_id)
    references customers (account_id, customer_id),
  constraint customer_levels_level_known check (level in ('not_allowed', 'with_approval', 'at_once'))
);

-- A session of the team's person `user_id` on a portal, looking as this customer.
alter table sessions
  add column viewed_customer_id integer,
  add constraint sessions_viewed_in_portal check (viewed_customer_id is null or realm = 'customer');

-- Whose activity an entry belongs to, as the customer and the operator read it.
alter table audit_log add column customer_id integer;
update audit_log set customer_id = target_id::integer where target_kind = 'customer' and target_id ~ '^[0-9]{1,9}$';
create index audit_log_by_customer on audit_log (account_id, customer_id, audit_id) where customer_id is not null;


grant select, insert, update, delete on account_levels, customer_levels to :app_role;
