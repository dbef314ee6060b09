import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { declaredRefusals } from '#kernel/refusal'
import { openDoor } from '../../commands/house.ts'
import type { Chance } from '../fuzz/chance.ts'
import type { DrillHouse } from '../house.ts'
import { type Found, foundIn, put } from './found.ts'
import { watchCases } from './watched.ts'

const beginnings: Readonly<Record<string, Buffer>> = {
  'application/pdf': Buffer.from('%PDF-1.7\n'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  'image/jpeg': Buffer.from('ffd8ffe000104a46494600010100', 'hex'),
  'video/mp4': Buffer.from('0000001866747970697366', 'hex'),
  'application/zip': Buffer.from('504b03041400000008000000', 'hex'),
  'text/html': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'image/svg+xml': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'application/x-executable': Buffer.from('7f454c4602010100', 'hex'),
}
const types = Object.keys(beginnings)
const names: readonly string[] = [
  '../../../etc/passwd',
  'C:\\\\windows\\\\x',
  'a\\0.pdf',
  '.',
  '..',
  '%2e%2e%2f',
  'x'.repeat(4_000),
  'CON',
  '报告.pdf.exe',
  '\\r\\nset-cookie: a=b',
]

interface Sent {
  readonly head: readonly string[]
  readonly bytes: Buffer
  /** Closes the connection after so many bytes. */
  readonly cutAt?: number
  /** Says that nothing more comes. Who promises more and stays silent is waited for until the request runs out, which is another thing to drill. */
  readonly ends?: true
}
type Make = (chance: Chance) => Sent

const fileOf = (type: string, length: number): Buffer => Buffer.concat([beginnings[type]!, Buffer.alloc(length, 0x41)])
const plain = (type: string, bytes: Buffer, more: readonly string[] = []): Sent => ({
  head: [`content-type: ${type}`, `content-length: ${bytes.length}`, ...more],
  bytes,
})
/** What is the same every time and heavy to make, made once. */
function once(make: () => Sent): Make {
  let made: Sent | undefined
  return () => (made ??= make())
}
const chunked = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')])

/** Files that come in otherwise than they say, or not whole. */
const makes: Readonly<Record<string, Make>> = {
  'as it says': chance => plain(chance.pick(types), fileOf(chance.pick(types), chance.below(5_000))),
  'of another kind': chance => plain(chance.pick(types.slice(0, 4)), fileOf(chance.pick(types), chance.below(100))),
  'only a beginning': chance => {
    const type = chance.pick(types.slice(0, 4))
    return plain(type, beginnings[type]!.subarray(0, chance.below(beginnings[type]!.length)))
  },
  nothing: chance => plain(chance.pick(types), Buffer.alloc(0)),
  'cut short': chance => {
    const sent = plain('application/pdf', fileOf('application/pdf', 200_000))
    return { ...sent, cutAt: chance.below(150_000) }
  },
  'shorter than it says': () => ({
    head: ['content-type: image/png', 'content-length: 50000'],
    bytes: fileOf('image/png', 100),
    cutAt: 90,
  }),
  'longer than it says': () => ({
    head: ['content-type: image/png', 'content-length: 20'],
    bytes: fileOf('image/png', 5_000),
  }),
  'in chunks': chance => ({
    head: ['content-type: image/png', 'transfer-encoding: chunked'],
    bytes: chunked(fileOf('image/png', chance.below(9_000))),
  }),
  'in broken chunks': chance => ({
    head: ['content-type: image/png', 'transfer-encoding: chunked'],
    bytes: Buffer.concat([
      Buffer.from(chance.pick(['zz\r\n', '-1\r\n', 'ffffffffffffffff\r\n', '5;\0=x\r\n', '\r\n'])),
      fileOf('image/png', 50),
    ]),
    ends: true,
  }),
  'both lengths': () => ({
    head: ['content-type: image/png', 'content-length: 5', 'transfer-encoding: chunked'],
    bytes: chunked(fileOf('image/png', 10)),
  }),
  'larger than may be': once(() => plain('application/pdf', fileOf('application/pdf', 21 << 20))),
  'said to be enormous': () => ({
    head: ['content-type: application/pdf', 'content-length: 99999999999999'],
    bytes: fileOf('application/pdf', 100),
    cutAt: 80,
  }),
  'packed bomb': once(() => {
    const bytes = gzipSync(fileOf('application/pdf', 30 << 20))
    return plain('application/pdf', bytes, ['content-encoding: gzip'])
  }),
  'bomb in a package': once(() =>
    plain('application/zip', Buffer.concat([beginnings['application/zip']!, gzipSync(Buffer.alloc(20 << 20))])),
  ),
  'with a name': chance =>
    plain('image/png', fileOf('image/png', 50), [`content-disposition: attachment; filename="${chance.pick(names)}"`]),
  'in a form': chance => {
    const body = Buffer.from(
      `--b\r\ncontent-disposition: form-data; name="f"; filename="${chance.pick(names)}"\r\ncontent-type: image/png\r\n\r\nx\r\n--b--\r\n`,
    )
    return plain('multipart/form-data; boundary=b', body)
  },
  'type misspelt': chance =>
    plain(
      chance.pick([
        '',
        'image/png;',
        'image/png; charset=\u00e9',
        'IMAGE/PNG',
        'image/png, image/jpeg',
        '*/*',
        'x'.repeat(3_000),
        'image/../png',
      ]),
      fileOf('image/png', 40),
    ),
  'two in one': () =>
    plain(
      'application/pdf',
      Buffer.concat([fileOf('application/pdf', 100), fileOf('image/png', 100), fileOf('application/zip', 100)]),
    ),
}

/** Twenty megabytes over the wire each: now and then is enough. */
const heavy: readonly string[] = ['larger than may be', 'packed bomb', 'bomb in a package']
const light = Object.keys(makes).filter(kind => !heavy.includes(kind))

interface Answered {
  readonly status: number
  readonly body: string
}

function send(url: string, token: string, { head, bytes, cutAt, ends }: Sent): Promise<Answered> {
  const { hostname, port, host } = new URL(url)
  const lines = [
    `POST /api/files HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${token}`,
    `idempotency-key: ${randomUUID()}`,
    'connection: close',
    ...head,
    '',
    '',
  ]
  return new Promise(resolve => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    const done = () => {
      socket.destroy()
      const [, status = '0'] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? []
      resolve({ status: Number(status), body: answer.slice(answer.indexOf('\r\n\r\n') + 4) })
    }
    socket.setTimeout(20_000, done)
    socket.on('data', chunk => (answer += chunk.toString('latin1')))
    socket.on('error', done)
    socket.on('close', done)
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'))
    if (ends) socket.end(bytes)
    else if (cutAt === undefined) socket.write(bytes)
    else socket.write(bytes.subarray(0, cutAt), () => setTimeout(() => socket.destroy(), 5))
  })
}

