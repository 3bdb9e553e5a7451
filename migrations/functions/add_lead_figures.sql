-- Adds to the figures of leads, by supplier and without; the only writer of both. Each array has one element a row; what
-- came back may be left out. In the one order of their keys. Not in SQL alone: before PostgreSQL 18 that is planned anew
-- at each call, and each batch of leads is one.
create or replace function add_lead_figures(
  p_account integer, p_bucket timestamptz[], p_campaign integer[], p_supplier integer[], p_code smallint[],
  p_leads integer[], p_revenue bigint[], p_payout bigint[],
  p_returned integer[] default '{}', p_returned_revenue bigint[] default '{}', p_returned_payout bigint[] default '{}'
) returns void language plpgsql as $$
begin
  insert into lead_rollup as r (account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout, returned,
                                returned_revenue, returned_payout)
    select p_account, u.bucket, u.campaign, u.supplier, u.code, sum(u.leads), sum(u.revenue), sum(u.payout),
           coalesce(sum(u.returned), 0), coalesce(sum(u.returned_revenue), 0), coalesce(sum(u.returned_payout), 0)
    from unnest(p_bucket, p_campaign, p_supplier, p_code, p_leads, p_revenue, p_payout, p_returned, p_returned_revenue,
                p_returned_payout)
      as u (bucket, campaign, supplier, code, leads, revenue, payout, returned, returned_revenue, returned_payout)
    group by u.bucket, u.campaign, u.supplier, u.code
    order by u.bucket, u.campaign, u.supplier, u.code
    on conflict on constraint lead_rollup_pkey do update set
      leads = r.leads + excluded.leads, revenue = r.revenue + excluded.revenue, payout = r.payout + excluded.payout,
      returned = r.returned + excluded.returned, returned_revenue = r.returned_revenue + excluded.returned_revenue,
      returned_payout = r.returned_payout + excluded.returned_payout;
  insert into campaign_rollup as r (account_id, bucket, campaign_id, code, leads, revenue, payout, returned,
                                    returned_revenue, returned_payout)
    select p_account, u.bucket, u.campaign, u.code, sum(u.leads), sum(u.revenue), sum(u.payout),
           coalesce(sum(u.returned), 0), coalesce(sum(u.returned_revenue), 0), coalesce(sum(u.returned_payout), 0)
    from unnest(p_bucket, p_campaign, p_code, p_leads, p_revenue, p_payout, p_returned, p_returned_revenue,
                p_returned_payout)
      as u (bucket, campaign, code, leads, revenue, payout, returned, returned_revenue, returned_payout)
    group by u.bucket, u.campaign, u.code
    order by u.bucket, u.campaign, u.code
    on conflict on constraint campaign_rollup_pkey do update set
      leads = r.leads + excluded.leads, revenue = r.revenue + excluded.revenue, payout = r.payout + excluded.payout,
      returned = r.returned + excluded.returned, returned_revenue = r.returned_revenue + excluded.returned_revenue,
      returned_payout = r.returned_payout + excluded.returned_payout;
end
$$;
