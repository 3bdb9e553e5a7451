import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandCss, brandPalette, contrast, DEFAULT_BRAND, normalHex } from './brand.ts'

const UGLY = [
  '#ffff00',
  '#ffffff',
  '#000000',
  '#808080',
  '#767676',
  '#00ff00',
  '#ff0000',
  '#0000ff',
  '#fffde7',
  '#010101',
]
const NAMED = [DEFAULT_BRAND, '#7c2d6b', ...UGLY]
const hexes = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)

/** Every pair the design promises (direction, Colour): what a page puts on what. */
function expectReadable(hex: string) {
  const { shades, light, dark } = brandPalette(hex)
  const sets = [
    { roles: light, sheet: '#ffffff', track: '#e9ebf0', inks: ['#14171f', '#5a6372'] },
    { roles: dark, sheet: '#15171c', track: '#272b33', inks: ['#f0f1f4', '#989fad'] },
  ]
  for (const { roles, sheet, track, inks } of sets) {
    expect(contrast(roles.brand, roles.onBrand), `${hex} text on fill`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(roles.hover, roles.onBrand), `${hex} text on hover`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(roles.line, sheet), `${hex} line`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(roles.area, sheet), `${hex} area`).toBeGreaterThanOrEqual(3)
    expect(contrast(roles.area, track), `${hex} area on track`).toBeGreaterThanOrEqual(3)
    for (const ink of inks) expect(contrast(roles.soft, ink), `${hex} ink on soft`).toBeGreaterThanOrEqual(4.5)
    if (contrast(roles.brand, sheet) < 3) expect(roles.ring, `${hex} ring`).toBe(roles.line)
    expect(roles.hover).not.toBe(roles.brand)
  }
  expect(shades).toHaveLength(10)
  for (const shade of shades) expect(shade).toMatch(/^#[0-9a-f]{6}$/)
}

describe('brandPalette', () => {
  it.each(NAMED)('keeps %s readable in both schemes', expectReadable)

  it('keeps any colour readable', () => {
    fc.assert(fc.property(hexes, expectReadable), { numRuns: 300 })
  })

  it('leaves the fill of the light scheme as the tenant chose it', () => {
    expect(brandPalette('#7c2d6b').light.brand).toBe('#7c2d6b')
    expect(brandPalette('#7c2d6b').shades[8]).toBe('#7c2d6b')
  })

  it('rings a fill that would melt into the sheet and no other', () => {
    expect(brandPalette('#ffff00').light.ring).not.toBe('transparent')
    expect(brandPalette(DEFAULT_BRAND).light.ring).toBe('transparent')
  })

  it('keeps the hue', () => {
    const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(brandPalette('#3550c8').dark.line.slice(i, i + 2), 16))
    expect(b).toBeGreaterThan(r ?? 0)
    expect(b).toBeGreaterThan(g ?? 0)
  })
})

describe('normalHex', () => {
  it('reads three and six digits and nothing else', () => {
    expect(normalHex(' #ABC ')).toBe('#aabbcc')
    expect(normalHex('#3550C8')).toBe('#3550c8')
    for (const bad of ['red', '3550c8', '#12345', '#3550c8;}body{', '', 'url(x)']) expect(normalHex(bad)).toBeNull()
  })
})

describe('brandCss', () => {
  it('refuses what is not a colour, so nothing else gets into the style element', () => {
    expect(() => brandCss('#fff;}</style>')).toThrow(RangeError)
  })
  it('sets both schemes', () => {
    expect(brandCss('#7c2d6b')).toMatch(/--brand:#7c2d6b.*color-scheme=dark\]\{--brand:#/)
  })
})
