/** Imports over HTTP, for the console. */
import { z } from 'zod'
import * as api from '../../contract/api/imports.ts'
import { AccountPath } from '../../contract/page.ts'
import { content, type Route, route } from '../platform/http/route.ts'
import { readDetails, readFaults, readImports } from './actions/read.ts'
import { resultFile } from './actions/result.ts'
import {
  checkImport,
  continueImport,
  createImport,
  pauseImport,
  readFile,
  runImport,
  stopImport,
  uploadPart,
} from './actions/steps.ts'
import { presentDetails, presentImport } from './present.ts'

const read = { host: 'console', allow: 'import.read' } as const
const write = { host: 'console', allow: 'import.write' } as const
/** A part of a million characters, each of up to six bytes in JSON. */
const PART_BYTES = 8 * 1024 * 1024

const done = async (work: Promise<void>): Promise<undefined> => {
  await work
  return undefined
}

export const importRoutes: Route[] = [
  route(api.listImports, {
    ...read,
    run: async (ctx, { query }) => {
      const { items, next } = await readImports(ctx, query)
      return { items: items.map(presentImport), next }
    },
  }),
  route(api.createImport, { ...write, run: async (ctx, { body }) => ({ id: await createImport(ctx, body) }) }),
  route(api.uploadPart, {
    ...write,
    bodyLimit: PART_BYTES,
    run: (ctx, { params, body }) => uploadPart(ctx, params.import, body),
  }),
  route(api.readImportFile, {
    ...write,
    run: async (ctx, { params }) => presentDetails(await readFile(ctx, params.import)),
  }),
  route(api.readImport, {
    ...read,
    run: async (ctx, { params }) => presentDetails(await readDetails(ctx, params.import)),
  }),
  route(api.checkImport, { ...write, run: (ctx, { params, body }) => done(checkImport(ctx, params.import, body)) }),
  route(api.runImport, { ...write, run: (ctx, { params }) => done(runImport(ctx, params.import)) }),
  route(api.pauseImport, { ...write, run: (ctx, { params }) => done(pauseImport(ctx, params.import)) }),
  route(api.continueImport, { ...write, run: (ctx, { params }) => done(continueImport(ctx, params.import)) }),
  route(api.stopImport, { ...write, run: (ctx, { params }) => done(stopImport(ctx, params.import)) }),
  route(api.listImportFaults, { ...read, run: (ctx, { params, query }) => readFaults(ctx, params.import, query) }),
  content({
    ...read,
    path: '/api/console/:account/imports/:import/result.csv',
    summary: 'The rows of an import with what became of each.',
    params: AccountPath.extend({ import: z.uuid() }),
    query: z.object({ only: z.enum(['all', 'faulty']).default('all') }),
    run: async (ctx, { params, query }) => {
      const { fileName, body } = await resultFile(ctx, params.import, query.only)
      return { type: 'text/csv; charset=utf-8', fileName, body }
    },
  }),
]
