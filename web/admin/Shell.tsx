import {
  IconBell,
  IconBuilding,
  IconCreditCard,
  IconFileExport,
  IconFileImport,
  IconFileInvoice,
  IconHistory,
  IconHome,
  IconKey,
  IconListDetails,
  IconPalette,
  IconReportAnalytics,
  IconSettings,
  IconTargetArrow,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { Navigate, Outlet, useNavigate } from '@tanstack/react-router'
import { LIVE_PATHS } from '../../contract/api/leads.ts'
import { consoleSession } from '../../contract/api/people.ts'
import type { Permission } from '../../contract/permissions.ts'
import { fillPath } from '../lib/api.ts'
import { Live } from '../lib/live.tsx'
import { usePathParam } from '../lib/router.ts'
import { AppShell, type NavGroup } from '../ui/AppShell.tsx'
import { Gate, useLogOut } from '../ui/Gate.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { UserMenu } from '../ui/UserMenu.tsx'
import { WhoSwitch } from '../ui/Who.tsx'
import { AccountContext, type Me } from './account.ts'
import { useWaitingAlerts } from './alerts/waiting.ts'
import { seesPayments } from './billing/may.ts'
import { NeedsSecondFactor } from './links/NeedsSecondFactor.tsx'
import { SignUpLink } from './links/SignUpLink.tsx'
import { texts } from './texts.ts'

function groupsOf(base: string, can: readonly Permission[], alerts: number): NavGroup[] {
  const { nav } = texts
  return [
    {
      items: [
        { to: base, label: nav.home, icon: IconHome, exact: true },
        { to: `${base}/leads`, label: nav.leads, icon: IconListDetails },
        { to: `${base}/campaigns`, label: nav.campaigns, icon: IconTargetArrow },
        { to: `${base}/clients`, label: nav.clients, icon: IconBuilding },
        { to: `${base}/alerts`, label: nav.alerts, icon: IconBell, count: alerts },
      ],
    },
    {
      label: nav.portal,
      items: [
        { to: `${base}/customers`, label: nav.customers, icon: IconUsers },
        ...(seesPayments(can) ? [{ to: `${base}/payments`, label: nav.payments, icon: IconCreditCard }] : []),
        { to: `${base}/statements`, label: nav.statements, icon: IconFileInvoice },
        { to: `${base}/portal`, label: nav.portalSettings, icon: IconPalette },
      ],
    },
    {
      label: nav.account,
      items: [
        { to: `${base}/reports`, label: nav.reports, icon: IconReportAnalytics },
        ...(can.includes('import.read') ? [{ to: `${base}/imports`, label: nav.imports, icon: IconFileImport }] : []),
        ...(can.includes('lead.export') ? [{ to: `${base}/exports`, label: nav.exports, icon: IconFileExport }] : []),
        ...(can.includes('team.read') ? [{ to: `${base}/team`, label: nav.team, icon: IconUsersGroup }] : []),
        ...(can.includes('key.read') ? [{ to: `${base}/keys`, label: nav.keys, icon: IconKey }] : []),
        ...(can.includes('audit.read') ? [{ to: `${base}/audit`, label: nav.audit, icon: IconHistory }] : []),
        { to: `${base}/settings`, label: nav.settings, icon: IconSettings },
      ],
    },
  ]
}

/** The console's frame around one account's pages. */
function AccountShell({ me }: { me: Me }) {
  const wanted = usePathParam('account')
  const account = me.accounts.find((one) => String(one.id) === wanted)
  const navigate = useNavigate()
  const logOut = useLogOut(consoleSession.signOut)
  const alerts = useWaitingAlerts(account?.id)
  if (!account) return <NotFound home="/" />
  if (account.needsSecondFactor) return <NeedsSecondFactor account={account} />
  const base = `/${account.id}`
  return (
    <AccountContext value={account}>
      <Live path={fillPath(LIVE_PATHS.console, { account: account.id })}>
        <AppShell
          who={
            <WhoSwitch
              name={account.name}
              places={me.accounts.map(({ id: place, name }) => ({ id: String(place), name }))}
              current={String(account.id)}
              onChoose={(place) => void navigate({ to: `/${place}` })}
            />
          }
          groups={groupsOf(base, account.can, alerts)}
          tabs={[base, `${base}/leads`, `${base}/campaigns`, `${base}/customers`]}
          user={
            <UserMenu
              name={me.user.name}
              detail={texts.roles[account.role]}
              security={`${base}/security`}
              onLogOut={logOut}
              texts={texts.user}
            />
          }
          texts={texts.frame}
        >
          <Outlet />
        </AppShell>
      </Live>
    </AccountContext>
  )
}

/** Signed in, or the log-in. */
export function ForTeam({ children }: { children: (me: Me) => React.ReactNode }) {
  return (
    <Gate<Me> of={consoleSession} foot={<SignUpLink />}>
      {children}
    </Gate>
  )
}

export const Account = () => <ForTeam>{(me) => <AccountShell me={me} />}</ForTeam>

/** The first account one belongs to. */
export const Start = () => (
  <ForTeam>
    {(me) => {
      const first = me.accounts[0]
      return first ? <Navigate to={`/${first.id}`} replace /> : <NotFound home="/" />
    }}
  </ForTeam>
)
