/**
 * Where the browser is: the system's, else the one that @sparticuz/chromium carries inside its npm package, unpacked
 * once into .cache/. `npm test` prepares it; a browser test only asks.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]
const UNPACKED = join(import.meta.dirname, '../.cache/chromium')

/** The system's browser, if it has one. `CHROMIUM` names another. */
export function installedChromium(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...INSTALLED].find((path) => path !== '' && existsSync(path))
}

/** The path for playwright's `executablePath`. */
export async function chromiumPath(): Promise<string> {
  const installed = installedChromium()
  if (installed !== undefined) return installed
  if (!existsSync(join(UNPACKED, 'run'))) await unpack()
  return join(UNPACKED, 'run')
}

/** The package unpacks its own libraries only where it believes to be in Amazon's cloud, and always into TMPDIR. */
const UNPACK_ENV = { AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
const UNPACK = "import('@sparticuz/chromium').then((it) => it.default.executablePath())"

const LAUNCHER = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf" exec "$here/chromium" --no-sandbox --no-zygote "$@"
`

/** The package's own list of font directories is Amazon's; without a font the browser lays out no text at all. */
const FONTS = `<?xml version="1.0"?>
<fontconfig>
  <dir>${UNPACKED}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${UNPACKED}/fonts-cache</cachedir>
</fontconfig>
`

/** Into a directory of its own, then renamed: two test workers may come here at once. */
async function unpack(): Promise<void> {
  const fresh = `${UNPACKED}.${process.pid}`
  await mkdir(fresh, { recursive: true })
  const env = { ...process.env, ...UNPACK_ENV, TMPDIR: fresh }
  await promisify(execFile)(process.execPath, ['--eval', UNPACK], { env, cwd: import.meta.dirname })
  await writeFile(join(fresh, 'fonts.conf'), FONTS)
  await writeFile(join(fresh, 'run'), LAUNCHER)
  await chmod(join(fresh, 'run'), 0o755)
  try {
    await rename(fresh, UNPACKED)
  } catch (error) {
    await rm(fresh, { recursive: true })
    if (!existsSync(join(UNPACKED, 'run'))) throw error
  }
}
