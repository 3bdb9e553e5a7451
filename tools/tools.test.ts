/** Each rule of `npm run check` turns red on a planted fault and stays green on the honest version beside it. */
import { describe, expect, it } from 'vitest'
import { checkBoundaries } from './boundaries.ts'
import { checkHouse } from './house.ts'
import { breaches, lowered, measure } from './ratchet.ts'
import { parseSource } from './source.ts'
import { faultsIn } from './texts.ts'

const boundaries = (files: Record<string, string>) =>
  checkBoundaries(Object.entries(files).map(([path, text]) => parseSource(path, text))).map(
    (fault) => `${fault.path}:${fault.line} ${fault.rule}`,
  )
const house = (path: string, text: string) => checkHouse([parseSource(path, text)]).map((fault) => fault.rule)

describe('boundaries', () => {
  const edges: [allowed: boolean, from: string, to: string][] = [
    [true, 'web/admin/leads.tsx', '../../contract/leads.ts'],
    [true, 'web/admin/leads.tsx', '../ui/table.tsx'],
    [true, 'web/ui/table.tsx', '../lib/client.ts'],
    [false, 'web/lib/client.ts', '../ui/table.tsx'],
    [false, 'web/admin/leads.tsx', '../customer/leads.tsx'],
    [false, 'web/admin/leads.tsx', '../../server/leads/present.ts'],
    [false, 'contract/leads.ts', '../server/leads/rules.ts'],
    [false, 'contract/leads.ts', 'node:fs'],
    [true, 'contract/leads.ts', 'zod'],
    [true, 'server/platform/db.ts', '../../contract/money.ts'],
    [false, 'server/platform/db.ts', '../leads/ops.ts'],
    [false, 'server/platform/db.ts', '../context.ts'],
    [true, 'server/customers/actions.ts', '../ledger/ops.ts'],
    [true, 'server/customers/actions.ts', '../ledger/ops/post.ts'],
    [false, 'server/customers/actions.ts', '../ledger/tables.ts'],
    [false, 'server/customers/tables.ts', '../ledger/ops.ts'],
    [false, 'server/ledger/actions.ts', '../customers/ops.ts'],
    [true, 'server/leads/routes.ts', './actions.ts'],
    [true, 'server/leads/routes.ts', './tables/search.ts'],
    [false, 'server/leads/actions.ts', './routes.ts'],
    [false, 'server/leads/tables.ts', './actions.ts'],
    [false, 'server/leads/rules.ts', './tables.ts'],
    [false, 'server/leads/rules.ts', '../platform/db.ts'],
    [false, 'server/leads/rules.ts', 'kysely'],
    [false, 'server/routing/plan.ts', 'pg'],
    [true, 'server/intake/decide.ts', '../routing/plan.ts'],
    [true, 'server/intake/decide.ts', '../ledger/ops.ts'],
    [true, 'server/routing/conditions.ts', '../fields/rules.ts'],
    [false, 'server/routing/conditions.ts', '../fields/tables.ts'],
    [false, 'server/intake/decide.ts', '../ledger/rules.ts'],
    [false, 'server/intake/decide.ts', '../leads/ops.ts'],
    [false, 'server/leads/actions.ts', '../context.ts'],
    [false, 'server/leads/actions.ts', '../../dev/world.ts'],
    [false, 'server/main.ts', '../dev/world.ts'],
    [false, 'server/main.ts', '../tools/check.ts'],
    [false, 'server/leads/actions.ts', './actions.test.ts'],
    [true, 'server/leads/actions.test.ts', '../ledger/tables.ts'],
    [true, 'dev/world.ts', '../server/leads/actions.ts'],
  ]
  it.each(edges)('allowed is %s: %s imports %s', (allowed, from, to) => {
    expect(boundaries({ [from]: `import { a } from '${to}'` })).toEqual(allowed ? [] : [expect.stringContaining(from)])
  })

  it('sees every way to write an import', () => {
    const writings = ["import '../ledger/tables.ts'", "export * from '../ledger/tables.ts'"]
    const more = ["export { a } from '../ledger/tables.ts'", "const a = await import('../ledger/tables.ts')"]
    for (const text of [...writings, ...more]) {
      expect(boundaries({ 'server/customers/actions.ts': text })).toHaveLength(1)
    }
    expect(
      boundaries({ 'server/customers/actions.ts': "// import '../ledger/tables.ts'\nconst a = 'import x'" }),
    ).toEqual([])
  })

  it('lets a slice know the type of the context', () => {
    expect(boundaries({ 'server/leads/actions.ts': "import type { Ctx } from '../context.ts'" })).toEqual([])
  })

  it('names a circle of files, and leaves types out of it', () => {
    const back = (text: string) => ({
      'server/platform/a.ts': "import { b } from './b.ts'",
      'server/platform/b.ts': text,
    })
    expect(boundaries(back("import { a } from './a.ts'"))).toEqual([expect.stringContaining('cycle')])
    expect(boundaries(back("import type { A } from './a.ts'"))).toEqual([])
  })

  it.each([
    'web/lib/utils.ts',
    'contract/index.ts',
    'server/platform/helpers/a.ts',
    'server/platform/common.ts',
    'server/leads/stuff.ts',
  ])('refuses the name %s', (path) => expect(boundaries({ [path]: '' })).toEqual([`${path}:1 file name`]))
})

