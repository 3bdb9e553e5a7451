import { expect, it } from 'vitest'
import { makeLog, withoutPersonalData } from './log.ts'

function logged(write: (log: ReturnType<typeof makeLog>) => void): string {
  const lines: string[] = []
  write(makeLog('debug', (line) => lines.push(line)))
  return lines.join('')
}

it('blanks what looks like a person', () => {
  expect(withoutPersonalData('no user ann.b@example.com at +1 (415) 555-0100!')).toBe('no user [email] at [number]!')
  expect(withoutPersonalData('took 12345 ms on 2 rows')).toBe('took 12345 ms on 2 rows')
})

it("keeps an error's kind and stack, not its values", () => {
  const error = Object.assign(new Error('key (email)=(ann@example.com) exists'), {
    code: '23505',
    constraint: 'users_email',
    detail: 'Key (email)=(ann@example.com)',
    parameters: ['ann@example.com', '+14155550100'],
  })
  const text = logged((log) => log.error({ err: error, id: 'r1' }, 'failed'))
  expect(text).toContain('"constraint":"users_email"')
  expect(text).toContain('log.test.ts')
  expect(text).not.toMatch(/ann@|4155550100/)
})

it('names what was thrown though it is no error', () => {
  const of = (err: unknown) => logged((log) => log.error({ err }, 'failed'))
  expect(of({ message: 'no answer to ann@example.com' })).toMatch(/no answer to (?!ann)/)
  expect(of({ queue: 'q', worker: 1 })).toContain('queue, worker')
  expect(of('gone')).toContain('gone')
})

it('redacts what should never have been passed', () => {
  const text = logged((log) =>
    log.info({ password: 'p1', lead: { fields: { ssn: 's1' } }, a: { b: { token: 't1' } } }, 'x'),
  )
  expect(text).not.toMatch(/p1|s1|t1/)
})
