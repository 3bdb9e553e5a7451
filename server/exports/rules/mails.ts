/** The mails of this slice. */
import { EXPORT_DAYS } from '../../../contract/api/exports.ts'
import { type Letter, letter } from '../../../contract/letter.ts'

export const exportReady = (one: { name: string; done: number; description: string }, link: string): Letter =>
  letter(
    'exports.ready',
    `Ready: ${one.name}`,
    [
      `“${one.name}” is ready: ${one.done.toLocaleString('en-US')} ${one.done === 1 ? 'row' : 'rows'}.`,
      ...(one.description === '' ? [] : [one.description]),
      `Download it with this link. It is yours alone, works for ${EXPORT_DAYS} days and without signing in; do not pass it on.`,
    ],
    link,
  )
