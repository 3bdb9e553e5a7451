/** Files made in the background: asked for once, told by mail, there for a week. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'
import { listLeads, listPortalLeads } from './leads.ts'

export const MOST_ADDRESSES = 3
export const EXPORT_DAYS = 7

export const ExportFormat = z.enum(['csv', 'xlsx'])
export type ExportFormat = z.infer<typeof ExportFormat>
export const ExportState = z.enum(['waiting', 'running', 'done', 'cancelled', 'failed'])
export type ExportState = z.infer<typeof ExportState>

/** How the file is wanted, whatever is in it. */
export const ExportWish = z.object({
  format: ExportFormat,
  name: z.string().trim().min(1, 'must not be empty').max(120),
  description: z.string().trim().max(500).default(''),
  /** Who is mailed a link of their own. */
  emails: z
    .array(z.email().max(254))
    .max(MOST_ADDRESSES, `must be at most ${MOST_ADDRESSES} addresses`)
    .transform((emails) => [...new Set(emails.map((email) => email.toLowerCase()))]),
})
export type ExportWish = z.output<typeof ExportWish>

export const Export = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  format: ExportFormat,
  state: ExportState,
  /** Rows that are ready, and of how many where that is known. */
  done: z.number().int(),
  total: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  problem: z.string().nullable(),
  by: z.string(),
  createdAt: z.iso.datetime(),
  /** Until when the file is there; null: it is not. */
  until: z.iso.datetime().nullable(),
  links: z.array(z.object({ email: z.string(), downloads: z.number().int() })),
})
export type Export = z.infer<typeof Export>

const OfAccount = AccountPath.extend({ export: z.uuid() })
const Own = z.object({ export: z.uuid() })
const Asked = z.object({ id: z.uuid() })

export const exportLeads = endpoint({
  method: 'POST',
  path: '/api/console/:account/exports/leads',
  summary: 'Begins a file of the leads that a list shows.',
  params: AccountPath,
  body: ExportWish.extend({ leads: listLeads.query.omit({ cursor: true, limit: true }) }),
  reply: Asked,
})
export const listExports = endpoint({
  method: 'GET',
  path: '/api/console/:account/exports',
  summary: 'The team’s exports, newest first.',
  params: AccountPath,
  query: PageQuery,
  reply: pageOf(Export),
})
export const cancelExport = endpoint({
  method: 'POST',
  path: '/api/console/:account/exports/:export/cancel',
  summary: 'Stops an export that is not ready.',
  params: OfAccount,
  reply: Nothing,
})
export const deleteExport = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/exports/:export',
  summary: 'Deletes an export, its file and the links to it.',
  params: OfAccount,
  reply: Nothing,
})

export const exportOwnLeads = endpoint({
  method: 'POST',
  path: '/api/portal/exports/leads',
  summary: 'Begins a file of the own leads that a list shows.',
  body: ExportWish.extend({ leads: listPortalLeads.query.omit({ cursor: true, limit: true }) }),
  reply: Asked,
})
export const listOwnExports = endpoint({
  method: 'GET',
  path: '/api/portal/exports',
  summary: 'The customer’s exports, newest first.',
  query: PageQuery,
  reply: pageOf(Export),
})
export const cancelOwnExport = endpoint({
  method: 'POST',
  path: '/api/portal/exports/:export/cancel',
  summary: 'Stops one of the own exports that is not ready.',
  params: Own,
  reply: Nothing,
})
export const deleteOwnExport = endpoint({
  method: 'DELETE',
  path: '/api/portal/exports/:export',
  summary: 'Deletes one of the own exports, its file and the links to it.',
  params: Own,
  reply: Nothing,
})

/** Downloads: signed in, and what a mailed link opens without that. */
export const EXPORT_PATHS = {
  console: '/api/console/:account/exports/:export/file',
  portal: '/api/portal/exports/:export/file',
  mailedConsole: '/exported/:link',
  mailedPortal: '/files/:file',
} as const
