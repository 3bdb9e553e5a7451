import { describe, expect, it } from 'vitest'
import { addressGuard } from './addresses.ts'

const nothing = addressGuard([])

describe('the guard', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '4000::1',
    'not an address',
    '',
  ])('refuses %s', (address) => expect(nothing(address)).toBe(false))

  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])(
    'lets %s pass',
    (address) => expect(nothing(address)).toBe(true),
  )

  it('lets pass what the installation allows, and nothing beside it', () => {
    const guard = addressGuard(['10.1.0.0/16', '127.0.0.1', 'fd00::/8'])
    expect(['10.1.2.3', '127.0.0.1', '::ffff:127.0.0.1', 'fd00::9'].every(guard)).toBe(true)
    expect(['10.2.0.1', '127.0.0.2', 'fc00::1', '::1'].some(guard)).toBe(false)
  })
})
