import { afterEach, expect, it } from 'vitest'
import { lifecycle } from './lifecycle.ts'
import { makeLog } from './log.ts'

const exitCode = process.exitCode
afterEach(() => {
  process.exitCode = exitCode
})

it('stops in the opposite order, once, past a part that fails', async () => {
  const stopped: string[] = []
  const life = lifecycle(makeLog('silent'))
  life.add('database', async () => stopped.push('database'))
  life.add('worker', async () => {
    stopped.push('worker')
    throw new Error('stuck')
  })
  life.add('http', async () => stopped.push('http'))
  await Promise.all([life.stop(), life.stop()])
  await life.stop()
  expect(stopped).toEqual(['http', 'worker', 'database'])
  expect(process.exitCode).toBe(1)
})
