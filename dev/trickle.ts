/** Leads that come in while somebody watches: a few a minute, as busy as the hour, over the public address. */
import { request } from 'node:http'
import type { Config } from '../server/platform/config.ts'
import type { Platform } from '../server/platform/ctx.ts'
import type { BuiltSupplier } from './demo/build.ts'
import { busyAt } from './demo/curve.ts'
import { posting } from './demo/posts.ts'
import { seeded } from './random.ts'

export interface Trickle {
  stop(): void
}

const PER_MINUTE = 4
const LEAST_PER_MINUTE = 1.2
const LONGEST_PAUSE_MS = 60_000

/** Posts as a supplier does; what comes of it is nobody's business here. */
function send({ host, port, baseDomain }: Config, body: object): void {
  const text = JSON.stringify(body)
  const headers = { host: baseDomain, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const sent = request({ host: address, port, path: '/direct_post', method: 'POST', headers }, (answer) =>
    answer.resume(),
  )
  // the server stops, or is busy: the next one comes anyway
  sent.on('error', () => {})
  sent.setTimeout(10_000, () => sent.destroy())
  sent.end(text)
}

/** Starts the trickle of one operator. */
export function startTrickle(platform: Platform, zone: string, suppliers: readonly BuiltSupplier[]): Trickle {
  const { clock, config } = platform
  const started = clock.now().getTime()
  const random = seeded(started)
  // a mark of this start's own: its people are nobody's of the history, nor of the start before
  const posts = posting(suppliers, random, {
    exchange: String(556 + (started % 400)),
    text: `t${started.toString(36)}`,
  })
  let timer: NodeJS.Timeout
  const wait = (): void => {
    const rate = Math.max(LEAST_PER_MINUTE, PER_MINUTE * busyAt(clock.now(), zone))
    const pause = Math.min(LONGEST_PAUSE_MS, (-Math.log(1 - random.next()) * 60_000) / rate)
    timer = setTimeout(turn, pause)
    timer.unref()
  }
  const turn = (): void => {
    send(config, posts.next().body)
    wait()
  }
  wait()
  return { stop: () => clearTimeout(timer) }
}
