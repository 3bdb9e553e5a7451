import { buffer } from 'node:stream/consumers'
import readXlsxFile, { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { type SheetCell, xlsxOf } from './xlsx.ts'

const at = new Date('2026-11-22T15:00:00Z')
type Rows = readonly (readonly SheetCell[])[]

async function fileOf(pages: readonly Rows[], mostRows?: number): Promise<Buffer> {
  async function* rows() {
    yield* pages
  }
  const sheet = { heads: ['What', 'Amount'], rows: rows(), zone: 'America/New_York', at }
  return buffer(xlsxOf(sheet, mostRows === undefined ? {} : { mostRows }))
}

const read = async (file: Buffer) => (await readXlsxFile(file)).map(({ data }) => data)

test('another reader finds what was written, each as what it is', async () => {
  const rows: Rows = [
    ['=1+1 <&> "so"', { number: '12345678901.05' }],
    ['_x0041_ Łódź 中 🎉\u0007', { instant: at }],
    [null, { number: '-0.5' }],
  ]
  const [sheet] = await read(await fileOf([rows]))
  expect(sheet).toEqual([
    ['What', 'Amount'],
    ['=1+1 <&> "so"', 12_345_678_901.05],
    // by the clocks of New York
    ['_x0041_ Łódź 中 🎉', new Date('2026-11-22T10:00:00Z')],
    [null, -0.5],
  ])
})

test('what does not fit on a sheet goes on upon the next, its head above it', async () => {
  const pages = [3, 0, 4, 1].map((count) => Array.from({ length: count }, (_, nth) => [`row ${nth}`, null]))
  const sheets = await read(await fileOf(pages, 4))
  expect(sheets.map((sheet) => sheet.length)).toEqual([5, 5])
  expect(sheets.map(([head]) => head?.[0])).toEqual(['What', 'What'])
})

test('a full sheet is not followed by an empty one, and no rows are one sheet', async () => {
  const full = [Array.from({ length: 4 }, () => ['x', null])]
  expect(await read(await fileOf(full, 4))).toHaveLength(1)
  expect(await readSheet(await fileOf([]))).toEqual([['What', 'Amount']])
})

test('the same rows are the same bytes', async () => {
  const rows: Rows = [['a', { number: '1' }]]
  expect((await fileOf([rows])).equals(await fileOf([rows]))).toBe(true)
})
