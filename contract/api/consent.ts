/** Where the consent record of a lead is downloaded: what was agreed to, as it was posted, as a PDF. */
export const CONSENT_RECORD_PATHS = {
  console: '/api/console/:account/leads/:lead/consent-record.pdf',
  portal: '/api/portal/leads/:lead/consent-record.pdf',
} as const
