import type { Check } from '../platform/check.ts'

const members = (tail: string) => `
  select m.account_id, m.kind, m.id from (
    select s.account_id, 'supplier' as kind, s.supplier_id as id, s.campaign_id from suppliers s
    union all select b.account_id, 'buyer', b.buyer_id, b.campaign_id from buyers b
  ) m where ${tail}`

/** What must be true of campaigns and what is in them. */
export const campaignChecks: readonly Check[] = [
  {
    name: 'versions_gapless',
    sentence: 'The versions of each campaign are numbered from 1 to its present one, without a gap.',
    sql: `
      select c.account_id, c.campaign_id, c.version, count(v.version) as versions, max(v.version) as last
      from campaigns c left join campaign_versions v on v.account_id = c.account_id and v.campaign_id = c.campaign_id
      group by c.account_id, c.campaign_id, c.version
      having count(v.version) <> c.version or max(v.version) <> c.version`,
  },
  {
    name: 'campaign_has_settings',
    sentence: 'The first version of each campaign wrote the settings of the campaign itself.',
    sql: `
      select c.account_id, c.campaign_id from campaigns c
      where not exists (
        select from campaign_settings p
        where p.account_id = c.account_id and p.campaign_id = c.campaign_id and p.part = 'campaign'
          and p.part_id = 0 and p.version = 1)`,
  },
  {
    name: 'member_has_settings',
    sentence: 'Each supplier and buyer has settings in its own campaign.',
    sql: members(`not exists (
      select from campaign_settings p
      where p.account_id = m.account_id and p.campaign_id = m.campaign_id and p.part = m.kind and p.part_id = m.id)`),
  },
  {
    name: 'member_has_counter',
    sentence: 'Each supplier and buyer has the row that its caps are counted in.',
    sql: members(`not exists (
      select from cap_counters n where n.account_id = m.account_id and n.subject = m.kind and n.subject_id = m.id)`),
  },
  {
    name: 'settings_have_member',
    sentence: 'Settings of a supplier or buyer belong to one of that campaign.',
    sql: `
      select p.account_id, p.campaign_id, p.part, p.part_id from campaign_settings p
      where p.part <> 'campaign'
        and not exists (
          select from suppliers s
          where p.part = 'supplier' and s.account_id = p.account_id and s.campaign_id = p.campaign_id
            and s.supplier_id = p.part_id)
        and not exists (
          select from buyers b
          where p.part = 'buyer' and b.account_id = p.account_id and b.campaign_id = p.campaign_id
            and b.buyer_id = p.part_id)`,
  },
  {
    name: 'posting_index',
    sentence:
      'The index of posting keys holds the keys of all suppliers, each with its account and campaign, and no other.',
    sql: `
      select coalesce(k.account_id, i.account_id) as account_id, coalesce(k.supplier_id, i.supplier_id) as supplier_id
      from (
        select k.account_id, k.supplier_id, k.key_hash, s.campaign_id from supplier_keys k
        join suppliers s on s.account_id = k.account_id and s.supplier_id = k.supplier_id
      ) k
      full join posting_keys i
        on i.key_hash = k.key_hash and i.supplier_id = k.supplier_id and i.account_id = k.account_id
          and i.campaign_id = k.campaign_id
      where k.key_hash is null or i.key_hash is null`,
  },
]
