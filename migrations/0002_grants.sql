-- What the serving role may do.

grant usage on schema public to :app_role;

grant select, insert, update, delete on all tables in schema public to :app_role;

-- What was written stays written.
revoke update, delete on transfers, campaign_settings, campaign_versions, audit_log from :app_role;

-- a transfer's wallet stays: the hot write joins it, and a foreign key would look it up once more for each sale
revoke delete on wallets from :app_role;
