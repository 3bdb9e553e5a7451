/** What neighbours ask of exports: a job that makes files of their rows, and a file begun in their transaction. */
export { createExport } from './ops/create.ts'
export { type ExportSource, exportJob } from './ops/run.ts'
export type { Cells, Column } from './rules/spool.ts'
