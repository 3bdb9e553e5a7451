// Made by `npm run types` from the migrated database. Do not edit.
import type { Generated, GeneratedAlways } from 'kysely'

/** What a jsonb column holds; who reads it knows its shape and parses it. */
export type Json = unknown

export interface AccountLevelsRow {
  account_id: number
  kind: string
  level: string
}

export interface AccountsRow {
  account_id: number
  name: string
  zone: string
  currency: string
  same_person_days: Generated<number>
  hash_key_sealed: string
  created_at: Date
  require_second_factor: Generated<boolean>
}

export interface AlertSettingsRow {
  account_id: number
  body: Json
  changed_at: Date
}

export interface AlertsRow {
  account_id: number
  alert_id: string
  kind: string
  subject: string
  subject_id: number
  since: Date
  found_at: Date
  until: Date | null
  facts: Json
  dismissed_at: Date | null
  dismissed_by: string | null
}

export interface AliasesRow {
  account_id: number
  kind: string
  alias: string
  target_id: number
}

export interface ApiKeysRow {
  account_id: number
  key_id: string
  key_hash: Buffer
  name: string
  hint: string
  scopes: string[]
  created_at: Date
  created_by: string
  last_used_at: Date | null
  revoked_at: Date | null
}

export interface AttemptCallsRow {
  account_id: number
  lead_id: string
  received_at: Date
  call_id: string
  attempt_id: string | null
  kind: string
  name: string | null
  outcome: string
  reason: string | null
  status: number | null
  request: string
  response: string | null
  at: Date
  ms: number
}

export interface AttemptsRow {
  account_id: number
  lead_id: string
  received_at: Date
  attempt_id: string
  campaign_id: number
  buyer_id: number
  version: number
  outcome: string
  test: boolean
  price: number
  rule: number | null
  wallet_id: number | null
  returned_at: Date | null
  at: Date
  ms: number
  reserved: number | null
  detail: string | null
  by_name: string | null
  settled_at: Date | null
  return_reason: string | null
  return_note: string | null
  returned_by: string | null
  return_refund: boolean | null
  return_to_supplier: boolean | null
}

export interface AuditLogRow {
  account_id: number
  audit_id: string
  at: Date
  actor_kind: string
  actor_id: string | null
  actor_name: string
  impersonator: string | null
  action: string
  target_kind: string
  target_id: string
  before: Json
  after: Json
  ip: string | null
  customer_id: number | null
}

export interface AutoRechargesRow {
  account_id: number
  customer_id: number
  is_on: boolean
  threshold: number
  amount: number
  most_charges_a_day: number
  most_amount_a_day: number | null
  consent_text: string
  consented_by: string
  consented_at: Date
  stopped_reason: string | null
  stopped_at: Date | null
  declines: Generated<number>
  next_try_at: Date | null
  works_again_at: Date | null
}

export interface BillingTermsRow {
  account_id: number
  customer_id: number
  minimum_deposit: Generated<number>
  fee_bp: number | null
  recharge_required: Generated<boolean>
}

export interface BuyerPausesRow {
  account_id: number
  buyer_id: number
  owner: string
  since: Date
  until: Date | null
  by_name: string
  reason: string
}

export interface BuyersRow {
  account_id: number
  buyer_id: number
  campaign_id: number
  client_id: number
  name: string
  created_at: Date
}

export interface CampaignRollupRow {
  account_id: number
  bucket: Date
  campaign_id: number
  code: number
  leads: number
  returned: number
  revenue: number
  payout: number
  returned_revenue: number
  returned_payout: number
}

export interface CampaignSettingsRow {
  account_id: number
  campaign_id: number
  part: string
  part_id: number
  version: number
  body: Json
}

export interface CampaignVersionsRow {
  account_id: number
  campaign_id: number
  version: number
  summary: string
  actor_kind: string
  actor_name: string
  created_at: Date
}

export interface CampaignsRow {
  account_id: number
  campaign_id: number
  name: string
  public_name: string | null
  status: Generated<string>
  version: number
  revision: number
  created_at: Date
  pause_since: Date | null
  pause_until: Date | null
  pause_by: string | null
  pause_reason: string | null
}

