/** The mails of this slice. What people wrote themselves (names of companies and persons) is escaped. */
export interface MailText {
  kind: string
  subject: string
  text: string
  html: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function mail(kind: string, subject: string, paragraphs: readonly string[], link: string): MailText {
  const html = paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('')
  return {
    kind,
    subject,
    text: `${[...paragraphs, link].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body>${html}<p><a href="${escaped(link)}">${escaped(link)}</a></p></body></html>`,
  }
}

export const signUpMail = (link: string): MailText =>
  mail('people.sign_up', 'Open your account', ['Open your account with this link. It works once, for one day.'], link)

/** For an address that has a login: the page said nothing, the mail may. */
export const knownAddressMail = (link: string): MailText =>
  mail(
    'people.sign_up_known',
    'You have a login already',
    [
      'Somebody, probably you, asked to open an account with this address.',
      'It has a login already. Please sign in with it.',
    ],
    link,
  )

export const newPasswordMail = (link: string): MailText =>
  mail(
    'people.new_password',
    'Set a new password',
    [
      'Somebody, probably you, asked for a new password. Set it with this link; it works once, for three days.',
      'If it was not you, nothing has to be done: the present password stays.',
    ],
    link,
  )

export const confirmAddressMail = (link: string): MailText =>
  mail(
    'people.confirm_address',
    'Confirm your new address',
    ['Open this link to sign in with this address from now on. It works once, for one day.'],
    link,
  )

/** To the address that was left: whoever did not ask for it has to hear of it. */
export const movedAddressMail = (link: string, address: string): MailText =>
  mail(
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

export const teamInvitationMail = ({ by, company, link }: Invited): MailText =>
  mail(
    'people.team_invitation',
    `${company} invites you`,
    [`${by} invites you to the team of ${company}.`, lasts],
    link,
  )

export const customerInvitationMail = ({ by, company, link }: Invited): MailText =>
  mail(
    'people.customer_invitation',
    `Your access to ${company}`,
    [`${by} gives you access to your leads at ${company}. Choose a password to begin.`, lasts],
    link,
  )

export const supplierInvitationMail = ({ by, company, link }: Invited): MailText =>
  mail(
    'people.supplier_invitation',
    `${company} gives you access`,
    [`${by} of ${company} lets you see the leads you supply.`, lasts],
    link,
  )
