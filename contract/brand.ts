/**
 * One hex of a tenant becomes ten shades and the roles a page may use (design: Colour, Brand). Pure, so that the
 * server serves the roles at first byte and the browser arrives at the same ones. Steps are taken in OKLCH, where a
 * step of lightness looks the same for every hue.
 */
export const DEFAULT_BRAND = '#3550c8'

type Rgb = readonly [number, number, number]
type Lch = { l: number; c: number; h: number }

/** The surfaces a brand colour has to be told apart from; the same values as in the page's tokens. */
const SURFACES = {
  light: { sheet: '#ffffff', track: '#e9ebf0' },
  dark: { sheet: '#15171c', track: '#272b33' },
} as const

export type BrandRoles = {
  brand: string
  onBrand: string
  hover: string
  line: string
  area: string
  soft: string
  /** Edge of a fill that would melt into the sheet (yellow, white); transparent otherwise. */
  ring: string
}
export type BrandPalette = { shades: string[]; light: BrandRoles; dark: BrandRoles }

/** `#abc` or `#aabbcc` to lower-case six digits; null when it is not a colour. */
export function normalHex(input: string): string | null {
  const text = input.trim().toLowerCase()
  if (/^#[0-9a-f]{6}$/.test(text)) return text
  if (!/^#[0-9a-f]{3}$/.test(text)) return null
  return `#${[...text.slice(1)].map((digit) => digit + digit).join('')}`
}

const toLinear = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
const toGamma = (v: number) => (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055)

function rgbOf(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16)
  return [toLinear((n >> 16) / 255), toLinear(((n >> 8) & 255) / 255), toLinear((n & 255) / 255)]
}

function lchOf(hex: string): Lch {
  const [r, g, b] = rgbOf(hex)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(a, bb), h: Math.atan2(bb, a) }
}

function linearOf({ l, c, h }: Lch): Rgb {
  const a = c * Math.cos(h)
  const b = c * Math.sin(h)
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ]
}

const fits = (rgb: Rgb) => rgb.every((v) => v >= -0.0005 && v <= 1.0005)

/** The nearest colour a screen can show: keeps lightness and hue, gives up chroma. */
function hexOf(colour: Lch): string {
  let low = 0
  let high = colour.c
  if (!fits(linearOf(colour))) {
    for (let i = 0; i < 16; i++) {
      const mid = (low + high) / 2
      if (fits(linearOf({ ...colour, c: mid }))) low = mid
      else high = mid
    }
    high = low
  }
  const digits = linearOf({ ...colour, c: high }).map((v) => Math.round(toGamma(Math.min(1, Math.max(0, v))) * 255))
  return `#${digits.map((v) => v.toString(16).padStart(2, '0')).join('')}`
}

function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG contrast of two hex colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const inkOn = (fill: string) => (contrast(fill, '#ffffff') >= contrast(fill, '#000000') ? '#ffffff' : '#000000')

const at = (hex: string, change: (colour: Lch) => Partial<Lch>) => {
  const colour = lchOf(hex)
  return hexOf({ ...colour, ...change(colour) })
}

/** Walks lightness in one direction until every pair reaches its contrast. */
function until(start: string, step: number, needs: readonly (readonly [string, number])[]): string {
  let colour = start
  for (let i = 0; i < 60 && needs.some(([surface, least]) => contrast(colour, surface) < least); i++) {
    colour = at(start, ({ l }) => ({ l: Math.min(1, Math.max(0, l + step * (i + 1))) }))
  }
  return colour
}

/** One step darker; lighter where darker would lose the text on it (or there is no darker). */
function hoverOf(fill: string): string {
  const ink = inkOn(fill)
  const darker = at(fill, ({ l }) => ({ l: l - 0.055 }))
  if (lchOf(fill).l > 0.2 && contrast(darker, ink) >= 4.5) return darker
  return at(fill, ({ l }) => ({ l: Math.min(1, Math.max(l, 0.15) + 0.07) }))
}

function lightRoles(hex: string): BrandRoles {
  const { sheet, track } = SURFACES.light
  const line = until(hex, -0.012, [[sheet, 4.5]])
  const area = until(hex, -0.012, [
    [sheet, 3],
    [track, 3],
  ])
  const soft = at(hex, ({ c }) => ({ l: 0.962, c: Math.min(c, 0.016) }))
  const ring = contrast(hex, sheet) < 3 ? line : 'transparent'
  return { brand: hex, onBrand: inkOn(hex), hover: hoverOf(hex), line, area, soft, ring }
}

function darkRoles(hex: string): BrandRoles {
  const { sheet, track } = SURFACES.dark
  const brand = until(
    at(hex, ({ l, c }) => ({ l: Math.max(l, 0.56), c: Math.min(c, 0.2) })),
    0.012,
    [[sheet, 3]],
  )
  const line = until(
    at(hex, ({ l, c }) => ({ l: Math.max(l, 0.73), c: Math.min(c, 0.14) })),
    0.012,
    [[sheet, 4.5]],
  )
  const area = until(
    at(hex, ({ l, c }) => ({ l: Math.max(l, 0.6), c: Math.min(c, 0.18) })),
    0.012,
    [
      [sheet, 3],
      [track, 3],
    ],
  )
  const soft = at(hex, ({ c }) => ({ l: 0.272, c: Math.min(c, 0.05) }))
  return { brand, onBrand: inkOn(brand), hover: hoverOf(brand), line, area, soft, ring: 'transparent' }
}

/**
 * Ten shades and both sets of roles. Shade 8 and 9 are fill and hover in light, 6 and 7 in dark, 5 the dark area,
 * 4 the dark line; 0 to 3 lead up to them. @throws RangeError when `input` is not a hex colour
 */
export function brandPalette(input: string): BrandPalette {
  const hex = normalHex(input)
  if (!hex) throw new RangeError(`not a colour: ${input}`)
  const light = lightRoles(hex)
  const dark = darkRoles(hex)
  const tints = [0.92, 0.87, 0.8].map((l, i) => at(hex, ({ c }) => ({ l, c: Math.min(c, 0.03 + 0.03 * i) })))
  const shades = [light.soft, ...tints, dark.line, dark.area, dark.brand, dark.hover, light.brand, light.hover]
  return { shades, light, dark }
}

const declarations = (roles: BrandRoles) =>
  `--brand:${roles.brand};--on-brand:${roles.onBrand};--brand-hover:${roles.hover};--brand-line:${roles.line};` +
  `--brand-area:${roles.area};--brand-soft:${roles.soft};--brand-ring:${roles.ring}`

/** The rules served in one style element at first byte. Doubled `:root` outweighs the page's own defaults. */
export function brandCss(input: string): string {
  const { light, dark } = brandPalette(input)
  return `:root:root{${declarations(light)}}:root:root[data-mantine-color-scheme=dark]{${declarations(dark)}}`
}
