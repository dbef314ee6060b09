import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { Clock } from '#kernel/clock'
import { type Answer, isMailbox, type MessageWay, type Outgoing, oneLine, type Report } from './message.ts'

export interface MailSettings {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (465, RFC 8314); else STARTTLS, without which nothing is said but on this very machine. */
  readonly secure: boolean
  readonly from: string
  readonly credentials?: { readonly user: string; readonly password: string } | undefined
  /** Certificates of a mail server of one's own. */
  readonly ca?: string
  readonly bounces?: (take: (report: Report) => Promise<void>) => Promise<void>
}

interface Reply {
  readonly code: number
  readonly text: string
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/
const longestReply = 65_536
/** A code, and its enhanced one (RFC 3463): the words beside it quote addresses. */
const proofOf = ({ code, text }: Reply): string => /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(text)?.[1] ?? String(code)

/** 主题 A header in words (RFC 2047): one line, in pieces that never cut a sign in two. */
function encoded(text: string): string {
  const pieces: string[] = []
  let piece = ''
  for (const sign of oneLine(text)) {
    if (Buffer.byteLength(piece + sign) > 42) {
      pieces.push(piece)
      piece = ''
    }
    piece += sign
  }
  return [...pieces, piece].map(one => `=?UTF-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ')
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Mon, 02 Mar 2026 01:00:00 +0000 */
function dated(now: Temporal.Instant): string {
  const at = now.toZonedDateTimeISO('UTC')
  const time = at.toPlainTime().toString({ smallestUnit: 'second' })
  const day = String(at.day).padStart(2, '0')
  return `${weekdays[at.dayOfWeek - 1]}, ${day} ${months[at.month - 1]} ${at.year} ${time} +0000`
}

/** RFC 5322. Everything a person had a hand in is encoded: no line of it begins a header, or ends the message. */
export function writeMail({ id, to, subject, text }: Outgoing, from: string, now: Temporal.Instant): string {
  const domain = from.slice(from.indexOf('@') + 1)
  const body = Buffer.from(text.replaceAll(/\r?\n/g, '\r\n')).toString('base64')
  return [
    `Date: ${dated(now)}`,
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${encoded(subject)}`,
    `Message-ID: <${id}@${domain}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(body.match(/.{1,76}/g) ?? ['']),
    '',
  ].join('\r\n')
}

/** The answers of a server, one for each command. */
function hear(socket: Socket) {
  let held = ''
  let lost: Error | undefined
  let wanting: { readonly resolve: (reply: Reply) => void; readonly reject: (fault: Error) => void } | undefined
  const look = () => {
    if (!wanting) return
    const found = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\r?\n/.exec(held)
    if (!found && !lost && held.length <= longestReply) return
    const { resolve, reject } = wanting
    wanting = undefined
    if (!found) return reject(lost ?? new Error('its answer has no end'))
    held = held.slice(found[0].length)
    resolve({ code: Number(found[1]), text: found[0] })
  }
  const listen = (chunk: Buffer) => {
    held += chunk.toString('latin1')
    look()
  }
  const lose = (fault?: unknown) => {
    lost ??= fault instanceof Error ? fault : new Error('it hung up')
    look()
  }
  socket.on('data', listen).on('error', lose).on('close', lose)
  return {
    reply: () =>
      new Promise<Reply>((resolve, reject) => {
        wanting = { resolve, reject }
        look()
      }),
    /** What was said too early: before the line was made secure nobody may have said it. */
    leave: (): string => {
      socket.off('data', listen)
      return held
    },
  }
}

/**
 * 邮件 Hands mail to the city's own mail server (SMTP submission, RFC 6409). Whoever bounces it answers to an address that names the message
 * (VERP), so a mail that comes back says which one it was.
 */
export function makeMail(settings: MailSettings, clock: Clock): MessageWay {
  const { host, port, secure, from, credentials, ca, bounces } = settings
  const [local, domain] = from.split('@') as [string, string]
  const tls = { host, port, ...(isIP(host) === 0 && { servername: host }), ...(ca !== undefined && { ca }) }

  async function talk(message: Outgoing, signal: AbortSignal): Promise<Answer> {
    let socket: Socket = secure ? connectSecurely(tls) : connect({ host, port })
    const hangUp = () => void socket.destroy()
    signal.addEventListener('abort', hangUp, { once: true })
    try {
      let ear = hear(socket)
      const say = (line: string): Promise<Reply> => {
        socket.write(`${line}\r\n`)
        return ear.reply()
      }
      // Before anything is said of the message nothing is said against it: the server is not ready for us.
      const must = async (reply: Promise<Reply>, wanted: number): Promise<Reply> => {
        const said = await reply
        if (said.code !== wanted) throw new Error(`it answered ${proofOf(said)}`)
        return said
      }
      await must(ear.reply(), 220)
      const greeting = await must(say(`EHLO ${domain}`), 250)
      if (!secure && /^250[ -]STARTTLS\s*$/im.test(greeting.text)) {
        await must(say('STARTTLS'), 220)
        if (ear.leave() !== '') throw new Error('it spoke before the line was secure')
        socket = connectSecurely({ ...tls, socket })
        ear = hear(socket)
        await must(say(`EHLO ${domain}`), 250)
      } else if (!secure && !loopback.test(host)) throw new Error('it offers no STARTTLS')
      if (credentials) {
        const { user, password } = credentials
        await must(say(`AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`), 235)
      }
      const judged = (reply: Reply): Answer | undefined =>
        reply.code < 400 ? undefined : { kind: reply.code < 500 ? 'later' : 'refused', proof: proofOf(reply) }
      await must(say(`MAIL FROM:<${local}+${message.id}@${domain}>`), 250)
      for (const line of [`RCPT TO:<${message.to}>`, 'DATA']) {
        const no = judged(await say(line))
        if (no) return no
      }
      // No line of it begins with a dot: headers begin with letters, words are encoded.
      const last = await say(`${writeMail(message, from, clock.now())}.`)
      socket.write('QUIT\r\n')
      return judged(last) ?? { kind: 'taken', proof: proofOf(last) }
    } finally {
      signal.removeEventListener('abort', hangUp)
      socket.end()
      setTimeout(hangUp, 1_000).unref()
    }
  }

  return {
    way: 'mail',
    send: async (message, signal) =>
      isMailbox(message.to) ? talk(message, signal) : { kind: 'refused', proof: 'ADDRESS_INVALID' },
    ...(bounces && { reports: bounces }),
  }
}
