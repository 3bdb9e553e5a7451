/** What the console's mailed links lead to, and how one asks for them. */
import { consoleSession } from '../../../contract/api/people.ts'
import { teamInvitation } from '../../../contract/api/team.ts'
import { ConfirmEmail as Confirm } from '../../ui/login/ConfirmEmail.tsx'
import { ForgotPassword as Forgot } from '../../ui/login/ForgotPassword.tsx'
import { Invitation as Invited } from '../../ui/login/Invitation.tsx'
import { SetPassword as Setting } from '../../ui/login/SetPassword.tsx'

export const ForgotPassword = () => <Forgot of={consoleSession} />
export const SetPassword = () => <Setting of={consoleSession} />
export const ConfirmEmail = () => <Confirm of={consoleSession} />
export const Invitation = () => <Invited of={consoleSession} api={teamInvitation} />
