/** What the Supplier Portal's mailed links lead to, and how one asks for them. */
import { supplierSession } from '../../../contract/api/people.ts'
import { supplierInvitation } from '../../../contract/api/team.ts'
import { ConfirmEmail as Confirm } from '../../ui/login/ConfirmEmail.tsx'
import { ForgotPassword as Forgot } from '../../ui/login/ForgotPassword.tsx'
import { Invitation as Invited } from '../../ui/login/Invitation.tsx'
import { SetPassword as Setting } from '../../ui/login/SetPassword.tsx'

export const ForgotPassword = () => <Forgot of={supplierSession} />
export const SetPassword = () => <Setting of={supplierSession} />
export const ConfirmEmail = () => <Confirm of={supplierSession} />
export const Invitation = () => <Invited of={supplierSession} api={supplierInvitation} />
