/** Where on the page a path of the settings stands. */
export const TABS = [
  'overview',
  'buyers',
  'suppliers',
  'fields',
  'distribution',
  'checks',
  'settings',
  'versions',
] as const
export type Tab = (typeof TABS)[number]

export interface Place {
  tab: Tab
  buyer?: string
  supplier?: string
}

const CAMPAIGN_TABS: Record<string, Tab> = {
  fields: 'fields',
  systemFields: 'fields',
  distribution: 'distribution',
  sellLimit: 'distribution',
  deadlineSeconds: 'distribution',
  minimumMargin: 'distribution',
  duplicates: 'checks',
  filters: 'checks',
  checks: 'checks',
}

export function placeOfPath(path: string): Place {
  const [part = '', second = ''] = path.split('.')
  if (part === 'buyers') return { tab: 'buyers', buyer: second }
  if (part === 'suppliers') return { tab: 'suppliers', supplier: second }
  return { tab: CAMPAIGN_TABS[second] ?? 'settings' }
}
