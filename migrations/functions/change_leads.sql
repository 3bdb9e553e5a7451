-- Writes what the decision or settlement of leads that are stored already made of them. They must be as they were
-- when it was made, or PT409.
create or replace function change_leads(p_account integer, p_changes jsonb) returns void language plpgsql as $$
declare
  n integer;
begin
  update leads l set code = c.code, sales = l.sales + c.sales, revenue = c.revenue, payout = c.payout,
    version = coalesce(c.version, l.version), decided_ms = coalesce(c.ms, l.decided_ms),
    data = coalesce(c.data, l.data), detail = coalesce(c.detail, l.detail), why = coalesce(c.why, l.why),
    duplicate_of = coalesce(c.duplicate_of, l.duplicate_of)
  from jsonb_to_recordset(p_changes) as c (lead uuid, received timestamptz, was_code smallint, was_revenue bigint,
    code smallint, sales smallint, revenue bigint, payout bigint, version integer, ms integer, data jsonb,
    detail text, why jsonb, duplicate_of uuid)
  where l.account_id = p_account and l.lead_id = c.lead and l.received_at = c.received
    and l.code = c.was_code and l.revenue = c.was_revenue;
  get diagnostics n = row_count;
  if n <> jsonb_array_length(p_changes) then
    raise exception 'lead' using errcode = 'PT409';
  end if;
end
$$;
