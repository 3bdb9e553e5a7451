/** HTML with everything that is put in escaped; what is HTML already says so by its type. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | undefined | readonly (Html | string)[]

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function shown(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  if ('html' in part) return part.html
  return part.map(shown).join('')
}

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.map((text, at) => text + shown(parts[at])).join('') }
}

/** Text of our own that is HTML or CSS already. Never what somebody sent. */
export const raw = (text: string): Html => ({ html: text })
