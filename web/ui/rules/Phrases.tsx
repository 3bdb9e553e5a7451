import { createElement, Fragment } from 'react'
import type { Condition } from '../../../contract/conditions.ts'
import { conditionsPhrases, type LabelOf, type Phrase } from '../../../contract/words.ts'

// a number that is not there yet
const shown = (text: string) => (text === 'NaN' || text === '' ? '…' : text)

/** A rule's sentence: fields and values stand out, the words between are quiet. */
export function Phrases({ conditions, names }: { conditions: readonly Condition[]; names: LabelOf }) {
  const phrases: Phrase[] =
    conditions.length > 0 ? conditionsPhrases(conditions, names) : [{ text: 'No condition yet' }]
  const pieces = phrases.map((phrase, at) =>
    createElement(phrase.strong ? 'b' : 'span', null, `${at > 0 ? ' ' : ''}${shown(phrase.text)}`),
  )
  // pieces of a sentence have nothing but their place, which is their key when they are no list
  return createElement(Fragment, null, ...pieces)
}
