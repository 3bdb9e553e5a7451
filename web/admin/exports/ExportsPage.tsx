import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { cancelExport, deleteExport, EXPORT_PATHS, listExports } from '../../../contract/api/exports.ts'
import { call, fillPath } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { type ExportApi, ExportsPage as Exports, untilMade } from '../../ui/exports/ExportsPage.tsx'
import { useAccount } from '../account.ts'

const apiOf = (account: number): ExportApi => ({
  useList: (cursor) => {
    const list = ask(listExports, { params: { account }, query: { cursor } }, { live: true })
    return useQuery({ ...list, refetchInterval: untilMade })
  },
  cancel: (id) => call(cancelExport, { params: { account, export: id } }),
  remove: (id) => call(deleteExport, { params: { account, export: id } }),
  file: (id) => fillPath(EXPORT_PATHS.console, { account, export: id }),
})

/** The files of leads that the team asked for. */
export function ExportsPage() {
  const account = useAccount()
  const api = useMemo(() => apiOf(account.id), [account.id])
  return <Exports api={api} zone={account.zone} />
}
