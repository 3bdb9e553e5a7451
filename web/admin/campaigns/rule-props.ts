/** What the rule editor is given about the campaign on the page. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { LIST_FILE, listLists, saveList } from '../../../contract/api/lists.ts'
import { call, fillPath } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import type { RulesProps } from '../../ui/rules/props.ts'
import { useAccount } from '../account.ts'
import { useDraft } from './draft/Draft.tsx'

/** Faults are the caller's: they are of the place where its rules stand. */
export function useRuleProps(): RulesProps {
  const account = useAccount()
  const client = useQueryClient()
  const { settings, knowList, canWrite } = useDraft()
  const question = ask(listLists, { params: { account: account.id }, query: { limit: 100 } })
  const asked = useQuery(question)
  const named = [...(settings.lists?.values() ?? [])]
  const others = (asked.data?.items ?? []).filter(({ id }) => !named.some((list) => list.id === id))
  return {
    fields: settings.campaign.fields.filter(({ name }) => name !== ''),
    lists: {
      known: [...named, ...others],
      save: async (upload) => {
        const report = await call(saveList, { params: { account: account.id }, body: upload })
        if (report.list) knowList(report.list)
        void client.invalidateQueries({ queryKey: question.queryKey })
        return report
      },
      addressOf: (id) => fillPath(LIST_FILE, { account: account.id, list: id }),
    },
    readOnly: !canWrite,
  }
}