describe('house rules', () => {
  const product = 'server/leads/actions.ts'
  const faults: [rule: string, path: string, bad: string, good: string][] = [
    ['clock', product, 'const a = new Date()', 'const a = new Date(1)'],
    ['clock', product, 'const a = Date.now()', 'const a = ctx.now()'],
    ['clock', 'dev/world.ts', 'const a = Temporal.Now.instant()', 'const a = Temporal.Instant.from(b)'],
    ['randomness', 'web/lib/a.ts', 'const a = Math.random()', 'const a = Math.round(1)'],
    ['reason', product, 'const a = b as C', 'const a = b as C // the query above selected it'],
    ['reason', product, 'const a = b as C', '// the query selected it\nconst a = b as C'],
    ['reason', product, 'const a = b as C', 'const a = b as const'],
    ['reason', product, 'const a: any = b', "import { a as b } from 'zod'"],
    ['reason', product, 'const a = b!', 'const a = !b'],
    ['sql clock', product, 'const a = sql`select now()`', 'const a = sql`select known()`'],
    ['sql clock', product, "const a = 'select current_timestamp'", 'const a = sql`select id`'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sample is a template with a hole
    ['copy', product, 'const a = `COPY ${b} FROM STDIN`', "const a = 'copy the link from here'"],
    ['raw sql', product, 'const a = sql.raw(b)', 'const a = sql.ref(b)'],
    ['focus', 'server/a.test.ts', "it.only('x', f)", "it('x', f)"],
  ]
  it.each(faults)('%s in %s: %s', (rule, path, bad, good) => {
    expect(house(path, bad)).toEqual([rule])
    expect(house(path, good)).toEqual([])
  })

  it('lets the clock read the clock and a test cast', () => {
    expect(house('server/platform/clock.ts', 'const a = new Date()')).toEqual([])
    expect(house('server/a.test.ts', 'const a = b as C')).toEqual([])
  })
})

describe('texts', () => {
  // written in two parts, so that this file passes its own rule
  const registry = `https:/${'/registry.example.org/zod'}`
  const tarball = `https:/${'/a.example/zod.tgz'}`
  it('finds a registry in a document, a lockfile and an .npmrc', () => {
    expect(faultsIn('docs/a.md', `first\nsee ${registry}`)).toMatchObject([{ line: 2 }])
    expect(faultsIn('package-lock.json', `"resolved": "${tarball}"`)).toHaveLength(1)
    expect(faultsIn('.npmrc', 'registry = http://mirror.example')).toHaveLength(1)
    expect(faultsIn('README.md', 'from mirror.example:4873', 'mirror.example:4873')).toHaveLength(1)
  })
  it('leaves other addresses alone', () => {
    expect(faultsIn('docs/a.md', 'https://portico.example/specs', 'mirror.example')).toEqual([])
    expect(faultsIn('.npmrc', 'omit-lockfile-registry-resolved=true')).toEqual([])
  })
})

describe('ratchet', () => {
  const long = (lines: number): string => `const f = () => {\n${'  g()\n'.repeat(lines - 2)}}\n`
  it('counts long files and functions, casts, any, ! and ignored lint', () => {
    const text = `${long(51)}// biome-ignore lint: why\nconst a = b as C\nconst d: any = e!\n${'\n'.repeat(250)}const z = 1\n`
    const places = measure([parseSource('server/leads/actions.ts', text)])
    expect(Object.values(places).map((list) => list.length)).toEqual([1, 1, 1, 1, 1, 1])
    expect(measure([parseSource('server/leads/actions.ts', long(50))]).longFunctions).toEqual([])
    expect(measure([parseSource('web/admin/leads.tsx', long(150))]).longFunctions).toEqual([])
    expect(measure([parseSource('web/admin/leads.tsx', long(151))]).longFunctions).toHaveLength(1)
  })
  it('turns red above a limit, and never raises one', () => {
    const places = measure([parseSource('server/leads/actions.ts', 'const a = b as C\nconst c = d as E')])
    expect(breaches(places, { asCasts: 1 })).toEqual([expect.stringContaining('asCasts: 2, at most 1')])
    expect(breaches(places, { asCasts: 2 })).toEqual([])
    expect(lowered(places, { asCasts: 1 }).asCasts).toBe(1)
    expect(lowered(places, { asCasts: 9 }).asCasts).toBe(2)
  })
})
