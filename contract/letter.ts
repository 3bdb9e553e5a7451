/** A mail's words as text and as HTML. What people wrote themselves (names, reasons) is escaped. */

export interface Letter {
  /** Which mail it is, for the log and the operator's list: `billing.deposit_receipt`. */
  kind: string
  subject: string
  text: string
  html: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Paragraphs, then the one place to go to. */
export function letter(kind: string, subject: string, paragraphs: readonly string[], link: string): Letter {
  const html = paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('')
  return {
    kind,
    subject,
    text: `${[...paragraphs, link].join('\n\n')}\n`,
    html: `<!doctype html><html lang="en"><body>${html}<p><a href="${escaped(link)}">${escaped(link)}</a></p></body></html>`,
  }
}
