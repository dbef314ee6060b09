import { connect, type NetConnectOpts } from 'node:net'
import { scannerAway } from './refusals.ts'

/** 查毒 What a scanner says of a file: nothing found, or the name of what was. */
export type Scanned = { readonly clean: true } | { readonly clean: false; readonly found: string }

/** An outside scanner. @throws FILE_SCANNER_AWAY: a file that could not be scanned is not taken in. */
export interface Scanner {
  scan(bytes: AsyncIterable<Uint8Array>): Promise<Scanned>
}

/** Harmless words that the simulator takes for a harmful program, as scanners take the EICAR file. */
export const harmlessHarm = 'PLUMBLINE-HARMLESS-SCANNER-TEST-FILE'

/** Stands in for a scanner in demonstration and tests. */
export const simulatedScanner: Scanner = {
  async scan(bytes) {
    let before = ''
    for await (const chunk of bytes) {
      const text = before + Buffer.from(chunk).toString('latin1')
      if (text.includes(harmlessHarm)) return { clean: false, found: 'Plumbline-Test' }
      before = text.slice(-harmlessHarm.length)
    }
    return { clean: true }
  },
}

const mostAnswer = 4_096

/** `tcp://HOST:PORT` or `unix:/PATH`. */
function placeOf(address: string): NetConnectOpts {
  if (address.startsWith('unix:')) return { path: address.slice('unix:'.length) }
  const { hostname, port } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function scannedIn(answer: string): Scanned {
  const said = answer.replaceAll('\0', '').trim()
  if (said === 'stream: OK') return { clean: true }
  const [, found] = /^stream: (.{1,200}) FOUND$/.exec(said) ?? []
  if (found === undefined) throw scannerAway({ remedy: 'Send it again later.', facts: { said: said.slice(0, 100) } })
  return { clean: false, found }
}

/**
 * clamd over its own protocol: `zINSTREAM`, then chunks with their length (four bytes, network order), an empty one at the end; the answer
 * is one line. Source: clamd(8), COMMANDS. The address is `tcp://HOST:PORT` or `unix:/PATH`.
 */
export function makeClamd(address: string, { milliseconds = 30_000 } = {}): Scanner {
  return {
    scan: bytes =>
      new Promise((resolve, reject) => {
        const away = (cause?: unknown) => reject(scannerAway({ remedy: 'Send it again later.', cause }))
        const socket = connect(placeOf(address))
        let answer = ''
        socket.setTimeout(milliseconds, () => socket.destroy(new Error('the scanner did not answer in time')))
        socket.on('error', away)
        socket.on('data', chunk => {
          answer += chunk.toString('latin1')
          if (answer.length > mostAnswer) socket.destroy(new Error('the scanner says too much'))
        })
        socket.on('close', () => {
          try {
            resolve(scannedIn(answer))
          } catch (fault) {
            reject(fault)
          }
        })
        const send = async (): Promise<void> => {
          const write = (chunk: Uint8Array | string) =>
            socket.write(chunk) || socket.destroyed
              ? undefined
              : new Promise<void>(done => {
                  socket.once('drain', done)
                  socket.once('close', () => done())
                })
          await write('zINSTREAM\0')
          for await (const chunk of bytes) {
            // It answers early, and closes, when it has found something or the file is larger than it takes.
            if (socket.destroyed || socket.readableEnded) return
            const length = Buffer.alloc(4)
            length.writeUInt32BE(chunk.length)
            await write(length)
            await write(chunk)
          }
          await write(Buffer.alloc(4))
        }
        send().catch(away)
      }),
  }
}
