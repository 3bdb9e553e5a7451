-- Returns: a sale is returned or not, and once.

-- What was said when a sale was marked; all of it or nothing. `return_to_supplier`: the supplier bears its share of it.
alter table attempts
  add column return_reason      text,
  add column return_note        text,
  add column returned_by        text,
  add column return_refund      boolean,
  add column return_to_supplier boolean,
  add constraint attempts_return_whole
    check (num_nonnulls(returned_at, return_reason, returned_by, return_refund, return_to_supplier) in (0, 5)),
  add constraint attempts_return_of_sale check (returned_at is null or outcome = 'accepted');

-- What returns took back of the lead's payout; null, which costs the hot write nothing, is nothing.
alter table leads add column returned_payout bigint;

-- The suppliers' side of the books after a lead was decided: each change of what one lead earns, on the day it was
-- booked. Once for its cause. Never updated, never deleted (the app's role cannot).
create table payout_changes (
  account_id  integer     not null,
  cause       text        not null collate "C",
  source      uuid        not null,
  supplier_id integer     not null,
  lead_id     uuid        not null,
  amount      bigint      not null,
  booked_at   timestamptz not null,
  constraint payout_changes_pkey primary key (account_id, cause, source),
  constraint payout_changes_supplier_fkey foreign key (account_id, supplier_id) references suppliers (account_id, supplier_id),
  constraint payout_changes_cause_known check (cause in ('return', 'settlement')),
  constraint payout_changes_not_nothing check (amount <> 0)
);
-- a supplier's statement
create index payout_changes_by_supplier on payout_changes (account_id, supplier_id, booked_at);

grant select, insert on payout_changes to :app_role;
