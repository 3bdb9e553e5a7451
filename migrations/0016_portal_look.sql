-- The portal's logo, and whether its set-up was gone through.

-- Read with every first page of a portal, so it stands beside the name; the bytes do not.
alter table portals
  add column logo_version text,
  add column logo_width   integer,
  add column logo_height  integer,
  add column set_up_at    timestamptz,
  add constraint portals_logo_whole check (
    num_nonnulls(logo_version, logo_width, logo_height) in (0, 3));

create table portal_logos (
  account_id integer     not null,
  version    text        not null,
  media_type text        not null,
  bytes      bytea       not null,
  created_at timestamptz not null,
  constraint portal_logos_pkey primary key (account_id),
  constraint portal_logos_portal_fkey foreign key (account_id) references portals (account_id),
  constraint portal_logos_version_shape check (version ~ '^[0-9a-f]{16}$'),
  constraint portal_logos_media_type_known check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  constraint portal_logos_small check (length(bytes) <= 262144)
);
grant select, insert, update, delete on portal_logos to :app_role;

-- names an account had before stay its own: the address page lists them
create index portal_hosts_account on portal_hosts (account_id);
