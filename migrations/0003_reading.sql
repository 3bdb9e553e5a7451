-- What pages read. The partial indexes cost the hot write nothing: live leads are not in them.

-- a customer's figures: its buyers over a range, whatever else the account sold
create index sale_rollup_by_buyer on sale_rollup (account_id, buyer_id, bucket);

-- a supplier's figures
create index lead_rollup_by_supplier on lead_rollup (account_id, supplier_id, bucket);

-- lists of test leads and of returned ones
create index leads_tests on leads (account_id, lead_id) where test;
create index leads_returned on leads (account_id, lead_id) where returned;
create index attempts_returned on attempts (account_id, buyer_id, lead_id) where returned_at is not null;
