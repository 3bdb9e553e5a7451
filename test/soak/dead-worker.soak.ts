import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { transact } from '../../server/platform/db.ts'
import { enqueue, job } from '../../server/platform/jobs.ts'
import { freshDatabase } from '../harness/database.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a worker process and waits until it says `word`. */
function workerSaying(word: string, url: string, mode: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'worker-process.ts'), url, mode])
  children.push(child)
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      if (String(data).includes(word)) resolve(child)
    })
    child.on('error', reject)
  })
}

// measured: 41 s (noticed after 30 s without a heartbeat, looked for every 15 s)
it('a job of a killed worker runs again within 90 s', async () => {
  const { db, url } = await freshDatabase('dead_worker')
  const slow = job({ name: 'soak.slow', payload: z.object({ n: z.number() }), run: async () => {} })
  await transact(db, (tx) => enqueue(tx, slow, { n: 1 }))
  const first = await workerSaying('took', url, 'hang')
  first.kill('SIGKILL')
  const killed = performance.now()
  await workerSaying('done', url, 'end')
  expect(performance.now() - killed).toBeLessThan(90_000)
})
