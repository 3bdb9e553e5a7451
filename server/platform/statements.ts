/** Cuts a migration into its statements: one DDL statement per call is what a distributed database wants. */

/** What may hide a semicolon, each tried at the place where it begins. */
const OPAQUE = [
  /--[^\n]*/y,
  /\/\*[\s\S]*?\*\//y,
  // quotes are doubled inside; E'' strings with backslashes are not used in migrations
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y,
]

function opaqueEnd(sql: string, at: number): number | undefined {
  for (const pattern of OPAQUE) {
    pattern.lastIndex = at
    if (pattern.test(sql)) return pattern.lastIndex
  }
  return undefined
}

function isOnlyComment(statement: string): boolean {
  return statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() === ''
}

/** The statements of a file in order, without their semicolons; comments stay with the statement they precede. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let from = 0
  for (let at = 0; at < sql.length; ) {
    const end = opaqueEnd(sql, at)
    if (end === undefined && sql[at] === ';') {
      statements.push(sql.slice(from, at))
      from = at + 1
    }
    at = end ?? at + 1
  }
  statements.push(sql.slice(from))
  return statements.filter((statement) => !isOnlyComment(statement)).map((statement) => statement.trim())
}
