import { common } from '../ui/texts.ts'

/** What the Supplier Portal says. */
export const texts = {
  ...common,
  nav: { dashboard: 'Dashboard', leads: 'Leads' },
} as const
