import type { Condition } from '../../../contract/conditions.ts'
import { conditionsPhrases, type LabelOf, type Phrase } from '../../../contract/words.ts'

// a number that is not there yet
const shown = (text: string) => (text === 'NaN' || text === '' ? '…' : text)

/** A rule's sentence: fields and values stand out, the words between are quiet. */
export function Phrases({ conditions, names }: { conditions: readonly Condition[]; names: LabelOf }) {
  const phrases: Phrase[] =
    conditions.length > 0 ? conditionsPhrases(conditions, names) : [{ text: 'No condition yet' }]
  return phrases.map((phrase, at) => {
    const text = `${at > 0 ? ' ' : ''}${shown(phrase.text)}`
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a sentence have nothing but their place
    return phrase.strong ? <b key={at}>{text}</b> : <span key={at}>{text}</span>
  })
}
