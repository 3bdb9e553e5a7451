-- What is brought in from a CSV file, and the ids that came with it.

-- The original id of an imported lead, as scripts and returns of the system moved from still name it.
create table lead_references (
  account_id integer not null,
  reference  text    not null collate "C",
  lead_id    uuid    not null,
  constraint lead_references_pkey primary key (account_id, reference),
  constraint lead_references_length check (length(reference) between 1 and 64)
);
-- erasing a lead takes its reference along
create index lead_references_by_lead on lead_references (account_id, lead_id);

-- figures of the public API: calls of a buyer that made no sale
create index attempts_unsold on attempts (account_id, campaign_id, received_at)
  where outcome not in ('accepted', 'calling', 'unknown', 'resent');

grant select, insert, update, delete on lead_references to :app_role;