export interface CapCountersRow {
  account_id: number
  subject: string
  subject_id: number
  day_key: Generated<number>
  day_count: Generated<number>
  day_cents: Generated<number>
  week_key: Generated<number>
  week_count: Generated<number>
  week_cents: Generated<number>
  month_key: Generated<number>
  month_count: Generated<number>
  month_cents: Generated<number>
  total_count: Generated<number>
  total_cents: Generated<number>
}

export interface CardsRow {
  account_id: number
  customer_id: number
  payment_method_id: string
  brand: string
  last4: string
  exp_month: number
  exp_year: number
  funding: string
  state: Generated<string>
  made_at: Date
  saved_at: Date
  saved_by: string | null
}

export interface ChargeReversalsRow {
  account_id: number
  reversal_id: string
  customer_id: number
  charge_id: string
  kind: string
  state: string
  amount: number
  keep_fee: Generated<boolean>
  wallet_part: Generated<number>
  fee_part: Generated<number>
  loss_part: Generated<number>
  stripe_id: string | null
  reason: string | null
  by_name: string | null
  failure: string | null
  created_at: Date
  booked_at: Date | null
  ended_at: Date | null
  attempts: Generated<number>
  next_try_at: Date | null
}

export interface ChargesRow {
  account_id: number
  charge_id: string
  customer_id: number
  kind: string
  state: string
  amount: number
  fee: number
  fee_bp: number
  currency: string
  mode: string
  stripe_account_id: string
  save_card: Generated<boolean>
  checkout_session_id: string | null
  checkout_url: string | null
  payment_intent_id: string | null
  payment_method_id: string | null
  card_brand: string | null
  card_last4: string | null
  reason: string | null
  actor_kind: string
  by_name: string | null
  created_at: Date
  sent_at: Date | null
  expires_at: Date | null
  decided_at: Date | null
  decline_code: string | null
  decline_message: string | null
  wants_authentication: Generated<boolean>
  attempts: Generated<number>
  next_try_at: Date | null
}

export interface ClientsRow {
  account_id: number
  client_id: number
  name: string
  name_key: string
  created_at: Date
}

export interface CustomerLevelsRow {
  account_id: number
  customer_id: number
  kind: string
  level: string
}

export interface CustomerUsersRow {
  account_id: number
  user_id: string
  customer_id: number
  email: string
  name: string
  role: string
  password_hash: string
  created_at: Date
  may_pay: Generated<boolean>
}

export interface CustomersRow {
  account_id: number
  customer_id: number
  company: string
  company_key: string
  billing_email: string
  billing_mode: Generated<string>
  status: Generated<string>
  created_at: Date
  wants_real_time: Generated<boolean>
  legal_name: Generated<string>
  address: Generated<string>
  tax_id: Generated<string>
}

export interface DeliverySecretsRow {
  account_id: number
  secret_id: string
  origin: string
  sealed: string
  created_at: Date
}

export interface DistributionCreditsRow {
  account_id: number
  buyer_id: number
  campaign_id: number
  credit: number
}

export interface DoNotSellRow {
  account_id: number
  hash: number
  created_at: Date
  by_name: string
}

export interface DuplicateKeysRow {
  account_id: number
  key: number
  lead_id: string
  accepted_at: Date
}

export interface ExportLinksRow {
  account_id: number
  export_id: string
  email: string
  token_hash: Buffer | null
  expires_at: Date | null
  downloads: Generated<number>
  last_at: Date | null
}

export interface ExportsRow {
  account_id: number
  export_id: string
  customer_id: number | null
  user_id: string
  user_name: string
  format: string
  name: string
  description: string
  asked: Json
  state: Generated<string>
  done: Generated<number>
  total: number | null
  bytes: number | null
  problem: string | null
  created_at: Date
  finished_at: Date | null
  file_gone: Generated<boolean>
  run: string | null
}

export interface ImportResultsRow {
  account_id: number
  import_id: string
  first_row: number
  last_row: number
  leads: string[]
  faults: Json
}

