/** The account's Customer Portal: what it is called, what it looks like, where it is. */
import { z } from 'zod'
import { normalHex } from '../brand.ts'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath } from '../page.ts'

const path = '/api/console/:account/portal'

/** Of a logo as it is uploaded or fetched. */
export const MOST_LOGO_BYTES = 256 * 1024
export const MOST_LOGO_SIDE = 2_000
export const LEAST_LOGO_SIDE = 16

export const CompanyName = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')

/** As it is typed; what it may be is decided with its availability. */
const SubdomainText = z.string().trim().toLowerCase().max(100, 'must have at most 63 characters')

export const BrandColour = z.string().transform((text, context) => {
  const hex = normalHex(text)
  if (hex !== null) return hex
  context.addIssue({ code: 'custom', message: 'must be a colour like #3550c8' })
  return z.NEVER
})

export const Logo = z.object({
  /** In the console; the portal serves the same bytes. */
  path: z.string(),
  width: z.number().int(),
  height: z.number().int(),
})

export const Portal = z.object({
  companyName: z.string(),
  subdomain: z.string(),
  /** What follows the subdomain in the address. */
  baseDomain: z.string(),
  address: z.string(),
  /** Addresses it had before; they lead to it for ever. */
  formerAddresses: z.array(z.string()),
  brand: z.string(),
  logo: Logo.nullable(),
  /** Whether the set-up was gone through. */
  isSetUp: z.boolean(),
  can: z.object({ write: z.boolean() }),
})

export const readPortal = endpoint({
  method: 'GET',
  path,
  summary: "The account's Customer Portal: name, look, address.",
  params: AccountPath,
  reply: Portal,
})

export const PortalEdit = z
  .object({
    companyName: CompanyName,
    subdomain: SubdomainText,
    brand: BrandColour,
    /** The last step of the set-up says so; it cannot be unsaid. */
    isSetUp: z.literal(true),
  })
  .partial()

export const changePortal = endpoint({
  method: 'PATCH',
  path,
  summary: "Changes the portal's name, colour or subdomain.",
  params: AccountPath,
  body: PortalEdit,
  reply: Portal,
})

/** Why a subdomain cannot be had, or that it can. */
export const availabilities = ['free', 'own', 'taken', 'reserved', 'malformed'] as const

export const checkSubdomain = endpoint({
  method: 'GET',
  path: `${path}/subdomain`,
  summary: 'Whether the portal could have this subdomain.',
  params: AccountPath,
  query: z.object({ name: SubdomainText }),
  reply: z.object({ name: z.string(), availability: z.enum(availabilities), address: z.string() }),
})

export const setLogo = endpoint({
  method: 'PUT',
  path: `${path}/logo`,
  summary: 'Sets the logo: a PNG, JPEG, WebP or GIF, as bytes in base64 or fetched from a public address.',
  params: AccountPath,
  body: z.union([
    z.strictObject({ url: z.string().trim().min(1, 'must not be empty').max(2_000) }),
    // four characters for three bytes
    z.strictObject({
      data: z.base64('must be base64').max(Math.ceil(MOST_LOGO_BYTES / 3) * 4 + 4, 'must have at most 256 kB'),
    }),
  ]),
  reply: Portal,
})
export const removeLogo = endpoint({
  method: 'DELETE',
  path: `${path}/logo`,
  summary: 'Takes the logo away: the first letter of the name stands in its place again.',
  params: AccountPath,
  reply: Nothing,
})

/** The picture for the console. */
export const LOGO_IN_CONSOLE = `${path}/logo`
/** The same on the portal; the version is part of the address, so that it can be kept for ever. */
export const LOGO_IN_PORTAL = '/logo/:version'
export const LogoVersion = z.object({ version: z.string().regex(/^[0-9a-f]{16}$/) })
