import { describe, expect, it } from 'vitest'
import { headerText } from './outbox.ts'
import { failureText, isFinal, retryDelayMs } from './retry.ts'

describe('retrying', () => {
  it('grows to six hours and no further', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((attempts) => retryDelayMs(attempts, 0) / 1000)
    expect(delays).toEqual([15, 60, 240, 960, 3840, 15_360, 21_600])
    expect(retryDelayMs(1, 0.999)).toBeLessThanOrEqual(18_750)
  })

  it('gives up on a 5xx, waits on a 4xx, a time-out and a refused log-in', () => {
    expect(isFinal({ responseCode: 550 })).toBe(true)
    expect(isFinal({ responseCode: 451 })).toBe(false)
    expect(isFinal({ code: 'ETIMEDOUT' })).toBe(false)
    expect(isFinal({ code: 'EAUTH', responseCode: 535 })).toBe(false)
  })

  it("keeps codes of a failure, never the server's words", () => {
    const error = Object.assign(new Error('550 no such user bob@example.com'), { responseCode: 550, code: 'EENVELOPE' })
    expect(failureText(error)).toBe('EENVELOPE 550')
  })
})

describe('headerText', () => {
  it('is one short line, whatever it was made of', () => {
    expect(headerText('Hello\r\nBcc: all@example.com')).toBe('Hello Bcc: all@example.com')
    expect(headerText(`a\u2028b\u0000c`)).toBe('a b c')
    expect(headerText('x'.repeat(300))).toHaveLength(250)
  })
})
