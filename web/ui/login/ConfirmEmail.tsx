import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError, call } from '../../lib/api.ts'
import { signedOut } from '../../lib/ask.ts'
import { Note } from '../Note.tsx'
import { PublicPage } from '../PublicPage.tsx'
import { DeadLink } from './DeadLink.tsx'
import { type LoginApi, tokenOfPage } from './login.ts'

/** Behind a one-time link: the address it was sent to becomes the one to sign in with. Asked, since mail programs open links. */
export function ConfirmEmail({ of }: { of: LoginApi }) {
  const [token] = useState(tokenOfPage)
  const confirming = useMutation({
    mutationFn: () => call(of.confirmEmail, { body: { token } }),
    // who is signed in has another address now
    onSuccess: signedOut,
  })
  const { error } = confirming
  const taken = error instanceof ApiError && error.code === 'already_exists'
  return (
    <PublicPage title="Confirm your address">
      {confirming.data ? (
        <div className="stack">
          <Note tone="pos" strong="Done." live>
            From now on you sign in with {confirming.data.email}.
          </Note>
          <Link to="/">Go on</Link>
        </div>
      ) : (
        <div className="stack">
          {error && !taken && <DeadLink error={error} />}
          {taken && <Note tone="neg" strong={error.message} live />}
          {!error && (
            <>
              <p className="second">From now on you sign in with the address this link was mailed to.</p>
              <Button
                variant="filled"
                size="md"
                fullWidth
                loading={confirming.isPending}
                onClick={() => confirming.mutate()}
              >
                Use this address
              </Button>
            </>
          )}
        </div>
      )}
    </PublicPage>
  )
}
