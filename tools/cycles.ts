/** Finds a cycle in a directed graph: depth first, with the path walked so far on the stack. */
export function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>()
  const trail: string[] = []
  const visit = (node: string): string[] | undefined => {
    const seenAt = trail.indexOf(node)
    if (seenAt !== -1) return [...trail.slice(seenAt), node]
    if (done.has(node)) return undefined
    trail.push(node)
    for (const next of edges.get(node) ?? []) {
      const cycle = visit(next)
      if (cycle) return cycle
    }
    trail.pop()
    done.add(node)
    return undefined
  }
  for (const node of edges.keys()) {
    const cycle = visit(node)
    if (cycle) return cycle
  }
  return undefined
}
