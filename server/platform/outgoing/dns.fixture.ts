/** A name server for tests, speaking just enough: A records, and an answer that may change with each question. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const HEADER = 12
const A = 1

export interface NameServer {
  /** As DNS_SERVERS has it. */
  readonly server: string
  readonly asked: number
  close(): void
}

/** The labels of the first question. */
function nameOf(message: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = HEADER
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}

function answerTo(message: Buffer, addresses: readonly string[]): Buffer {
  const { end } = nameOf(message)
  const isA = message.readUInt16BE(end) === A
  const found = isA ? addresses : []
  const header = Buffer.from(message.subarray(0, HEADER))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(found.length, 6)
  header.writeUInt16BE(0, 8)
  header.writeUInt16BE(0, 10)
  const records = found.map((address) => {
    const record = Buffer.from([0xc0, HEADER, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0])
    Buffer.from(address.split('.').map(Number)).copy(record, 12)
    return record
  })
  return Buffer.concat([header, message.subarray(HEADER, end + 4), ...records])
}

/** @param addressesOf the nth question for A of that name, from 0; undefined: no answer at all */
export async function nameServer(
  addressesOf: (name: string, nth: number) => readonly string[] | undefined,
): Promise<NameServer> {
  const socket = createSocket('udp4')
  const times = new Map<string, number>()
  let asked = 0
  socket.on('message', (message, from) => {
    const { name, end } = nameOf(message)
    const nth = times.get(name) ?? 0
    if (message.readUInt16BE(end) === A) {
      asked++
      times.set(name, nth + 1)
    }
    const addresses = addressesOf(name, nth)
    if (addresses) socket.send(answerTo(message, addresses), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    server: `127.0.0.1:${socket.address().port}`,
    get asked() {
      return asked
    },
    close: () => socket.close(),
  }
}
