/**
 * PostgreSQL refuses to run as root. Started as root, the server becomes whoever owns the cluster already, else
 * `nobody`; started as a user, it is that user.
 */
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Identity {
  /** Absent: the server runs as whoever runs the app. */
  uid?: number
  gid?: number
}

const NOBODY = 65534

function nobody(): Identity {
  const line = readPasswd().find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: uid ? Number(uid) : NOBODY, gid: gid ? Number(gid) : NOBODY }
}

function readPasswd(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Who the server process of this cluster is to be. */
export function identityFor(cluster: string): Identity {
  if (process.getuid?.() !== 0) return {}
  if (!existsSync(cluster)) return nobody()
  const { uid, gid } = statSync(cluster)
  return uid === 0 ? nobody() : { uid, gid }
}

export function giveTo(identity: Identity, path: string): void {
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(path, identity.uid, identity.gid)
}

/** The first directory on the way to `path` (itself included) that this identity may not pass through. */
export function closedDirectory(identity: Identity, path: string): string | undefined {
  if (identity.uid === undefined) return undefined
  const parent = dirname(path)
  const above = parent === path ? undefined : closedDirectory(identity, parent)
  return above ?? (maySearch(identity, path) ? undefined : path)
}

function maySearch(identity: Identity, directory: string): boolean {
  const { uid, gid, mode } = statSync(directory)
  if (uid === identity.uid) return (mode & 0o100) !== 0
  if (gid === identity.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}
