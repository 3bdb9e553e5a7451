import { describe, expect, test } from 'vitest'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { anAccount, wish } from '../../test/factories/customer-account.ts'
import { aClient, aWorld } from '../../test/factories/world.ts'

describe('making one', () => {
  test("it has an empty wallet in the account's currency, an owner who is invited, and its mappings", async () => {
    const { world, create } = await anAccount()
    const clientId = await aClient(world, 'Homes')
    const body = wish('Homes Inc', { clients: [clientId, clientId], billingMode: 'manual' })
    const customer = await create(body)
    expect(customer).toMatchObject({
      company: 'Homes Inc',
      billingEmail: 'pay@example.com',
      billingMode: 'manual',
      status: 'active',
      wallet: { balance: 0, currency: 'USD', creditLimit: 0, minimumBalance: null, low: false },
      standing: 'invited',
      users: [],
      mappings: [{ client: { id: clientId, name: 'Homes' }, billed: true, billedTo: { company: 'Homes Inc' } }],
    })
    const invited = await world.platform.db
      .selectFrom('invitations')
      .select(['email', 'name', 'role', 'customer_id'])
      .where('account_id', '=', world.accountId)
      .execute()
    expect(invited).toEqual([{ ...body.owner, role: 'owner', customer_id: customer.id }])
    const mails = await world.platform.db
      .selectFrom('mail_outbox')
      .select(['to_address', 'kind'])
      .where('account_id', '=', world.accountId)
      .execute()
    expect(mails).toEqual([{ to_address: body.owner.email, kind: 'people.customer_invitation' }])
    expect(await auditOf(world)).toMatchObject([
      { action: 'customer.created', target_id: String(customer.id), before: null },
      { action: 'invitation.sent', after: { email: body.owner.email, role: 'owner' } },
    ])
  })

  test('an e-mail address belongs to one customer of an account: twice, and many at once', async () => {
    const { create, list } = await anAccount()
    const body = wish('Homes Inc')
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => create(body)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const taken = { code: 'already_exists', details: { field: 'owner.email' } }
    await expect(create(body)).rejects.toMatchObject(taken)
    // nothing half-made is left
    expect((await list()).items).toHaveLength(1)
    const neighbour = await anAccount()
    expect(await neighbour.create(body)).toMatchObject({ company: 'Homes Inc' })
  })

  test('with a Client of another account, nothing is made', async () => {
    const { create, list } = await anAccount()
    const foreign = await aClient(await aWorld())
    await expect(create(wish('A', { clients: [foreign] }))).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'clients' },
    })
    expect((await list()).items).toEqual([])
  })

  test('a Viewer or a Member without the grant makes none', async () => {
    const { world, create } = await anAccount()
    for (const role of ['viewer', 'member', 'billing'] as const) {
      await expect(create(wish('A'), asTeam(world, role))).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})

test('company and billing e-mail are edited, once and audited', async () => {
  const { world, create, edit } = await anAccount()
  const { id } = await create(wish('Homes'))
  expect(await edit(id, { company: 'Homes Inc' })).toMatchObject({
    company: 'Homes Inc',
    billingEmail: 'pay@example.com',
  })
  await edit(id, { company: 'Homes Inc' })
  await edit(id, { billingEmail: 'books@example.com' })
  expect((await auditOf(world)).slice(2)).toMatchObject([
    { action: 'customer.edited', before: { company: 'Homes' }, after: { company: 'Homes Inc' } },
    { before: { billingEmail: 'pay@example.com' }, after: { billingEmail: 'books@example.com' } },
  ])
})

test('what statements print is edited too, and an edit that changes nothing is not told', async () => {
  const { world, create, edit, read } = await anAccount()
  const { id } = await create(wish('Homes'))
  const papers = { legalName: 'Homes LLC', address: '1 Main St\nPortland, OR', taxId: '12-345' }
  await edit(id, papers)
  await edit(id, { taxId: '12-345' })
  expect(await read(id)).toMatchObject(papers)
  expect((await auditOf(world)).filter(({ action }) => action === 'customer.edited')).toHaveLength(1)
})

test('edits at once lose none', async () => {
  const { create, edit, read } = await anAccount()
  const { id } = await create(wish('Homes'))
  await Promise.all([edit(id, { company: 'Homes Inc' }), edit(id, { billingEmail: 'books@example.com' })])
  expect(await read(id)).toMatchObject({ company: 'Homes Inc', billingEmail: 'books@example.com' })
})

test('a foreign customer is not there', async () => {
  const { create, read, edit, list } = await anAccount()
  const { id } = await create(wish('Homes'))
  const foreign = asTeam(await aWorld())
  await expect(read(id, foreign)).rejects.toMatchObject({ code: 'not_found' })
  await expect(edit(id, { company: 'Mine' }, foreign)).rejects.toMatchObject({ code: 'not_found' })
  expect((await list({ search: 'homes' }, foreign)).items).toEqual([])
})
