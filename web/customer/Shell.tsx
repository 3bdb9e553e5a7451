import {
  IconFileExport,
  IconHistory,
  IconHome,
  IconListDetails,
  IconSettings,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { LIVE_PATHS } from '../../contract/api/leads.ts'
import { portalSession } from '../../contract/api/people.ts'
import type { Permission } from '../../contract/permissions.ts'
import { Live } from '../lib/live.tsx'
import { AppShell, type NavItem } from '../ui/AppShell.tsx'
import { Gate, useLogOut } from '../ui/Gate.tsx'
import { useBoot } from '../ui/Root.tsx'
import { UserMenu } from '../ui/UserMenu.tsx'
import { Who } from '../ui/Who.tsx'
import { AskFirst } from './billing/AskFirst.tsx'
import { type Me, MeContext } from './me.ts'
import { texts } from './texts.ts'
import { ViewBanner } from './ViewBanner.tsx'

const HOME = { to: '/', label: texts.nav.home, icon: IconHome, exact: true }
const LEADS = { to: '/leads', label: texts.nav.leads, icon: IconListDetails }
const BILLING = { to: '/billing', label: texts.nav.billing, icon: IconWallet }
const EXPORTS = { to: '/exports', label: texts.nav.exports, icon: IconFileExport }
const USERS = { to: '/users', label: texts.nav.users, icon: IconUsers }
const ACTIVITY = { to: '/activity', label: texts.nav.activity, icon: IconHistory }
const SETTINGS = { to: '/settings', label: texts.nav.settings, icon: IconSettings }

/** What stands on a phone's tabs; the rest is under More. */
const TABS = [HOME, LEADS, BILLING].map((item) => item.to)

/** What the person can open, as daily work and as what is set once. */
function itemsFor(can: Me['can']): { daily: NavItem[]; company: NavItem[] } {
  const of = (permission: Permission, item: NavItem) => (can.includes(permission) ? [item] : [])
  return {
    daily: [HOME, LEADS, ...of('portal.wallet.read', BILLING), ...of('portal.lead.export', EXPORTS)],
    company: [
      ...of('portal.user.read', USERS),
      ...of('portal.activity.read', ACTIVITY),
      ...of('portal.settings.read', SETTINGS),
    ],
  }
}

function Frame({ me }: { me: Me }) {
  const { portal } = useBoot()
  const logOut = useLogOut(portalSession.signOut)
  const { daily, company } = itemsFor(me.can)
  return (
    <MeContext value={me}>
      <Live path={LIVE_PATHS.portal}>
        <AppShell
          who={<Who name={portal.name} />}
          groups={company.length > 0 ? [{ items: daily }, { label: me.company, items: company }] : [{ items: daily }]}
          tabs={TABS}
          user={
            <UserMenu
              name={me.user.name}
              detail={me.company}
              security={me.can.includes('own.login.customer') ? '/security' : undefined}
              onLogOut={logOut}
              texts={texts.user}
            />
          }
          texts={texts.frame}
        >
          <ViewBanner me={me} onStop={logOut} />
          {me.can.includes('portal.wallet.read') ? (
            <AskFirst>
              <Outlet />
            </AskFirst>
          ) : (
            <Outlet />
          )}
        </AppShell>
      </Live>
    </MeContext>
  )
}

/** The portal's frame for whoever is signed in; the log-in for others. */
export const Shell = () => <Gate<Me> of={portalSession}>{(me) => <Frame me={me} />}</Gate>
