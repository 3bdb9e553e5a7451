-- A customer's list of test leads alone (server/leads/tables/sales.ts): they are few among many sales, and without it a
-- page of them would walk every sale of the range.
create index attempts_tests on attempts (account_id, buyer_id, lead_id) where test;
