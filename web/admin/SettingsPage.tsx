import { useQuery } from '@tanstack/react-query'
import { readAccount } from '../../contract/api/people.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { day, zoneCity, zoneName } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { Facts, Page, Section } from '../ui/Page.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { AccountForm } from './AccountForm.tsx'
import { useAccount } from './account.ts'

/** What the account is called, where its days begin, and what money it counts in. */
export function SettingsPage() {
  const account = useAccount()
  const now = useNow()
  const asked = useQuery(ask(readAccount, { params: { account: account.id } }))
  const { data } = asked
  return (
    <Page title="Settings">
      {data && (
        <Section title="Account">
          {account.can.includes('account.write') ? (
            <AccountForm data={data} />
          ) : (
            <Facts
              rows={[
                ['Name', data.name],
                ['Time zone', `${zoneCity(data.zone)} (${zoneName(data.zone, now)})`],
                [
                  'Currency',
                  data.currencyOpen ? `${data.currency}, can be changed until the first entry` : data.currency,
                ],
                ['Opened', day(data.createdAt, data.zone, now)],
              ]}
            />
          )}
        </Section>
      )}
      {asked.isPending && <Bones lines={6} />}
      {asked.isError && !data && (
        <Failed title="The account could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
