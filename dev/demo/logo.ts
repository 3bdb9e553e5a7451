/** A logo for a demo business: two sails on a tile of its colour. */
import { png } from '../png.ts'

const SIDE = 96
const ROUND = 22
type Point = readonly [x: number, y: number]

const SAILS: readonly (readonly [Point, Point, Point])[] = [
  [
    [44, 16],
    [44, 70],
    [16, 70],
  ],
  [
    [52, 28],
    [80, 70],
    [52, 70],
  ],
]

const side = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number => (x - bx) * (ay - by) - (ax - bx) * (y - by)

function isInside(at: Point, [a, b, c]: readonly [Point, Point, Point]): boolean {
  const signs = [side(a, b, at), side(b, c, at), side(c, a, at)]
  return signs.every((sign) => sign >= 0) || signs.every((sign) => sign <= 0)
}

function isOnTile(x: number, y: number): boolean {
  const beyond = (value: number) => Math.max(ROUND - value, value - (SIDE - 1 - ROUND), 0)
  return Math.hypot(beyond(x), beyond(y)) <= ROUND
}

/** As PNG. */
export function logoIn(brand: string): Buffer {
  const n = Number.parseInt(brand.slice(1), 16)
  const tile = [n >> 16, (n >> 8) & 255, n & 255, 255] as const
  return png(SIDE, SIDE, (x, y) => {
    if (!isOnTile(x, y)) return [0, 0, 0, 0]
    const isSail = SAILS.some((sail) => isInside([x, y], sail)) || (y >= 76 && y <= 80 && x >= 16 && x <= 80)
    return isSail ? [255, 255, 255, 255] : tile
  })
}
