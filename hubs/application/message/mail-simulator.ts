import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Carried, CarrierFault } from './simulator.ts'

export interface MailReceived {
  readonly from: string
  readonly to: string
  /** As it came over the line. */
  readonly raw: string
  readonly secure: boolean
}

export interface MailServerSettings {
  readonly faults?: CarrierFault[]
  /** PEM: then it offers STARTTLS. */
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly password?: string
  /** Where what came back is laid. */
  readonly bounces?: string
  readonly slow?: number
}

/** 邮件服务器仿真 A mail server on this machine that fails on demand; what it has under one Message-ID already it takes and sends no second time. */
export async function simulateMailServer({ faults = [], tls, password, bounces, slow = 300 }: MailServerSettings = {}) {
  const heard: string[] = []
  const left: MailReceived[] = []
  const seen = new Set<string>()
  const sockets = new Set<Socket>()

  async function bounce(to: string, sender: string): Promise<void> {
    if (bounces === undefined) return
    await mkdir(join(bounces, 'new'), { recursive: true })
    const text = `From: <>\r\nTo: <${sender}>\r\nSubject: Undelivered\r\n\r\nFinal-Recipient: rfc822; ${to}\r\nAction: failed\r\nStatus: 5.1.1\r\n`
    await writeFile(join(bounces, 'new', `${left.length}.bounce`), text)
  }

  function serve(plain: Socket): void {
    sockets.add(plain)
    let socket: Socket = plain
    let [secure, known, held, from, to] = [false, password === undefined, '', '', '']
    let data: string[] | undefined
    let fault: CarrierFault | undefined
    const say = (line: string) => void socket.write(`${line}\r\n`)

    async function received(raw: string): Promise<void> {
      const id = /^Message-ID: (\S+)$/m.exec(raw)?.[1] ?? ''
      const again = seen.has(id)
      seen.add(id)
      if (!again) left.push({ from, to, raw, secure })
      if (fault === 'bounced') await bounce(to, from)
      if (fault === 'silent') return
      if (fault === 'slow') await pause(slow)
      say('250 2.0.0 queued')
    }
    async function command(line: string): Promise<void> {
      if (data) {
        if (line !== '.') return void data.push(line)
        const raw = data.join('\r\n')
        data = undefined
        return received(raw)
      }
      const [verb = ''] = line.toUpperCase().split(/[ :]/)
      if (verb === 'EHLO') return say(`250-simulated\r\n${tls && !secure ? '250-STARTTLS\r\n' : ''}250 SIZE 1000000`)
      if (verb === 'STARTTLS' && tls) {
        say('220 2.0.0 go on')
        plain.off('data', listen)
        socket = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(tls) })
        socket.on('data', listen).on('error', () => {})
        secure = true
        return
      }
      if (verb === 'AUTH') {
        known = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString() === `\0city\0${password}`
        return say(known ? '235 2.7.0 welcome' : '535 5.7.8 no')
      }
      if (verb === 'MAIL') {
        fault = faults.shift()
        from = /<([^>]*)>/.exec(line)?.[1] ?? ''
        return say(known ? '250 2.1.0 ok' : '530 5.7.0 who')
      }
      if (verb === 'RCPT') {
        to = /<([^>]*)>/.exec(line)?.[1] ?? ''
        heard.push(to)
        if (fault === 'refused') return say('550 5.1.1 nobody here')
        return say(fault === 'busy' ? '451 4.3.0 later' : '250 2.1.5 ok')
      }
      if (verb === 'DATA') {
        data = []
        return say('354 go on')
      }
      if (verb === 'QUIT') socket.end('221 bye\r\n')
      else say('502 5.5.2 what')
    }
    let busy: Promise<void> = Promise.resolve()
    function listen(chunk: Buffer): void {
      held += chunk.toString('utf8')
      const lines = held.split('\r\n')
      held = lines.pop()!
      for (const line of lines) busy = busy.then(() => command(line))
    }
    socket.on('data', listen).on('error', () => {})
    say('220 simulated ready')
  }

  const server = createServer(serve)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    ...({ faults, heard, left } satisfies Carried<MailReceived>),
    host: '127.0.0.1',
    port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