export interface ImportsRow {
  account_id: number
  import_id: string
  kind: string
  campaign_id: number | null
  file_name: string
  parts: Generated<number>
  bytes: Generated<number>
  state: Generated<string>
  phase: Generated<string>
  columns: Generated<Json>
  preview: Generated<Json>
  mapping: Generated<Json>
  total: Generated<number>
  done: Generated<number>
  faulty: Generated<number>
  problem: string | null
  actor_kind: string
  actor_name: string
  created_at: Date
  finished_at: Date | null
  file_gone: Generated<boolean>
}

export interface InvitationsRow {
  account_id: number
  invitation_id: string
  realm: string
  email: string
  role: string | null
  grants: Generated<string[]>
  customer_id: number | null
  client_id: number | null
  created_at: Date
  created_by: string
  sent_at: Date
  expires_at: Date
  accepted_at: Date | null
  cancelled_at: Date | null
  name: Generated<string>
  may_pay: Generated<boolean>
}

export interface LeadReferencesRow {
  account_id: number
  reference: string
  lead_id: string
}

export interface LeadRollupRow {
  account_id: number
  bucket: Date
  campaign_id: number
  supplier_id: number
  code: number
  leads: number
  returned: Generated<number>
  revenue: number
  payout: number
  returned_revenue: Generated<number>
  returned_payout: Generated<number>
}

export interface LeadsRow {
  account_id: number
  lead_id: string
  received_at: Date
  campaign_id: number
  supplier_id: number
  version: number
  code: number
  test: boolean
  returned: Generated<boolean>
  sales: number
  revenue: number
  payout: number
  decided_ms: number
  phone_hash: number | null
  email_hash: number | null
  duplicate_of: string | null
  source_ip: string | null
  sub_ids: Json
  detail: string | null
  why: Json
  data: Json
  returned_payout: number | null
}

export interface LowNoticesRow {
  account_id: number
  customer_id: number
  told_at: Date
  lifted_at: Date | null
}

export interface MailDeliveriesRow {
  account_id: number
  delivery_id: string
  lead_id: string
  campaign_id: number
  buyer_id: number
  version: number
  price: number
  test: boolean
  state: Generated<string>
  created_at: Date
  handed_at: Date | null
}

export interface MailOutboxRow {
  mail_id: string
  account_id: number | null
  kind: string
  to_address: string
  from_name: string | null
  subject: string
  body_text: string
  body_html: string
  state: Generated<string>
  attempts: Generated<number>
  next_attempt_at: Date
  last_error: string | null
  created_at: Date
  sent_at: Date | null
}

export interface MappingsRow {
  account_id: number
  customer_id: number
  client_id: number
  billed: boolean
  visible_from: Date | null
  created_at: Date
}

export interface MembershipsRow {
  account_id: number
  user_id: string
  role: string
  grants: Generated<string[]>
  created_at: Date
}

export interface OneTimeTokensRow {
  token_hash: Buffer
  purpose: string
  subject: string
  account_id: number | null
  payload: Json
  created_at: Date
  expires_at: Date
  used_at: Date | null
  voided_at: Date | null
}

export interface OpenLeadsRow {
  account_id: number
  lead_id: string
  received_at: Date
  supplier_id: number
  owner: number | null
  deadline_at: Date
  day_key: number | null
  week_key: number | null
  month_key: number | null
  keys: Generated<number[]>
  posts: Generated<number[]>
}

export interface OutwardCountersRow {
  kind: string
  last: number
}

export interface PayoutChangesRow {
  account_id: number
  cause: string
  source: string
  supplier_id: number
  lead_id: string
  amount: number
  booked_at: Date
}

export interface PortalHostsRow {
  subdomain: string
  account_id: number
}

export interface PortalLogosRow {
  account_id: number
  version: string
  media_type: string
  bytes: Buffer
  created_at: Date
}

export interface PortalsRow {
  account_id: number
  company_name: string
  subdomain: string
  brand_color: string
  created_at: Date
  deposit_fee_bp: Generated<number>
  logo_version: string | null
  logo_width: number | null
  logo_height: number | null
  set_up_at: Date | null
}

export interface PostingKeysRow {
  key_hash: Buffer
  supplier_id: number
  account_id: number
  campaign_id: number
}

