-- Takes the rows of the leads that a batch goes on with, before its counters: still this process's, or PT409.
create or replace function lock_open(p_account integer, p_open jsonb) returns void language plpgsql as $$
declare
  n integer;
begin
  select count(*) into n from (
    select 1 from open_leads o
    where o.account_id = p_account and o.owner = (p_open ->> 'owner')::bigint
      and o.lead_id in (select g.lead from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid))
    order by o.lead_id for update
  ) held;
  if n <> jsonb_array_length(p_open -> 'goes') then
    raise exception 'lead' using errcode = 'PT409';
  end if;
end
$$;
