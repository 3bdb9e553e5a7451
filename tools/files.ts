import { readdirSync } from 'node:fs'
import { join } from 'node:path/posix'

/** Not ours to read: what .gitignore names, and git's own. */
const IGNORED = new Set(['.git', '.cache', 'node_modules', 'dist', 'data', 'data-demo'])

/** Every file of ours, tracked or new: read from the disk, since a source archive has no git. */
export function listFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !IGNORED.has(entry.name) && !entry.name.endsWith('.log'))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return listFiles(root, path)
      return entry.isFile() ? [path] : []
    })
    .sort()
}
