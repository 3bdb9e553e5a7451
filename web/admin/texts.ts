import { common } from '../ui/texts.ts'

/** What the console's frame says. One catalogue, so that it can be translated. */
export const texts = {
  ...common,
  roles: { administrator: 'Administrator', member: 'Member', billing: 'Billing', viewer: 'Viewer' },
  nav: {
    home: 'Home',
    leads: 'Leads',
    campaigns: 'Campaigns',
    clients: 'Clients',
    portal: 'Customer Portal',
    customers: 'Customers',
    payments: 'Card payments',
    statements: 'Statements',
    portalSettings: 'Portal settings',
    account: 'Account',
    alerts: 'Alerts',
    reports: 'Reports',
    imports: 'Imports',
    exports: 'Exports',
    team: 'Team',
    keys: 'API keys',
    audit: 'Audit log',
    settings: 'Settings',
  },
} as const
