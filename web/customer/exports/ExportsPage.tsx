import { useQuery } from '@tanstack/react-query'
import { cancelOwnExport, deleteOwnExport, EXPORT_PATHS, listOwnExports } from '../../../contract/api/exports.ts'
import { call, fillPath } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { type ExportApi, ExportsPage as Exports, untilMade } from '../../ui/exports/ExportsPage.tsx'
import { useMe } from '../me.ts'

const api: ExportApi = {
  useList: (cursor) =>
    useQuery({ ...ask(listOwnExports, { query: { cursor } }, { live: true }), refetchInterval: untilMade }),
  cancel: (id) => call(cancelOwnExport, { params: { export: id } }),
  remove: (id) => call(deleteOwnExport, { params: { export: id } }),
  file: (id) => fillPath(EXPORT_PATHS.portal, { export: id }),
}

/** The files of leads that this company's people asked for. */
export const ExportsPage = () => <Exports api={api} zone={useMe().zone} />
