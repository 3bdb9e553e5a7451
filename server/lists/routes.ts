import * as api from '../../contract/api/lists.ts'
import { content, type Route, route } from '../platform/http/route.ts'
import { readListFile, readLists, saveList } from './actions.ts'
import { headerOf } from './ops.ts'

/** 100,000 e-mail addresses as JSON. */
const UPLOAD_BYTES = 8 * 1024 ** 2
/** Each may take half a second and a few megabytes. */
const UPLOADS = { points: 30, seconds: 60 }

export const listRoutes: readonly Route[] = [
  route(api.listLists, {
    host: 'console',
    allow: 'campaign.read',
    run: async (ctx, { query }) => {
      const { items, next } = await readLists(ctx, query)
      const shown = items.map((row) => ({
        ...headerOf(row),
        createdAt: row.created_at.toISOString(),
        by: row.by_name,
      }))
      return { items: shown, next }
    },
  }),
  route(api.saveList, {
    host: 'console',
    allow: 'campaign.write',
    limit: UPLOADS,
    bodyLimit: UPLOAD_BYTES,
    run: async (ctx, { body }) => {
      const { list, ...report } = await saveList(ctx, body)
      return { ...report, list: list && headerOf(list) }
    },
  }),
  content({
    host: 'console',
    // whoever may change rules may see what they are made of; other readers see its name and number
    allow: 'campaign.write',
    path: api.LIST_FILE,
    summary: 'The values of a list, one a line.',
    params: api.ListInPath,
    run: async (ctx, { params }) => {
      const { name, text } = await readListFile(ctx, params.list)
      return { type: 'text/plain; charset=utf-8', body: text, fileName: `${name.replaceAll(/[^\w.-]+/g, '-')}.txt` }
    },
  }),
]
