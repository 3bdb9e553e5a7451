/** The mails of this slice. */
import { type Letter, letter } from '../../../contract/letter.ts'

export const signUpMail = (link: string): Letter =>
  letter('people.sign_up', 'Open your account', ['Open your account with this link. It works once, for one day.'], link)

/** For an address that has a login: the page said nothing, the mail may. */
export const knownAddressMail = (link: string): Letter =>
  letter(
    'people.sign_up_known',
    'You have a login already',
    [
      'Somebody, probably you, asked to open an account with this address.',
      'It has a login already. Please sign in with it.',
    ],
    link,
  )

export const newPasswordMail = (link: string): Letter =>
  letter(
    'people.new_password',
    'Set a new password',
    [
      'Somebody, probably you, asked for a new password. Set it with this link; it works once, for three days.',
      'If it was not you, nothing has to be done: the present password stays.',
    ],
    link,
  )

export const confirmAddressMail = (link: string): Letter =>
  letter(
    'people.confirm_address',
    'Confirm your new address',
    ['Open this link to sign in with this address from now on. It works once, for one day.'],
    link,
  )

/** To the address that was left: whoever did not ask for it has to hear of it. */
export const movedAddressMail = (link: string, address: string): Letter =>
  letter(
    'people.moved_address',
    'Your login has a new address',
    [`From now on you sign in with ${address}.`, 'If you did not ask for this, tell whoever runs these pages at once.'],
    link,
  )

export interface Invited {
  /** Who invites: a person, and the company they act for. */
  by: string
  company: string
  link: string
}

const lasts = 'The link works once, for seven days.'

export const teamInvitationMail = ({ by, company, link }: Invited): Letter =>
  letter(
    'people.team_invitation',
    `${company} invites you`,
    [`${by} invites you to the team of ${company}.`, lasts],
    link,
  )

export const customerInvitationMail = ({ by, company, link }: Invited): Letter =>
  letter(
    'people.customer_invitation',
    `Your access to ${company}`,
    [`${by} gives you access to your leads at ${company}. Choose a password to begin.`, lasts],
    link,
  )

export const supplierInvitationMail = ({ by, company, link }: Invited): Letter =>
  letter(
    'people.supplier_invitation',
    `${company} gives you access`,
    [`${by} of ${company} lets you see the leads you supply.`, lasts],
    link,
  )
