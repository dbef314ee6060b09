import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import forge from 'node-forge'
import { manualClock } from '#kernel/clock'
import { hostileEntries } from '../../../test/harness/hostile-texts.ts'
import { makeBounces } from './bounces.ts'
import { simulateGateway } from './gateway-simulator.ts'
import { makeLetters } from './letter.ts'
import { makeMail, writeMail } from './mail.ts'
import { simulateMailServer } from './mail-simulator.ts'
import { isMailbox, type MessageWay, type Outgoing, oneLine, type Report } from './message.ts'
import { simulatePost } from './post-simulator.ts'
import { makeShortMessages } from './short-message.ts'
import type { CarrierFault } from './simulator.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
let folder: string
let running = 0
const idOf = (nth: number): string => `00000000-0000-8000-a000-${String(nth).padStart(12, '0')}`
const addresses = { mail: 'someone@people.example', sms: '13800000001', post: '沈阳市和平区示例路1号 示例公民 收' }
const messageTo = (way: keyof typeof addresses, more: Partial<Outgoing> = {}): Outgoing => ({
  id: idOf(++running),
  to: addresses[way],
  subject: '办件有新消息',
  text: '请登录查看。',
  ...(way === 'post' && { paper: { name: 'decision.pdf', bytes: Buffer.from('%PDF-1.7 sample') } }),
  ...more,
})

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-messages-'))
})
after(async () => {
  await rm(folder, { recursive: true, force: true })
})

interface Outside {
  readonly way: MessageWay
  /** Ids of what really left the carrier. */
  readonly left: () => readonly string[]
  readonly round: () => Promise<void>
  readonly close: () => Promise<void>
}
const outside: Readonly<Record<keyof typeof addresses, (faults: CarrierFault[]) => Promise<Outside>>> = {
  async mail(faults) {
    const bounces = join(folder, `bounces-${++running}`)
    const server = await simulateMailServer({ faults, bounces, password: 's3cret' })
    const from = 'notice@city.example'
    const credentials = { user: 'city', password: 's3cret' }
    const { host, port } = server
    const settings = { host, port, secure: false, from, credentials, bounces: makeBounces(bounces, from) }
    return {
      way: makeMail(settings, clock),
      left: () => server.left.map(({ raw }) => /^Message-ID: <([^@]+)@/m.exec(raw)![1]!),
      round: async () => {},
      close: server.close,
    }
  },
  async sms(faults) {
    const gateway = await simulateGateway({ faults, secret: 'token' })
    return {
      way: makeShortMessages({ url: gateway.url, secret: 'token' }),
      left: () => gateway.left.map(({ id }) => id),
      round: async () => {},
      close: gateway.close,
    }
  },
  async post(faults) {
    const place = join(folder, `post-${++running}`)
    const office = simulatePost(place, { faults })
    return {
      way: makeLetters(place),
      left: () => office.left.map(({ id }) => id),
      round: office.round,
      close: async () => {},
    }
  },
}
/** One try, as the outbox makes it. */
const tried = async (way: MessageWay, message: Outgoing, patience = 20_000) => {
  const signal = AbortSignal.timeout(patience)
  return way.send(message, signal).then(
    answer => answer.kind,
    () => (signal.aborted ? 'silent' : 'away'),
  )
}
const reportsOf = async ({ way, round }: Outside): Promise<readonly Report[]> => {
  const all: Report[] = []
  await round()
  await way.reports?.(async report => void all.push(report))
  return all
}

