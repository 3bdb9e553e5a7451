-- Pauses of campaigns and suppliers say who, since when, why and until when, as those of buyers do. One with an end is
-- lifted by a job at that time.
alter table campaigns
  add column pause_since  timestamptz,
  add column pause_until  timestamptz,
  add column pause_by     text,
  add column pause_reason text;

alter table suppliers
  add column pause_since  timestamptz,
  add column pause_until  timestamptz,
  add column pause_by     text,
  add column pause_reason text;
