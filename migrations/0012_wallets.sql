-- What card payments add to wallets and the journal.

-- `recharge_below`: the threshold of an auto-recharge that works; null: none does. `under_way`: charges sent to Stripe
-- and undecided. `stops_below`: where selling stops; while a recharge works, the minimum stops nothing.
alter table wallets
  add column recharge_below bigint,
  add column under_way      bigint not null default 0,
  add column stops_below    bigint generated always as (case when recharge_below is null then minimum_balance end) stored,
  add constraint wallets_under_way_positive check (under_way >= 0);
-- which wallets a recharge may be due for: none of its columns moves with a sale
create index wallets_recharged on wallets (account_id, wallet_id) where recharge_below is not null;

-- Every entry stands in a wallet's journal, also what leaves its balance as it was: fees, and what the operator bears.
alter table transfers
  alter column wallet_id set not null,
  alter column wallet_seq set not null,
  alter column balance_after set not null,
  drop constraint transfers_wallet_whole,
  drop constraint transfers_accounts_known,
  add constraint transfers_accounts_known check (
    debit_account in ('wallet', 'sales', 'operator_credit', 'stripe', 'fees', 'losses', 'outside')
    and credit_account in ('wallet', 'sales', 'operator_credit', 'stripe', 'fees', 'losses', 'outside'));
