import { IconBuilding, IconHome, IconListDetails, IconSettings, IconTargetArrow, IconUsers } from '@tabler/icons-react'
import { AppShell, type NavGroup } from '../ui/AppShell.tsx'
import KitPage from '../ui/kit-page.tsx'
import { UserMenu } from '../ui/UserMenu.tsx'
import { WhoSwitch } from '../ui/Who.tsx'
import { texts } from './texts.ts'

const GROUPS: NavGroup[] = [
  {
    items: [
      { to: '/kit', label: 'Kit', icon: IconHome },
      { to: '/kit/leads', label: 'Leads', icon: IconListDetails },
      { to: '/kit/campaigns', label: 'Campaigns', icon: IconTargetArrow },
      { to: '/kit/clients', label: 'Clients', icon: IconBuilding, count: 7 },
    ],
  },
  { label: 'Customer Portal', items: [{ to: '/kit/customers', label: 'Customers', icon: IconUsers }] },
  { label: 'Account', items: [{ to: '/kit/settings', label: 'Settings', icon: IconSettings }] },
]
const PLACES = [
  { id: '1', name: 'Halyard Media' },
  { id: '2', name: 'Northwind Leads' },
]

/** The kit in the console's own frame. */
export default function Kit() {
  return (
    <AppShell
      who={<WhoSwitch name="Halyard Media" places={PLACES} current="1" onChoose={() => undefined} />}
      groups={GROUPS}
      tabs={['/kit', '/kit/leads', '/kit/campaigns', '/kit/clients']}
      user={
        <UserMenu
          security="/kit"
          name="Lena Marsh"
          detail="Administrator"
          onLogOut={() => undefined}
          texts={texts.user}
        />
      }
      texts={texts.frame}
    >
      <KitPage />
    </AppShell>
  )
}
