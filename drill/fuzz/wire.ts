import { Agent, request as ask, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { bytesOf, type Draft, targetOf } from './request.ts'

export interface Answer {
  /** 0 when the connection was closed without a word. */
  readonly status: number
  readonly type: string
  readonly text: string
  readonly location?: string
  /** Every header of the answer, one to a line. */
  readonly fields: string
}

/** A request that never becomes whole is given up by its sender, and so is a connection on which no more is said; milliseconds. */
const halfway = 500
const patience = 12_000
const nothing: Answer = { status: 0, type: '', text: '', fields: '' }

/** Sends requests to one server over connections that are kept, or over one of their own where the framing is broken. */
export function makeWire(url: string) {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })

  function send(draft: Draft): Promise<Answer> {
    if (draft.raw) return sendRaw(draft.raw, halfway)
    const bytes = bytesOf(draft)
    const headers = allHeaders(draft, bytes)
    try {
      return sendPlain(draft, headers, bytes)
    } catch {
      // What the client's own library refuses to send goes out as it is.
      return sendRaw(rawOf(draft, headers, bytes))
    }
  }

  /** A kept connection that the server was just closing is no answer: the request goes out once more. */
  function sendPlain(
    draft: Draft,
    headers: readonly (readonly [string, string])[],
    bytes: Buffer | undefined,
    again = true,
  ): Promise<Answer> {
    const sent = ask({
      host: hostname,
      port,
      agent,
      method: draft.method,
      path: targetOf(draft),
      headers: headers.flat(),
      timeout: patience,
    })
    const answered = new Promise<Answer>(resolve => {
      sent.on('response', response => void read(response).then(resolve))
      sent.on('error', (fault: Error & { code?: string }) => {
        if (fault.code?.startsWith('ERR_')) resolve(sendRaw(rawOf(draft, headers, bytes)))
        else resolve(again && sent.reusedSocket ? sendPlain(draft, headers, bytes, false) : nothing)
      })
      sent.on('timeout', () => sent.destroy())
    })
    sent.end(bytes)
    return answered
  }

  function sendRaw(bytes: Buffer, waits = patience): Promise<Answer> {
    return new Promise(resolve => {
      const parts: Buffer[] = []
      const socket = connect(Number(port), hostname, () => socket.write(bytes))
      let giveUp = setTimeout(() => socket.end(), waits)
      const finish = () => {
        clearTimeout(giveUp)
        socket.destroy()
        resolve(parsed(Buffer.concat(parts)))
      }
      socket.setTimeout(patience, finish)
      socket.on('data', part => {
        parts.push(Buffer.from(part))
        clearTimeout(giveUp)
        giveUp = setTimeout(() => socket.end(), halfway)
      })
      socket.on('error', finish)
      socket.on('close', finish)
    })
  }

  function allHeaders(draft: Draft, bytes: Buffer | undefined): [string, string][] {
    const has = (name: string) => draft.headers.some(([one]) => one.toLowerCase() === name)
    return [
      ['host', `${hostname}:${port}`],
      ...(draft.token === undefined || has('authorization')
        ? []
        : [['authorization', `Bearer ${draft.token}`] as [string, string]]),
      ...(bytes === undefined || has('content-type') ? [] : [['content-type', 'application/json'] as [string, string]]),
      ...(bytes === undefined ? [] : [['content-length', String(bytes.length)] as [string, string]]),
      ...draft.headers,
    ]
  }

  return { send, close: () => agent.destroy() }
}

async function read(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = []
  try {
    for await (const part of response) parts.push(part as Buffer)
  } catch {
    // The status was said; what was cut off is missing from the text.
  }
  const { location } = response.headers
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? '',
    text: Buffer.concat(parts).toString(),
    fields: response.rawHeaders.join('\n'),
    ...(location !== undefined && { location }),
  }
}

/** A whole request as bytes, its header values as Latin-1, then the connection ends. */
export function rawOf(
  draft: Draft,
  headers: readonly (readonly [string, string])[],
  bytes: Buffer = Buffer.alloc(0),
  line = `${draft.method} ${targetOf(draft)} HTTP/1.1`,
): Buffer {
  const head = [line, ...headers.map(([name, value]) => `${name}: ${value}`), 'connection: close', '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes])
}

/** The first answer of a connection: status line, type, and its own bytes. */
function parsed(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1')
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]
  if (status === undefined) return nothing
  const type = /^content-type: *(.*)$/im.exec(head)?.[1]?.trim() ?? ''
  const length = /^content-length: *(\d+)$/im.exec(head)?.[1]
  const rest = end === -1 ? Buffer.alloc(0) : bytes.subarray(end + 4)
  const text = (length === undefined ? rest : rest.subarray(0, Number(length))).toString()
  const chunked = /^transfer-encoding: *chunked/im.test(head)
  return {
    status: Number(status),
    type,
    fields: head,
    text: chunked ? text.replace(/^[0-9a-f]+\r\n/i, '').split('\r\n')[0]! : text,
  }
}
