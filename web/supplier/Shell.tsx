import { Button } from '@mantine/core'
import { IconHome, IconListDetails } from '@tabler/icons-react'
import { Link, Navigate, Outlet, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { LIVE_PATHS } from '../../contract/api/leads.ts'
import { supplierSession } from '../../contract/api/people.ts'
import { fillPath } from '../lib/api.ts'
import { Live } from '../lib/live.tsx'
import { usePathParam } from '../lib/router.ts'
import { AppShell } from '../ui/AppShell.tsx'
import { Gate, useLogOut } from '../ui/Gate.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { PublicPage } from '../ui/PublicPage.tsx'
import { Empty } from '../ui/States.tsx'
import { UserMenu } from '../ui/UserMenu.tsx'
import { WhoSwitch } from '../ui/Who.tsx'
import { type Me, PortalContext } from './portal.ts'
import { texts } from './texts.ts'

function Frame({ me }: { me: Me }) {
  const account = usePathParam('account')
  const portal = me.portals.find((one) => String(one.account) === account)
  const navigate = useNavigate()
  const logOut = useLogOut(supplierSession.signOut)
  if (!portal) return <NotFound home="/" />
  const base = `/${portal.account}`
  const items = [
    { to: base, label: texts.nav.dashboard, icon: IconHome, exact: true },
    { to: `${base}/leads`, label: texts.nav.leads, icon: IconListDetails },
  ]
  return (
    <PortalContext value={portal}>
      <Live path={fillPath(LIVE_PATHS.supplier, { account: portal.account })}>
        <AppShell
          who={
            <WhoSwitch
              name={portal.companyName}
              places={me.portals.map((one) => ({ id: String(one.account), name: one.companyName }))}
              current={String(portal.account)}
              onChoose={(id) => void navigate({ to: `/${id}` })}
            />
          }
          groups={[{ items }]}
          tabs={items.map((item) => item.to)}
          user={
            <UserMenu
              name={me.user.name}
              detail={me.user.email}
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
    </PortalContext>
  )
}

function ForSupplier({ children }: { children: (me: Me) => ReactNode }) {
  return <Gate<Me> of={supplierSession}>{children}</Gate>
}

export const Shell = () => <ForSupplier>{(me) => <Frame me={me} />}</ForSupplier>

/** One company: straight in. Several: the choice. */
function Choice({ me }: { me: Me }) {
  const [first, ...others] = me.portals
  if (first && others.length === 0) return <Navigate to={`/${first.account}`} replace />
  return (
    <PublicPage title="Choose a portal" hint={me.user.email}>
      <div className="stack">
        {!first && <Empty title="No portal yet">You can log in once a company has given you access.</Empty>}
        {me.portals.map((portal) => (
          <Button key={portal.account} component={Link} to={`/${portal.account}`} size="md" fullWidth>
            {portal.companyName}
          </Button>
        ))}
      </div>
    </PublicPage>
  )
}

export const Start = () => <ForSupplier>{(me) => <Choice me={me} />}</ForSupplier>
