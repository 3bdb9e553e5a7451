-- The figures of campaigns without their suppliers: what a month of the whole account is read from. With many suppliers
-- lead_rollup has nearly as many rows as there are leads, and this one a tenth of them.
create table campaign_rollup (
  account_id  integer     not null,
  bucket      timestamptz not null,
  campaign_id integer     not null,
  code        smallint    not null,
  leads       integer     not null,
  returned    integer     not null,
  revenue     bigint      not null,
  payout      bigint      not null,
  returned_revenue bigint not null,
  returned_payout  bigint not null,
  constraint campaign_rollup_pkey primary key (account_id, bucket, campaign_id, code)
) with (fillfactor = 70);

insert into campaign_rollup
  select account_id, bucket, campaign_id, code, sum(leads), sum(returned), sum(revenue), sum(payout),
         sum(returned_revenue), sum(returned_payout)
  from lead_rollup group by account_id, bucket, campaign_id, code;

grant select, insert, update, delete on campaign_rollup to :app_role;
