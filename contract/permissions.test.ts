import { describe, expect, it } from 'vitest'
import { can, type Holder, permissionNames, permissions, permissionsOf } from './permissions.ts'

const member: Holder = { kind: 'team', role: 'member', grants: [] }
const billing: Holder = { kind: 'team', role: 'billing', grants: [] }
const administrator: Holder = { kind: 'team', role: 'administrator', grants: [] }

describe('can', () => {
  it('gives the administrator every permission of the team and none of another realm', () => {
    const team = permissionNames.filter((name) => permissions[name].realm === 'team')
    expect(permissionsOf(administrator)).toEqual(team)
  })

  it('shows Billing that a lead is there but not what is in it', () => {
    expect(can(billing, 'lead.read')).toBe(true)
    expect(can(billing, 'lead.read_data')).toBe(false)
  })

  it('lets only Administrator and Billing credit a wallet', () => {
    expect(can(administrator, 'wallet.credit')).toBe(true)
    expect(can(billing, 'wallet.credit')).toBe(true)
    expect(can(member, 'wallet.credit')).toBe(false)
  })

  it('adds a permission through a grant, to the roles the rule names only', () => {
    expect(can(member, 'customer.write')).toBe(false)
    expect(can({ kind: 'team', role: 'member', grants: ['customer_portal_access'] }, 'customer.write')).toBe(true)
    expect(can({ kind: 'team', role: 'viewer', grants: ['customer_portal_access'] }, 'customer.write')).toBe(false)
  })

  it('never gives a viewer a permission that writes', () => {
    const viewer = permissionsOf({ kind: 'team', role: 'viewer', grants: [] })
    expect(viewer.filter((name) => /\.(write|credit)$/.test(name))).toEqual([])
  })

  it('keeps the realms apart', () => {
    const owner: Holder = { kind: 'customer', role: 'owner' }
    expect(permissionsOf(owner).every((name) => permissions[name].realm === 'customer')).toBe(true)
    expect(permissionsOf({ kind: 'supplier' }).every((name) => permissions[name].realm === 'supplier')).toBe(true)
    expect(can(owner, 'lead.read')).toBe(false)
  })

  it('lets a manager pay only where an owner allows it, and a viewer never', () => {
    expect(can({ kind: 'customer', role: 'owner' }, 'portal.pay')).toBe(true)
    expect(can({ kind: 'customer', role: 'manager' }, 'portal.pay')).toBe(false)
    expect(can({ kind: 'customer', role: 'manager', mayPay: true }, 'portal.pay')).toBe(true)
    expect(can({ kind: 'customer', role: 'viewer', mayPay: true }, 'portal.pay')).toBe(false)
    expect(can({ kind: 'customer', role: 'manager', mayPay: true }, 'portal.card.write')).toBe(false)
  })

  it('lets who views as a customer read and nothing else', () => {
    const seen = permissionsOf({ kind: 'customer', role: 'owner', mayPay: true, viewer: {} })
    expect(seen).toContain('portal.wallet.read')
    expect(seen.filter((name) => name !== 'own.session.customer' && !name.endsWith('.read'))).toEqual([])
  })

  it('leaves somebody without an account only the own session', () => {
    expect(permissionsOf({ kind: 'team_user' })).toEqual(['own.session.team'])
    expect(permissionsOf({ kind: 'anonymous' })).toEqual([])
  })
})
