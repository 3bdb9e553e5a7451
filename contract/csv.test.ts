import { expect, test } from 'vitest'
import { cellOf, csvLine } from './csv.ts'

test.each([
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+1', '+1'],
  ['+1 (415) 555-2671', '+1 (415) 555-2671'],
  ['-20.05', '-20.05'],
  ['-cmd', "'-cmd"],
  ['@sum', "'@sum"],
  ['＝1+1', "'＝1+1"],
  ['\tx', `"'\tx"`],
  ['a,b', '"a,b"'],
  ['a;b', '"a;b"'],
  ['two\nlines', '"two\nlines"'],
  ['plain', 'plain'],
])('%j is told as text', (text, written) => {
  expect(cellOf(text)).toBe(written)
})

test('a line ends as spreadsheets expect', () => {
  expect(csvLine(['a', '=b', ''])).toBe("a,'=b,\r\n")
})
