/** Which addresses the outside may make us call: public unicast, and what the installation allows beside it. */
import ipaddr from 'ipaddr.js'

/** All that is handed out of IPv6 so far: what lies elsewhere is a test, a tunnel or a translation. */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3')

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = ReturnType<typeof ipaddr.parseCIDR>

export type AddressGuard = (address: string) => boolean

function rangeOf(text: string): Range {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_V6)
}

const isWithin = (address: Address, range: Range): boolean => address.kind() === range[0].kind() && address.match(range)

/** @param allow addresses and ranges such as 10.0.0.0/8 (DELIVERY_ALLOW) */
export function addressGuard(allow: readonly string[]): AddressGuard {
  const allowed = allow.map(rangeOf)
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    // an IPv4 address in IPv6 clothes is judged as what it is
    const address = ipaddr.process(text)
    return isPublic(address) || allowed.some((range) => isWithin(address, range))
  }
}
