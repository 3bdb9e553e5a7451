import { Link, Navigate } from '@tanstack/react-router'
import { wordsOf } from '../../lib/ask.ts'
import { Facts, Page, Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useAccount } from '../account.ts'
import { AddressForm } from './AddressForm.tsx'
import { ColourForm } from './ColourForm.tsx'
import { LogoForm } from './LogoForm.tsx'
import { NameForm } from './NameForm.tsx'
import { type Portal, usePortal } from './portal.ts'

function Forms({ portal }: { portal: Portal }) {
  return (
    <>
      <Section title="Company">
        <NameForm portal={portal} />
      </Section>
      <Section title="Logo">
        <LogoForm portal={portal} />
      </Section>
      <Section title="Colour">
        <ColourForm portal={portal} />
      </Section>
      <Section title="Address">
        <AddressForm portal={portal} />
      </Section>
    </>
  )
}

const Shown = ({ portal }: { portal: Portal }) => (
  <Section title="Your portal">
    <Facts
      rows={[
        ['Company', portal.companyName],
        ['Address', <Opened key="address" address={portal.address} />],
        ['Colour', portal.brand],
        ['Logo', portal.logo ? <img key="logo" src={portal.logo.path} alt="" height={26} /> : 'None'],
      ]}
    />
    <p className="quiet after">An Administrator changes these.</p>
  </Section>
)

const Opened = ({ address }: { address: string }) => (
  <a href={address} target="_blank" rel="noreferrer">
    {address}
  </a>
)

/** What the portal is called, looks like, and where it is. The first time it is the set-up. */
export function PortalPage() {
  const account = useAccount()
  const { asked } = usePortal()
  const portal = asked.data
  if (portal?.can.write && !portal.isSetUp) return <Navigate to={`/${account.id}/portal/set-up`} replace />
  return (
    <Page title="Portal settings" fact={portal && <Opened address={portal.address} />}>
      {portal && (portal.can.write ? <Forms portal={portal} /> : <Shown portal={portal} />)}
      {portal && account.can.includes('stripe.read') && (
        <p className="quiet">
          Keys and fee are under <Link to={`/${account.id}/payments`}>Card payments</Link>.
        </p>
      )}
      {asked.isPending && <Bones lines={8} />}
      {asked.isError && !portal && (
        <Failed title="The portal could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
