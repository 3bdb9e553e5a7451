/** How names are compared, sorted and searched: the same on every server, whatever its collation. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