const filesIn = (folder: string): number => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).length
  } catch {
    return 0
  }
}

/**
 * 恶意文件 Files sent in over real connections: of another kind than they say, cut short, packed, named after other files, framed wrongly. What is
 * not taken in leaves no row and no byte; what is taken in is one of the kinds that may be, by its own beginning.
 */
export async function hostileFiles(
  { city, officer }: DrillHouse,
  directory: string,
  count: number,
  chance: Chance,
): Promise<Found> {
  const found = foundIn('files', await watchCases(city.migrator))
  const account = { account: 'hostile', title: '演练', sub: 'hostile', party: randomUUID(), scope: 'cases.read' }
  const door = await openDoor(city, [account], 0)
  const window = officer('210102-approval-bureau/acceptance')
  const token = await door.issuer!.mint({ sub: window.person, post: window.post, scope: 'cases.act cases.read' })
  const declared = new Map(declaredRefusals().map(kind => [kind.code, kind.status]))
  const rows = async () => (await city.db.query<{ n: number }>('select count(*)::int as n from kernel.files'))[0]!.n
  const folder = join(directory, 'files')
  const settled = async (): Promise<number> => {
    // What is thrown away is thrown away after the answer.
    for (let wait = 0; wait < 40; wait++) {
      if (filesIn(folder) === (await rows())) break
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    return filesIn(folder)
  }

  for (let at = 0; at < count; at++) {
    const kind = chance.pick(chance.once(40) ? heavy : light)
    const sent = makes[kind]!(chance)
    await put(found, kind, async () => {
      const before = await rows()
      const { status, body } = await send(door.url, token, sent)
      const after = await rows()
      if (status === 201) {
        if (after !== before + 1) throw new Error('taken in, and no row')
        return []
      }
      if (after !== before) throw new Error(`status ${status}, and a row was written`)
      if (status === 0) {
        if (sent.cutAt === undefined && kind !== 'in broken chunks') throw new Error('no answer')
        return ['CONNECTION_CLOSED']
      }
      if (status >= 500) throw new Error(`status ${status} ${body.slice(0, 200)}`)
      const { code } = JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)) as { code: string }
      if (declared.get(code) !== status) throw new Error(`${code} is not declared with ${status}`)
      return [code]
    })
  }
  const [kept, stored] = [await settled(), await rows()]
  if (kept !== stored) found.faults.push({ kind: 'afterwards', why: `${kept} files are kept for ${stored} rows` })
  await door.close()
  return found
}
