import { Button } from '@mantine/core'
import { consoleSession } from '../../../contract/api/people.ts'
import { refreshMe } from '../../lib/ask.ts'
import { useLogOut } from '../../ui/Gate.tsx'
import { SecondFactor } from '../../ui/login/SecondFactor.tsx'
import { PublicPage } from '../../ui/PublicPage.tsx'
import type { Account } from '../account.ts'

/** In the place of an account that asks for a second factor, until there is one. */
export function NeedsSecondFactor({ account }: { account: Account }) {
  const logOut = useLogOut(consoleSession.signOut)
  return (
    <PublicPage title="Turn on two-factor log-in" hint={`${account.name} asks its whole team for it.`}>
      <div className="stack">
        <SecondFactor of={consoleSession} zone={account.zone} onDone={refreshMe} />
        <Button variant="subtle" onClick={logOut}>
          Log out
        </Button>
      </div>
    </PublicPage>
  )
}
