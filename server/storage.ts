/**
 * Where each table lives once the database has several nodes. A table stands in exactly one list
 * (test/storage.test.ts holds that against the catalog), and foreign keys point only from distributed to
 * distributed or reference, and from reference to reference.
 */
import type { Database } from './platform/database.gen.ts'

type Table = keyof Database | 'migrations'

/** Owned by an account: `account_id` leads every key, so one account's rows are together on one node. */
export const distributed: readonly Table[] = [
  'account_levels',
  'alert_settings',
  'alerts',
  'aliases',
  'api_keys',
  'attempt_calls',
  'attempts',
  'audit_log',
  'auto_recharges',
  'billing_terms',
  'buyer_pauses',
  'buyers',
  'campaign_settings',
  'campaign_versions',
  'campaigns',
  'cap_counters',
  'cards',
  'charge_reversals',
  'charges',
  'clients',
  'customer_levels',
  'customer_users',
  'customers',
  'delivery_secrets',
  'distribution_credits',
  'do_not_sell',
  'duplicate_keys',
  'invitations',
  'import_results',
  'imports',
  'export_links',
  'exports',
  'lead_references',
  'lead_rollup',
  'campaign_rollup',
  'leads',
  'low_notices',
  'mail_deliveries',
  'mappings',
  'payout_changes',
  'open_leads',
  'portal_logos',
  'portals',
  'recent_posts',
  'reconciliations',
  'refusals',
  'reservations',
  'sale_rollup',
  'saved_reports',
  'stripe_accounts',
  'stripe_customers',
  'stripe_events',
  'supplier_keys',
  'statement_months',
  'statement_senders',
  'statements',
  'suppliers',
  'transfers',
  'value_lists',
  'wallets',
]

/** Few rows, unique over all accounts, read everywhere and written rarely: a copy on every node. */
export const reference: readonly Table[] = [
  'accounts',
  'memberships',
  'outward_counters',
  'portal_hosts',
  'posting_keys',
  'stripe_webhooks',
  'supplier_access',
  'supplier_users',
  'team_users',
]

/** On the one node that runs jobs and log-ins. */
export const local: readonly Table[] = [
  'mail_outbox',
  'migrations',
  'one_time_tokens',
  'recovery_codes',
  'second_factors',
  'sessions',
  'throttles',
]

/** Written once: the serving role may neither change nor remove a row. */
export const appendOnly: readonly Table[] = [
  'audit_log',
  'campaign_settings',
  'campaign_versions',
  'payout_changes',
  'statements',
  'transfers',
  'value_lists',
]
