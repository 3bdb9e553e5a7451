-- A stopped auto-recharge is told of as other things that need somebody.
alter table alerts
  drop constraint alerts_kind_known,
  add constraint alerts_kind_known check (kind in ('silence', 'acceptance', 'delivery', 'balance', 'recharge'));
