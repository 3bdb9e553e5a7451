/** What all commands share: the configuration, words to the terminal, and refusals without a stack. */
import { type Config, ConfigError, readConfig } from '../platform/config.ts'
import { MigrationError } from '../platform/migrate.ts'
import { isOutage } from '../platform/outage.ts'
import { EmbeddedError } from '../platform/postgres/layout.ts'

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** A refusal that is meant to be read. */
export class CommandError extends Error {
  override name = 'CommandError'
}

const READABLE = [CommandError, ConfigError, EmbeddedError, MigrationError]

/** A refusal in its own words; a fault of ours with its stack. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (READABLE.some((kind) => error instanceof kind)) return error.message
  return isOutage(error) ? `The database cannot be reached: ${error.message}` : (error.stack ?? error.message)
}

/** Runs a command with its plain arguments (those that are no option) and sets the exit code. */
export async function command(work: (config: Config, args: string[]) => Promise<void>): Promise<void> {
  const argv = process.argv.slice(2)
  try {
    await work(
      readConfig(process.env, argv),
      argv.filter((arg) => !arg.startsWith('--')),
    )
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n`)
    process.exitCode = 1
  }
}