export interface RecentPostsRow {
  account_id: number
  key: number
  lead_id: string
  accepted_at: Date
}

export interface ReconciliationsRow {
  account_id: number
  payment_intent_id: string
  paid_at: Date
  amount: number
  refunded: number
  disputed: boolean
  stripe_fee: number | null
  currency: string
  state: string
  difference: string | null
  charge_id: string | null
  customer_id: number | null
  seen_at: Date
}

export interface RecoveryCodesRow {
  realm: string
  user_id: string
  code_hash: Buffer
  used_at: Date | null
}

export interface RefusalsRow {
  account_id: number
  supplier_id: number
  hour: Date
  code: number
  posts: number
}

export interface ReservationsRow {
  account_id: number
  attempt_id: string
  lead_id: string
  received_at: Date
  campaign_id: number
  buyer_id: number
  wallet_id: number | null
  test: boolean
  amount: number
  day_key: number
  week_key: number
  month_key: number
  keys: number[]
  credits: Json
  state: Generated<string>
  reserved_at: Date
}

export interface SaleRollupRow {
  account_id: number
  bucket: Date
  campaign_id: number
  buyer_id: number
  sales: number
  returned: Generated<number>
  amount: number
  returned_amount: Generated<number>
}

export interface SavedReportsRow {
  account_id: number
  report_id: string
  owner_id: string
  owner_name: string
  name: string
  name_key: string
  shared: boolean
  query: Json
  created_at: Date
  updated_at: Date
}

export interface SecondFactorsRow {
  realm: string
  user_id: string
  secret_sealed: string
  created_at: Date
  confirmed_at: Date | null
  last_step: Generated<number>
}

export interface SessionsRow {
  token_hash: Buffer
  realm: string
  user_id: string
  account_id: number | null
  host: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ip: string
  user_agent: string
  viewed_customer_id: number | null
}

export interface StatementMonthsRow {
  account_id: number
  month: string
  begun_at: Date
}

export interface StatementSendersRow {
  account_id: number
  legal_name: string
  address: string
  tax_id: string
}

export interface StatementsRow {
  account_id: number
  statement_id: string
  customer_id: number
  number: number
  month: string
  zone: string
  period_start: Date
  period_end: Date
  first_seq: number
  last_seq: number
  opening: number
  closing: number
  currency: string
  sender: Json
  receiver: Json
  pdf_hash: Buffer
  csv_hash: Buffer
  mailed_to: string | null
  issued_at: Date
}

export interface StripeAccountsRow {
  account_id: number
  mode: string
  stripe_account_id: string
  publishable_key: string
  secret_key_sealed: string
  secret_last4: string
  restricted: boolean
  webhook_id: string
  webhook_endpoint_id: string | null
  webhook_secret_sealed: string | null
  connected_at: Date
  connected_by: string
  unreachable_since: Date | null
  next_probe_at: Date | null
  reconciled_until: Date
  reconciled_at: Date | null
}

export interface StripeCustomersRow {
  account_id: number
  customer_id: number
  stripe_customer_id: string
}

export interface StripeEventsRow {
  account_id: number
  event_id: string
  type: string
  object_id: string
  created: Date
  received_at: Date
  done_at: Date | null
  attempts: Generated<number>
  next_try_at: Date | null
  last_error: string | null
}

export interface StripeWebhooksRow {
  webhook_id: string
  account_id: number
}

export interface SupplierAccessRow {
  account_id: number
  client_id: number
  user_id: string
  created_at: Date
  revoked_at: Date | null
}

export interface SupplierKeysRow {
  account_id: number
  supplier_id: number
  key_hash: Buffer
  key_sealed: string
  alias: boolean
  created_at: Date
}

export interface SupplierUsersRow {
  user_id: string
  email: string
  name: string
  password_hash: string
  created_at: Date
}

export interface SuppliersRow {
  account_id: number
  supplier_id: number
  campaign_id: number
  client_id: number
  name: string
  status: Generated<string>
  created_at: Date
  pause_since: Date | null
  pause_until: Date | null
  pause_by: string | null
  pause_reason: string | null
}

