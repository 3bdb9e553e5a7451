-- The part of a batch that only leads with calls to make have: they are stored in process, with what is held for them.
create or replace function write_open(p_account integer, p_now timestamptz, p_open jsonb) returns void language plpgsql as $$
begin
  insert into open_leads (account_id, lead_id, received_at, supplier_id, owner, deadline_at, day_key, week_key,
                          month_key, keys, posts)
    select p_account, o.lead, o.received, o.supplier, (p_open ->> 'owner')::bigint, o.deadline, o.day, o.week, o.month,
           o.keys, o.posts
    from jsonb_to_recordset(p_open -> 'opened') as o (lead uuid, received timestamptz, supplier integer,
      deadline timestamptz, day integer, week integer, month integer, keys bigint[], posts bigint[]);

  update open_leads o set day_key = g.day, week_key = g.week, month_key = g.month, keys = g.keys, posts = g.posts
    from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, day integer, week integer, month integer, keys bigint[],
      posts bigint[])
    where o.account_id = p_account and o.lead_id = g.lead and g.keys is not null;

  insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                        price, rule, wallet_id, at, ms, reserved)
    select p_account, h.lead, h.received, h.attempt, h.campaign, h.buyer, h.version, 'calling', h.test, h.price, h.rule,
           h.wallet, p_now, 0, h.price
    from jsonb_to_recordset(p_open -> 'holds') as h (lead uuid, received timestamptz, attempt uuid, campaign integer,
      buyer integer, version integer, test boolean, price bigint, rule smallint, wallet integer);

  insert into reservations (account_id, attempt_id, lead_id, received_at, campaign_id, buyer_id, wallet_id, test,
                            amount, day_key, week_key, month_key, keys, credits, reserved_at)
    select p_account, h.attempt, h.lead, h.received, h.campaign, h.buyer, h.wallet, h.test, h.price, h.day, h.week,
           h.month, h.keys, h.credits, p_now
    from jsonb_to_recordset(p_open -> 'holds') as h (attempt uuid, lead uuid, received timestamptz, campaign integer,
      buyer integer, wallet integer, test boolean, price bigint, day integer, week integer, month integer,
      keys bigint[], credits jsonb);

  perform change_leads(p_account, p_open -> 'changes');
  insert into payout_changes (account_id, cause, source, supplier_id, lead_id, amount, booked_at)
    select p_account, 'settlement', e.source, e.supplier, e.lead, e.amount, p_now
    from jsonb_to_recordset(p_open -> 'earned') as e (source uuid, supplier integer, lead uuid, amount bigint);
  if p_open ->> 'by' is not null then
    update attempts a set by_name = p_open ->> 'by'
      from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, received timestamptz)
      where a.account_id = p_account and a.lead_id = g.lead and a.received_at = g.received and a.at = p_now;
  end if;

  -- done, but for unknowns
  update open_leads o set owner = null
    from jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, done boolean)
    where o.account_id = p_account and o.lead_id = g.lead and g.done;
  delete from open_leads o
    using jsonb_to_recordset(p_open -> 'goes') as g (lead uuid, done boolean)
    where o.account_id = p_account and o.lead_id = g.lead and g.done
      and not exists (select 1 from reservations r where r.account_id = p_account and r.lead_id = g.lead);

  perform add_credits(p_account, p_open -> 'credits');

  insert into mail_deliveries (account_id, delivery_id, lead_id, campaign_id, buyer_id, version, price, test, created_at)
    select p_account, m.delivery, m.lead, m.campaign, m.buyer, m.version, m.price, m.test, p_now
    from jsonb_to_recordset(p_open -> 'mails') as m (delivery uuid, lead uuid, campaign integer, buyer integer,
      version integer, price bigint, test boolean);
end
$$;
