import { extractText, getDocumentProxy } from 'unpdf'
import { expect, test } from 'vitest'
import { makePdf, type Paper } from './pdf.ts'

const at = new Date('2026-12-01T06:00:00Z')

const paper = (blocks: Paper['blocks']): Paper => ({ title: 'A paper', author: 'Acme', at, foot: 'Acme, 2026', blocks })

async function pagesOf(blocks: Paper['blocks']): Promise<string[]> {
  const pdf = await getDocumentProxy(new Uint8Array(await makePdf(paper(blocks))))
  return (await extractText(pdf)).text
}

const rows = (count: number) => Array.from({ length: count }, (_, nth) => [`Entry ${nth}.`, `−$${nth}.46`])
const columns = [
  { head: 'What', share: 3 },
  { head: 'Amount', share: 1, right: true },
]

test('the same paper is the same bytes, another instant or word is not', async () => {
  const one = paper([{ kind: 'title', text: 'Statement' }])
  const bytes = await makePdf(one)
  expect((await makePdf(one)).equals(bytes)).toBe(true)
  expect((await makePdf({ ...one, at: new Date(at.getTime() + 1000) })).equals(bytes)).toBe(false)
  expect((await makePdf(paper([{ kind: 'title', text: 'statement' }]))).equals(bytes)).toBe(false)
})

test('everything that was said stands on it, whichever European letters it is written in', async () => {
  const [text] = await pagesOf([
    { kind: 'title', text: 'Statement of account', note: 'November 2026' },
    { kind: 'heading', text: 'Who' },
    {
      kind: 'parties',
      parties: ['Łódź Słoneczna', 'Вода Ωμέγα'].map((line) => ({ head: 'To', lines: [line, 'Việt'] })),
    },
    { kind: 'pairs', rows: [['Opening balance', '−€1,000.00']] },
    { kind: 'text', text: 'Not an invoice.\nSay 中 and 🎉\u0007' },
  ])
  for (const words of ['Statement of account', 'November 2026', 'Łódź Słoneczna', 'Вода Ωμέγα', 'Việt', '−€1,000.00'])
    expect(text).toContain(words)
  expect(text).toContain('Say ? and ?')
  expect(text).toContain('Page 1 of 1')
})

test('a long table goes on, under its heads and to its last row and total', async () => {
  const pages = await pagesOf([{ kind: 'table', columns, rows: rows(120), total: ['In all', '−$9.99'] }])
  expect(pages.length).toBeGreaterThan(2)
  for (const [nth, page] of pages.entries()) {
    expect(page).toContain('Amount')
    expect(page).toContain(`Page ${nth + 1} of ${pages.length}`)
    expect(page).toContain('Acme, 2026')
  }
  const all = pages.join('\n')
  for (const [what = '', amount = ''] of rows(120)) {
    expect(all.split(what)).toHaveLength(2)
    expect(all).toContain(amount)
  }
  expect(pages.at(-1)).toContain('In all')
})

test('a word without an end and a cell longer than a page lose nothing', async () => {
  const word = Array.from({ length: 300 }, (_, nth) => `w${nth}`).join('')
  const many = Array.from({ length: 900 }, (_, nth) => `n${nth}.`).join(' ')
  const pages = await pagesOf([
    { kind: 'text', text: word },
    { kind: 'table', columns, rows: [[many, '$1.00']] },
  ])
  const all = pages.join(' ')
  expect(all.replaceAll(/\s/g, '')).toContain(word)
  for (let nth = 0; nth < 900; nth++) expect(all).toContain(`n${nth}.`)
})
