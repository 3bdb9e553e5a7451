/** What the portal's mailed links lead to, and how one asks for them. */
import { portalSession } from '../../../contract/api/people.ts'
import { customerInvitation } from '../../../contract/api/team.ts'
import { ConfirmEmail as Confirm } from '../../ui/login/ConfirmEmail.tsx'
import { ForgotPassword as Forgot } from '../../ui/login/ForgotPassword.tsx'
import { Invitation as Invited } from '../../ui/login/Invitation.tsx'
import { SetPassword as Setting } from '../../ui/login/SetPassword.tsx'

export const ForgotPassword = () => <Forgot of={portalSession} />
export const SetPassword = () => <Setting of={portalSession} />
export const ConfirmEmail = () => <Confirm of={portalSession} />
export const Invitation = () => <Invited of={portalSession} api={customerInvitation} />
