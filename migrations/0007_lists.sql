-- Lists of values that rules name instead of holding them: up to 100,000 a list.

-- Never updated, never deleted (the app's role cannot): settings versions name lists for ever. `list_id` is made of
-- what is in the list, so the same list saved twice is one row. The values are in normal form, one a line.
create table value_lists (
  account_id integer     not null,
  list_id    text        not null collate "C",
  name       text        not null,
  kind       text        not null,
  count      integer     not null,
  body       text        not null,
  by_name    text        not null,
  created_at timestamptz not null,
  constraint value_lists_pkey primary key (account_id, list_id),
  constraint value_lists_account_fkey foreign key (account_id) references accounts (account_id),
  constraint value_lists_id_shape check (list_id ~ '^[0-9a-f]{32}$'),
  constraint value_lists_name_length check (length(name) between 1 and 120),
  constraint value_lists_kind_known check (kind in ('text', 'state', 'postal_code', 'email', 'phone')),
  constraint value_lists_count_range check (count between 1 and 100000)
);
-- the choice of lists in a rule, newest first
create index value_lists_newest on value_lists (account_id, created_at, list_id);

grant select, insert on value_lists to :app_role;
