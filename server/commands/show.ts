/** `npm run show [routes|jobs|checks|permissions]`: what the server is made of. */
import { permissionNames, permissions } from '../../contract/permissions.ts'
import { linesOf } from '../platform/http/route.ts'
import { checks, crons, jobs, listedRoutes } from '../registry.ts'
import { CommandError, command, say } from './command.ts'
import { sayTable } from './table.ts'

const lists: Record<string, () => string[][]> = {
  routes: () =>
    linesOf(listedRoutes()).map(({ host, method, path, allow, summary }) => [host, method, path, allow, summary]),
  jobs: () =>
    jobs.map(({ name, retries }) => [
      name,
      crons.find((one) => one.job.name === name)?.cron ?? 'when asked',
      `${retries} retries`,
    ]),
  checks: () => checks.map(({ name, sentence }) => [name, sentence]),
  permissions: () => permissionNames.map((name) => [name, holdersOf(name)]),
}

function holdersOf(name: (typeof permissionNames)[number]): string {
  const rule = permissions[name]
  if (rule.realm === 'supplier') return 'supplier'
  const extra = rule.realm === 'team' && rule.withGrant ? [`${rule.withGrant.roles} with ${rule.withGrant.grant}`] : []
  const paying = rule.realm === 'customer' && rule.withMayPay ? [`${rule.withMayPay} who may pay`] : []
  return `${rule.realm}: ${[...rule.roles, ...extra, ...paying].join(', ')}`
}

await command(async (_config, [name]) => {
  const wanted = name === undefined ? Object.keys(lists) : [name]
  for (const one of wanted) {
    const list = lists[one]
    if (!list) throw new CommandError(`There is no list "${one}". Say one of: ${Object.keys(lists).join(', ')}`)
    if (wanted.length > 1) say(`\n${one}`)
    sayTable(list())
  }
})
