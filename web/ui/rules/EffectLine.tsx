import { effectInWords, type RuleEffect } from './effect.ts'
import css from './rules.module.css'

/** The trial of the rules above it on recent leads; empty until there is one. */
export function EffectLine({ effect, failed }: { effect: RuleEffect | undefined; failed?: boolean }) {
  const words = effect ? effectInWords(effect) : failed ? 'What this does to recent leads could not be read.' : ''
  return (
    <p className={`${css.effect} num`} role="status">
      {words}
    </p>
  )
}
