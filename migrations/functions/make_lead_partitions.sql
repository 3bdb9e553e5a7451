create or replace function make_lead_partitions(first_of_month date) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  suffix text := to_char(first_of_month, 'YYYYMM');
  starts text := to_char(first_of_month, 'YYYY-MM-DD') || ' 00:00:00+00';
  ends text := to_char((first_of_month + interval '1 month')::date, 'YYYY-MM-DD') || ' 00:00:00+00';
  parent text;
begin
  foreach parent in array array['leads', 'attempts', 'attempt_calls'] loop
    if to_regclass(parent || '_' || suffix) is null then
      execute format('create table %I partition of %I for values from (%L) to (%L)', parent || '_' || suffix, parent, starts, ends);
    end if;
  end loop;
end
$$;

grant execute on function make_lead_partitions(date) to :app_role;
