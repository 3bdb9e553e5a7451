import { common } from '../ui/texts.ts'

/** What the Customer Portal says. Nothing of ours: the name is the broker's. */
export const texts = {
  ...common,
  nav: {
    home: 'Home',
    leads: 'Leads',
    billing: 'Billing',
    exports: 'Exports',
    users: 'Users',
    activity: 'Activity',
    settings: 'Settings',
  },
} as const
