import { Alert, AlertFacts } from '../../../contract/api/alerts.ts'
import type { AlertRow } from '../tables/alerts.ts'

const Kind = Alert.shape.subject.shape.kind
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** A row as pages and mails have it. */
export function presentAlert(row: AlertRow): Alert {
  const { dismissed_at, dismissed_by, campaign_id, campaign_name } = row
  return {
    id: row.alert_id,
    facts: AlertFacts.parse(row.facts),
    subject: { kind: Kind.parse(row.subject), id: row.subject_id, name: row.name },
    campaign: campaign_id === null ? null : { id: campaign_id, name: campaign_name ?? '' },
    since: row.since.toISOString(),
    until: iso(row.until),
    dismissed: dismissed_at && { at: dismissed_at.toISOString(), by: dismissed_by ?? '' },
  }
}