export interface TeamUsersRow {
  user_id: string
  email: string
  name: string
  password_hash: string
  created_at: Date
}

export interface ThrottlesRow {
  key: string
  points: Generated<number>
  expire: number | null
}

export interface TransfersRow {
  account_id: number
  kind: string
  source: string
  debit_account: string
  credit_account: string
  amount: number
  currency: string
  wallet_id: number
  wallet_seq: number
  balance_after: number
  booked_at: Date
  lead_id: string | null
  note: string | null
  actor_name: string | null
}

export interface ValueListsRow {
  account_id: number
  list_id: string
  name: string
  kind: string
  count: number
  body: string
  by_name: string
  created_at: Date
}

export interface WalletsRow {
  account_id: number
  wallet_id: number
  currency: string
  balance: Generated<number>
  reserved: Generated<number>
  credit_limit: Generated<number>
  minimum_balance: number | null
  low: Generated<boolean>
  seq: Generated<number>
  booked_at: Date
  recharge_below: number | null
  under_way: Generated<number>
  stops_below: GeneratedAlways<number | null>
  credit_raised: Generated<number>
  credit_raised_until: Date | null
}

/** Every table that a statement may name. */
export interface Database {
  account_levels: AccountLevelsRow
  accounts: AccountsRow
  alert_settings: AlertSettingsRow
  alerts: AlertsRow
  aliases: AliasesRow
  api_keys: ApiKeysRow
  attempt_calls: AttemptCallsRow
  attempts: AttemptsRow
  audit_log: AuditLogRow
  auto_recharges: AutoRechargesRow
  billing_terms: BillingTermsRow
  buyer_pauses: BuyerPausesRow
  buyers: BuyersRow
  campaign_rollup: CampaignRollupRow
  campaign_settings: CampaignSettingsRow
  campaign_versions: CampaignVersionsRow
  campaigns: CampaignsRow
  cap_counters: CapCountersRow
  cards: CardsRow
  charge_reversals: ChargeReversalsRow
  charges: ChargesRow
  clients: ClientsRow
  customer_levels: CustomerLevelsRow
  customer_users: CustomerUsersRow
  customers: CustomersRow
  delivery_secrets: DeliverySecretsRow
  distribution_credits: DistributionCreditsRow
  do_not_sell: DoNotSellRow
  duplicate_keys: DuplicateKeysRow
  export_links: ExportLinksRow
  exports: ExportsRow
  import_results: ImportResultsRow
  imports: ImportsRow
  invitations: InvitationsRow
  lead_references: LeadReferencesRow
  lead_rollup: LeadRollupRow
  leads: LeadsRow
  low_notices: LowNoticesRow
  mail_deliveries: MailDeliveriesRow
  mail_outbox: MailOutboxRow
  mappings: MappingsRow
  memberships: MembershipsRow
  one_time_tokens: OneTimeTokensRow
  open_leads: OpenLeadsRow
  outward_counters: OutwardCountersRow
  payout_changes: PayoutChangesRow
  portal_hosts: PortalHostsRow
  portal_logos: PortalLogosRow
  portals: PortalsRow
  posting_keys: PostingKeysRow
  recent_posts: RecentPostsRow
  reconciliations: ReconciliationsRow
  recovery_codes: RecoveryCodesRow
  refusals: RefusalsRow
  reservations: ReservationsRow
  sale_rollup: SaleRollupRow
  saved_reports: SavedReportsRow
  second_factors: SecondFactorsRow
  sessions: SessionsRow
  statement_months: StatementMonthsRow
  statement_senders: StatementSendersRow
  statements: StatementsRow
  stripe_accounts: StripeAccountsRow
  stripe_customers: StripeCustomersRow
  stripe_events: StripeEventsRow
  stripe_webhooks: StripeWebhooksRow
  supplier_access: SupplierAccessRow
  supplier_keys: SupplierKeysRow
  supplier_users: SupplierUsersRow
  suppliers: SuppliersRow
  team_users: TeamUsersRow
  throttles: ThrottlesRow
  transfers: TransfersRow
  value_lists: ValueListsRow
  wallets: WalletsRow
}
