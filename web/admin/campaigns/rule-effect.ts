/** What the rules on the page would have done with the leads that came in lately. */
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { RulesOnTrial, tryRules } from '../../../contract/api/effect.ts'
import { ask } from '../../lib/ask.ts'
import type { RuleEffect } from '../../ui/rules/effect.ts'
import { useAccount } from '../account.ts'
import { useDraft } from './draft/Draft.tsx'

/** Somebody types: the server is asked when they pause. */
const PAUSE_MS = 600

export interface Tried {
  effect: RuleEffect | undefined
  failed: boolean
}

/** @param trial null where there is nothing to try yet; while something in it is missing nothing is told */
export function useRuleEffect(trial: RulesOnTrial | null): Tried {
  const account = useAccount()
  const { campaign } = useDraft()
  const [paused] = useDebouncedValue(JSON.stringify(trial), PAUSE_MS)
  const body = RulesOnTrial.safeParse(JSON.parse(paused)).data ?? null
  const question = ask(tryRules, {
    params: { account: account.id, campaign: campaign.id },
    body: body ?? { part: 'campaign', filters: [] },
  })
  const enabled = body !== null && account.can.includes('lead.read_data')
  const asked = useQuery({ ...question, enabled, retry: false })
  return { effect: trial === null || !enabled ? undefined : asked.data, failed: asked.isError }
}
