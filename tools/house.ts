/** The house rules that a linter does not know (STYLE.md): each is one visitor over the syntax tree. */
import { Visitor, type VisitorObject } from 'vite'
import { type Fault, isTest, type Source, type Span } from './source.ts'

interface Rule {
  name: string
  appliesTo(path: string): boolean
  visit(source: Source, found: (at: Span, message: string) => void): VisitorObject
}

const isProduct = (path: string): boolean => !isTest(path)
const inServer = (path: string): boolean => path.startsWith('server/') && !isTest(path)
const onOurClock = (path: string): boolean => /^(contract|server|dev)\//.test(path) && !isTest(path)
const except =
  (applies: (path: string) => boolean, ...files: string[]) =>
  (path: string): boolean =>
    applies(path) && !files.includes(path)

const clock: Rule = {
  name: 'clock',
  appliesTo: except(onOurClock, 'server/platform/clock.ts'),
  visit: (source, found) => ({
    NewExpression(node) {
      if (textOf(source, node.callee) === 'Date' && node.arguments.length === 0) found(node, 'take ctx.now()')
    },
    CallExpression(node) {
      if (/^(Date|Date\.now|Temporal\.Now\..*)$/.test(textOf(source, node.callee))) found(node, 'take ctx.now()')
    },
  }),
}

const randomness: Rule = {
  name: 'randomness',
  appliesTo: isProduct,
  visit: (source, found) => ({
    CallExpression(node) {
      if (textOf(source, node.callee) === 'Math.random') found(node, 'use node:crypto, or a seeded generator')
    },
  }),
}

/** A reason is any comment on the lines of the node or on the line above it. */
const reasons: Rule = {
  name: 'reason',
  appliesTo: isProduct,
  visit: (source, found) => {
    const unlessExplained = (node: Span, what: string): void => {
      const [first, last] = [source.lineAt(node.start), source.lineAt(node.end)]
      if (!source.commentOn(first - 1, last)) found(node, `${what} needs a comment that says why it is safe`)
    }
    return {
      TSAsExpression(node) {
        if (textOf(source, node.typeAnnotation) !== 'const') unlessExplained(node, '`as`')
      },
      TSAnyKeyword(node) {
        unlessExplained(node, '`any`')
      },
      TSNonNullExpression(node) {
        unlessExplained(node, '`!`')
      },
    }
  },
}

/** A rule over every piece of text that can be SQL: string literals and templates, their holes left out. */
function sqlRule(name: string, pattern: RegExp, message: string, appliesTo: Rule['appliesTo']): Rule {
  return {
    name,
    appliesTo,
    visit: (_source, found) => ({
      TemplateLiteral(node) {
        if (pattern.test(node.quasis.map((part) => part.value.raw).join('$'))) found(node, message)
      },
      Literal(node) {
        if (typeof node.value === 'string' && pattern.test(node.value)) found(node, message)
      },
    }),
  }
}

/** The one time that no test moves: when a migration was applied. */
const sqlClock = sqlRule(
  'sql clock',
  /(?<![.\w])(now|clock_timestamp|statement_timestamp|random|gen_random_uuid)\(\)|\bcurrent_(timestamp|date)\b/i,
  'pass the time or the id as a parameter',
  except(inServer, 'server/platform/migrate.ts'),
)

const copy = sqlRule(
  'copy',
  /\bcopy\s+[\s\S]*\b(from\s+stdin|to\s+stdout)\b/i,
  'COPY takes no parameters: only server/platform/copy.ts may write one',
  except(isProduct, 'server/platform/copy.ts'),
)

/** The only files that may build SQL from text: none of them sees input. */
const RAW_SQL = ['server/platform/migrate.ts', 'server/platform/jobs.ts']

const rawSql: Rule = {
  name: 'raw sql',
  appliesTo: except(inServer, ...RAW_SQL),
  visit: (source, found) => ({
    CallExpression(node) {
      if (textOf(source, node.callee) === 'sql.raw') found(node, 'use a parameter, sql.ref or sql.lit')
    },
  }),
}

const focus: Rule = {
  name: 'focus',
  appliesTo: isTest,
  visit: (source, found) => ({
    CallExpression(node) {
      if (/^(it|test|describe)\.(only|todo)$/.test(textOf(source, node.callee))) found(node, 'run the whole file')
    },
  }),
}

const RULES: Rule[] = [clock, randomness, reasons, sqlClock, copy, rawSql, focus]

/** All breaches of the house rules in these files. */
export function checkHouse(sources: readonly Source[]): Fault[] {
  return sources.flatMap((source) => RULES.flatMap((rule) => faultsOf(rule, source)))
}

function faultsOf(rule: Rule, source: Source): Fault[] {
  if (!rule.appliesTo(source.path)) return []
  const faults: Fault[] = []
  const found = (at: Span, message: string): void => {
    faults.push({ path: source.path, line: source.lineAt(at.start), rule: rule.name, message })
  }
  new Visitor(rule.visit(source, found)).visit(source.program)
  return faults
}

function textOf(source: Source, node: Span): string {
  return source.text.slice(node.start, node.end)
}