suite('途径适配 the contract of every way out', () => {
  const told: Readonly<Record<CarrierFault, Readonly<Record<keyof typeof addresses, string>>>> = {
    slow: { mail: 'taken', sms: 'taken', post: 'taken' },
    busy: { mail: 'later', sms: 'later', post: 'taken' },
    refused: { mail: 'refused', sms: 'refused', post: 'taken' },
    bounced: { mail: 'taken', sms: 'taken', post: 'taken' },
    duplicate: { mail: 'taken', sms: 'taken', post: 'taken' },
    silent: { mail: 'silent', sms: 'silent', post: 'taken' },
  }
  const reported: Readonly<Partial<Record<CarrierFault, Readonly<Record<keyof typeof addresses, string>>>>> = {
    refused: { mail: '', sms: '', post: 'refused' },
    bounced: { mail: 'bounced', sms: 'bounced', post: 'returned' },
    duplicate: { mail: '', sms: 'arrived arrived', post: 'arrived arrived' },
  }
  for (const way of ['mail', 'sms', 'post'] as const)
    test(`${way}: each fault is told as what it is, and the same id leaves once`, async () => {
      for (const fault of Object.keys(told) as CarrierFault[]) {
        const carrier = await outside[way]([fault])
        try {
          const message = messageTo(way)
          const patience = fault === 'silent' ? 600 : undefined
          assert.equal(await tried(carrier.way, message, patience), told[fault][way], fault)
          const reports = await reportsOf(carrier)
          assert.ok(reports.every(({ id }) => id === message.id))
          const kinds = reports.map(({ kind }) => kind).join(' ')
          if (reported[fault]) assert.equal(kinds, reported[fault][way], fault)
          // Whatever went wrong before: handed over again it is taken, and has left once.
          assert.equal(await tried(carrier.way, message), 'taken', `${fault}, again`)
          await carrier.round()
          assert.deepEqual(carrier.left(), [message.id], fault)
          if (way === 'post') assert.ok(reports.every(({ tracking }) => /^EA\d{9}CN$/.test(tracking ?? '')))
        } finally {
          await carrier.close()
        }
      }
    })

  test('nobody there, a wrong secret, no such address: never taken', async () => {
    const server = await simulateMailServer({ password: 'right' })
    const { host, port } = server
    const settings = { host, port, secure: false, from: 'notice@city.example' }
    const wrong = makeMail({ ...settings, credentials: { user: 'city', password: 'wrong' } }, clock)
    assert.equal(await tried(wrong, messageTo('mail')), 'away')
    await server.close()
    assert.equal(await tried(wrong, messageTo('mail')), 'away')
    const gateway = await simulateGateway({ secret: 'right' })
    const stranger = makeShortMessages({ url: gateway.url, secret: 'wrong' })
    assert.equal(await tried(stranger, messageTo('sms')), 'later', 'known again tomorrow')
    assert.equal(await tried(stranger, messageTo('sms', { to: '12345' })), 'refused')
    await gateway.close()
    const letters = makeLetters(join(folder, 'none'))
    assert.equal(await tried(letters, messageTo('post', { id: '../../etc/passwd' })), 'refused')
    assert.equal(await tried(letters, { ...messageTo('post'), to: '一\n二三四五六' }), 'refused')
  })

  test('STARTTLS: the mail goes over the secure line, to the server of that certificate only', async () => {
    const { privateKey: key, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    const certificate = forge.pki.createCertificate()
    certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
    certificate.serialNumber = '01'
    certificate.validity.notBefore = new Date(Date.now() - 86_400_000)
    certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
    certificate.setSubject([{ name: 'commonName', value: '127.0.0.1' }])
    certificate.setIssuer([{ name: 'commonName', value: '127.0.0.1' }])
    certificate.setExtensions([
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ])
    certificate.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create())
    const cert = forge.pki.certificateToPem(certificate)
    const server = await simulateMailServer({ tls: { cert, key } })
    const { host, port } = server
    const settings = { host, port, secure: false, from: 'notice@city.example' }
    assert.equal(await tried(makeMail({ ...settings, ca: cert }, clock), messageTo('mail')), 'taken')
    assert.deepEqual(
      server.left.map(({ secure }) => secure),
      [true],
    )
    assert.equal(await tried(makeMail(settings, clock), messageTo('mail')), 'away', 'a certificate nobody knows')
    assert.equal(server.left.length, 1)
    await server.close()
  })
})

suite('恶意文字 hostile words', () => {
  const hostile = hostileEntries.map(([, text]) => text).filter(text => text.isWellFormed())
  hostile.push(`${'长'.repeat(200)}😀`)
  test('no name or word begins a header, another recipient or another mail', async () => {
    const server = await simulateMailServer()
    const { host, port } = server
    const way = makeMail({ host, port, secure: false, from: 'notice@city.example' }, clock)
    for (const words of hostile) {
      const message = messageTo('mail', { subject: words, text: `${words}\n.\n${words}` })
      const raw = writeMail(message, 'notice@city.example', clock.now())
      const [head = '', body = ''] = raw.split('\r\n\r\n')
      const names = head.split('\r\n').flatMap(line => (line.startsWith(' ') ? [] : [line.split(':')[0]]))
      assert.deepEqual(
        names,
        [
          'Date',
          'From',
          'To',
          'Subject',
          'Message-ID',
          'Auto-Submitted',
          'MIME-Version',
          'Content-Type',
          'Content-Transfer-Encoding',
        ],
        JSON.stringify(words),
      )
      assert.ok(
        raw.split('\r\n').every(line => line.length <= 78 && /^[\x20-\x7e]*$/.test(line)),
        'short lines of ASCII',
      )
      const subject = [...head.matchAll(/=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/g)].map(([, piece]) =>
        Buffer.from(piece!, 'base64'),
      )
      assert.equal(Buffer.concat(subject).toString(), oneLine(words))
      assert.ok(
        subject.every(piece => !piece.toString().includes('\ufffd')),
        'no sign is cut in two',
      )
      assert.equal(
        Buffer.from(body, 'base64').toString().replaceAll('\r\n', '\n'),
        message.text.replaceAll('\r\n', '\n'),
      )
      assert.equal(await tried(way, message), 'taken')
      // Into the address itself nothing gets.
      const into = { ...message, to: `someone@people.example${words}` }
      assert.equal(await tried(way, into), 'refused')
      assert.ok(!isMailbox(into.to))
    }
    assert.equal(server.left.length, hostile.length)
    assert.ok(server.left.every(({ to }) => to === addresses.mail))
    await server.close()
  })

  test('a short message is one line; a letter’s label is JSON in a file of its own name', async () => {
    const gateway = await simulateGateway()
    const way = makeShortMessages({ url: gateway.url })
    for (const words of hostile) assert.equal(await tried(way, messageTo('sms', { text: words })), 'taken')
    assert.deepEqual(
      gateway.left.map(({ text }) => text),
      hostile.map(oneLine),
    )
    await gateway.close()
    const place = join(folder, 'hostile')
    const letters = makeLetters(place)
    for (const words of hostile) assert.equal(await tried(letters, messageTo('post', { subject: words })), 'taken')
    assert.equal(
      (await readdir(join(place, 'out'))).filter(name => /^[0-9a-f-]{36}\.(?:pdf|json)$/.test(name)).length,
      2 * hostile.length,
    )
  })
})
