import { IconHome, IconListDetails, IconReceipt2 } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { LIVE_PATHS } from '../../contract/api/leads.ts'
import { portalSession } from '../../contract/api/people.ts'
import { Live } from '../lib/live.tsx'
import { AppShell, type NavGroup } from '../ui/AppShell.tsx'
import { Gate, useLogOut } from '../ui/Gate.tsx'
import { useBoot } from '../ui/Root.tsx'
import { UserMenu } from '../ui/UserMenu.tsx'
import { Who } from '../ui/Who.tsx'
import { type Me, MeContext } from './me.ts'
import { texts } from './texts.ts'

const HOME = { to: '/', label: texts.nav.home, icon: IconHome, exact: true }
const LEADS = { to: '/leads', label: texts.nav.leads, icon: IconListDetails }
const MONEY = { to: '/transactions', label: texts.nav.transactions, icon: IconReceipt2 }

function Frame({ me }: { me: Me }) {
  const { portal } = useBoot()
  const logOut = useLogOut(portalSession.signOut)
  const items = me.can.includes('portal.wallet.read') ? [HOME, LEADS, MONEY] : [HOME, LEADS]
  const groups: NavGroup[] = [{ items }]
  return (
    <MeContext value={me}>
      <Live path={LIVE_PATHS.portal}>
        <AppShell
          who={<Who name={portal.name} />}
          groups={groups}
          tabs={items.map((item) => item.to)}
          user={
            <UserMenu
              name={me.user.name}
              detail={me.company}
              security="/security"
              onLogOut={logOut}
              texts={texts.user}
            />
          }
          texts={texts.frame}
        >
          <Outlet />
        </AppShell>
      </Live>
    </MeContext>
  )
}

/** The portal's frame for whoever is signed in; the log-in for others. */
export const Shell = () => <Gate<Me> of={portalSession}>{(me) => <Frame me={me} />}</Gate>
