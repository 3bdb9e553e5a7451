/** What customers may do by themselves: a customer's own level, else the account's, else that of a new account. */
import { describe, expect, test } from 'vitest'
import * as levels from '../../contract/api/customer-levels.ts'
import * as api from '../../contract/api/customers.ts'
import * as own from '../../contract/api/own-company.ts'
import { asCustomer, asTeam, auditOf } from '../../test/factories/customer.ts'
import { aCustomer, aWorld } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { customerRoutes } from './routes.ts'

async function anAccount() {
  const world = await aWorld()
  const ctx = asTeam(world)
  const customer = await aCustomer(world)
  const account = { account: world.accountId }
  const params = { ...account, customer }
  return {
    world,
    ctx,
    customer,
    read: (as = ctx) => call(customerRoutes, as, levels.readLevels, { params: account }),
    set: (change: Partial<levels.Levels>, as = ctx) =>
      call(customerRoutes, as, levels.readLevels, { params: account }).then(({ levels: present }) =>
        call(customerRoutes, as, levels.setLevels, { params: account, body: { levels: { ...present, ...change } } }),
      ),
    ofCustomer: async () => (await call(customerRoutes, ctx, api.readCustomer, { params })).levels,
    setOwn: (change: Partial<Record<levels.LevelKind, levels.Level | null>>, as = ctx) =>
      call(customerRoutes, as, api.setCustomerLevels, { params, body: { levels: change } }),
  }
}

describe('levels', () => {
  test('of a new account ask for returns and pauses, and allow nothing else', async () => {
    const { read, ofCustomer } = await anAccount()
    const present = (await read()).levels
    const asked = Object.entries(present).filter(([, level]) => level === 'with_approval')
    expect(asked.map(([kind]) => kind)).toEqual(['return', 'pause', 'resume'])
    expect(new Set(Object.values(present))).toEqual(new Set(['with_approval', 'not_allowed']))
    expect((await ofCustomer()).effective).toEqual(present)
  })

  test('of a customer follow the account until they are its own, and again when left to it', async () => {
    const { world, set, setOwn, ofCustomer } = await anAccount()
    await set({ return: 'at_once', caps: 'with_approval' })
    expect((await ofCustomer()).effective).toMatchObject({ return: 'at_once', caps: 'with_approval' })
    await setOwn({ return: 'not_allowed' })
    await set({ return: 'with_approval' })
    expect(await ofCustomer()).toMatchObject({
      own: { return: 'not_allowed', caps: null },
      effective: { return: 'not_allowed', caps: 'with_approval' },
    })
    await setOwn({ return: null })
    await setOwn({ return: null })
    expect((await ofCustomer()).effective.return).toBe('with_approval')
    const log = await auditOf(world)
    expect(log.map(({ action, after }) => [action, after])).toEqual([
      ['customer_levels.set', { return: 'at_once', caps: 'with_approval' }],
      ['customer.levels_set', { return: 'not_allowed' }],
      ['customer_levels.set', { return: 'with_approval' }],
      ['customer.levels_set', { return: null }],
    ])
  })

  test('set at once by two both hold', async () => {
    const { setOwn, ofCustomer } = await anAccount()
    await Promise.all([setOwn({ caps: 'at_once' }), setOwn({ filters: 'at_once' }), setOwn({ caps: 'at_once' })])
    expect((await ofCustomer()).own).toMatchObject({ caps: 'at_once', filters: 'at_once', pricing: null })
  })

  test('of what is allowed or not have no middle', async () => {
    const { set, setOwn } = await anAccount()
    const refused = { code: 'invalid_input' }
    await expect(setOwn({ preview: 'with_approval' })).rejects.toMatchObject(refused)
    await expect(set({ own_settings: 'with_approval' })).rejects.toMatchObject(refused)
  })

  test('are set by who keeps customers, of the own account', async () => {
    const { world, set, setOwn, read } = await anAccount()
    await expect(set({ caps: 'at_once' }, asTeam(world, 'billing'))).rejects.toMatchObject({ code: 'forbidden' })
    const foreign = asTeam(await aWorld())
    await expect(setOwn({ caps: 'at_once' }, foreign)).rejects.toMatchObject({ code: 'not_found' })
    expect((await read()).levels.caps).toBe('not_allowed')
  })
})

describe('the own company', () => {
  test('is changed by an owner only where the operator lets it, and never under another name', async () => {
    const { world, customer, setOwn } = await anAccount()
    const owner = asCustomer(world, customer)
    const read = (as = owner) => call(customerRoutes, as, own.readOwnCompany, {})
    const edit = (as = owner) =>
      call(customerRoutes, as, own.editOwnCompany, { body: { taxId: '99', billingEmail: 'Books@Example.com' } })
    expect((await read()).editable).toBe(false)
    await expect(edit()).rejects.toMatchObject({ code: 'not_allowed_now' })
    await setOwn({ own_settings: 'at_once' })
    const { company } = await read()
    expect(await edit()).toMatchObject({ taxId: '99', billingEmail: 'books@example.com', company, editable: true })
    expect((await read(asCustomer(world, customer, 'manager'))).editable).toBe(false)
    await expect(edit(asCustomer(world, customer, 'manager'))).rejects.toMatchObject({ code: 'forbidden' })
    expect((await auditOf(world)).at(-1)).toMatchObject({ action: 'customer.edited', actor_name: 'Cora' })
  })

  test('is each customer’s own', async () => {
    const { world, customer } = await anAccount()
    const other = await aCustomer(world)
    const nameOf = async (id: number) =>
      (await call(customerRoutes, asCustomer(world, id), own.readOwnCompany, {})).company
    expect(await nameOf(customer)).not.toBe(await nameOf(other))
  })
})
