-- Adds to credits; increments commute, so nobody has to have read the latest.
create or replace function add_credits(p_account integer, p_credits jsonb) returns void language sql as $$
  insert into distribution_credits as d (account_id, buyer_id, campaign_id, credit)
  select p_account, c.buyer, c.campaign, sum(c.credit)
  from jsonb_to_recordset(p_credits) as c (buyer integer, campaign integer, credit bigint)
  group by c.buyer, c.campaign order by c.buyer
  on conflict on constraint distribution_credits_pkey do update set credit = d.credit + excluded.credit
$$;
