/** The mails of this slice. The links hold only what we made ourselves, so nothing in them needs escaping. */
export interface MailText {
  kind: string
  subject: string
  text: string
  html: string
}

function mail(kind: string, subject: string, paragraphs: readonly string[], link: string): MailText {
  const html = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')
  return {
    kind,
    subject,
    text: `${[...paragraphs, link].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body>${html}<p><a href="${link}">${link}</a></p></body></html>`,
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
