/** From which state what may be done. Pure. */
import { type ImportState, Mapping } from '../../../contract/api/imports.ts'

type Step = 'upload' | 'read' | 'check' | 'run' | 'pause' | 'continue' | 'stop'

const FROM: Record<Step, readonly ImportState[]> = {
  upload: ['uploading'],
  read: ['uploading', 'ready'],
  check: ['ready', 'checked'],
  run: ['checked'],
  pause: ['checking', 'running'],
  continue: ['paused'],
  stop: ['uploading', 'ready', 'checking', 'checked', 'running', 'paused'],
}

const WORDS: Record<ImportState, string> = {
  uploading: 'The file is not here yet.',
  ready: 'The columns are not chosen yet.',
  checking: 'The rows are being checked.',
  checked: 'The rows were checked.',
  running: 'It is running.',
  paused: 'It is paused.',
  stopped: 'It was stopped.',
  done: 'It is done.',
  failed: 'It failed.',
}

/** Why a step cannot be taken, or undefined. */
export const against = (state: ImportState, step: Step): string | undefined =>
  FROM[step].includes(state) ? undefined : WORDS[state]

/** What was chosen; the defaults where nothing was. */
export const mappingOf = ({ mapping }: { mapping: unknown }): Mapping =>
  Mapping.parse({ columns: {}, ...(typeof mapping === 'object' && mapping) })
