import { createRootRoute, createRoute, lazyRouteComponent, Outlet, type RouteComponent } from '@tanstack/react-router'
import { routerOf } from '../lib/router.ts'
import { NotFound } from '../ui/NotFound.tsx'
import { Home } from './Home.tsx'
import { Account, Start } from './Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: () => <NotFound home="/" /> })
const at = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component })

const account = createRoute({ getParentRoute: () => root, path: '/$account', component: Account })
const under = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => account, path, component })

const Leads = lazyRouteComponent(() => import('./leads/LeadsPage.tsx'), 'LeadsPage')
const Campaigns = lazyRouteComponent(() => import('./campaigns/CampaignsPage.tsx'), 'CampaignsPage')
const NewCampaign = lazyRouteComponent(() => import('./campaigns/NewCampaignPage.tsx'), 'NewCampaignPage')
const Campaign = lazyRouteComponent(() => import('./campaigns/CampaignPage.tsx'), 'CampaignPage')
const Customers = lazyRouteComponent(() => import('./customers/CustomersPage.tsx'), 'CustomersPage')
const Customer = lazyRouteComponent(() => import('./customers/CustomerPage.tsx'), 'CustomerPage')
const Clients = lazyRouteComponent(() => import('./clients/ClientsPage.tsx'), 'ClientsPage')
const Client = lazyRouteComponent(() => import('./clients/ClientPage.tsx'), 'ClientPage')
const Alerts = lazyRouteComponent(() => import('./alerts/AlertsPage.tsx'), 'AlertsPage')
const Reports = lazyRouteComponent(() => import('./reports/ReportsPage.tsx'), 'ReportsPage')
const Imports = lazyRouteComponent(() => import('./imports/ImportsPage.tsx'), 'ImportsPage')
const NewImport = lazyRouteComponent(() => import('./imports/NewImportPage.tsx'), 'NewImportPage')
const Import = lazyRouteComponent(() => import('./imports/ImportPage.tsx'), 'ImportPage')
const Portal = lazyRouteComponent(() => import('./portal/PortalPage.tsx'), 'PortalPage')
const SetUp = lazyRouteComponent(() => import('./portal/SetUpPage.tsx'), 'SetUpPage')
const Payments = lazyRouteComponent(() => import('./billing/PaymentsPage.tsx'), 'PaymentsPage')
const Statements = lazyRouteComponent(() => import('./statements/StatementsPage.tsx'), 'StatementsPage')
const Exports = lazyRouteComponent(() => import('./exports/ExportsPage.tsx'), 'ExportsPage')
const Settings = lazyRouteComponent(() => import('./SettingsPage.tsx'), 'SettingsPage')

const Team = lazyRouteComponent(() => import('./team/TeamPage.tsx'), 'TeamPage')
const Keys = lazyRouteComponent(() => import('./team/KeysPage.tsx'), 'KeysPage')
const Audit = lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage')
const Security = lazyRouteComponent(() => import('./SecurityPage.tsx'), 'SecurityPage')
const linkPages = () => import('./links/pages.tsx')

const routes = root.addChildren([
  at('/', Start),
  at('/login', Start),
  at(
    '/first-account',
    lazyRouteComponent(() => import('./links/FirstAccount.tsx'), 'FirstAccount'),
  ),
  at('/forgot-password', lazyRouteComponent(linkPages, 'ForgotPassword')),
  at('/set-password', lazyRouteComponent(linkPages, 'SetPassword')),
  at('/confirm-email', lazyRouteComponent(linkPages, 'ConfirmEmail')),
  at('/invitation', lazyRouteComponent(linkPages, 'Invitation')),
  at(
    '/sign-up',
    lazyRouteComponent(() => import('./links/SignUp.tsx'), 'SignUp'),
  ),
  at(
    '/kit',
    lazyRouteComponent(() => import('./kit.tsx')),
  ),
  account.addChildren([
    under('/', Home),
    under('/leads', Leads),
    under('/campaigns', Campaigns),
    under('/campaigns/new', NewCampaign),
    under('/campaigns/$campaign', Campaign),
    under('/customers', Customers),
    under('/customers/$customer', Customer),
    under('/payments', Payments),
    under('/statements', Statements),
    under('/exports', Exports),
    under('/portal', Portal),
    under('/portal/set-up', SetUp),
    under('/clients', Clients),
    under('/clients/$client', Client),
    under('/alerts', Alerts),
    under('/imports', Imports),
    under('/imports/new', NewImport),
    under('/imports/$import', Import),
    under('/reports', Reports),
    under('/team', Team),
    under('/keys', Keys),
    under('/audit', Audit),
    under('/security', Security),
    under('/settings', Settings),
  ]),
])

export const router = routerOf(routes)
