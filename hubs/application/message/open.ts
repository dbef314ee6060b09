import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '#kernel/clock'
import type { Config } from '#kernel/config'
import { refusal } from '#kernel/refusal'
import { makeBounces } from './bounces.ts'
import { makeLetters } from './letter.ts'
import { makeMail } from './mail.ts'
import { isMailbox, type MessageWay } from './message.ts'
import { makeShortMessages } from './short-message.ts'
import { keepMessages } from './simulator.ts'

export const messageSecretOpen = refusal('MESSAGE_SECRET_OPEN', 500, 'Others may read the secret of a way out')
export const messageSettingWrong = refusal('MESSAGE_SETTING_WRONG', 500, 'A way out of the house is not set up right')

/** What an outside service knows the city by: a file of this name among the secrets, where there is one. @throws MESSAGE_SECRET_OPEN */
export function secretOf(folder: string, name: string): string | undefined {
  const path = join(folder, name)
  try {
    if ((statSync(path).mode & 0o077) !== 0)
      throw messageSecretOpen({ detail: `Others may read ${path}.`, remedy: `chmod 600 ${path}` })
    return readFileSync(path, 'utf8').trim()
  } catch (fault) {
    if ((fault as { code?: unknown }).code === 'ENOENT') return undefined
    throw fault
  }
}

function credentialsIn(secret: string | undefined) {
  if (secret === undefined) return undefined
  const at = secret.indexOf(':')
  return { user: secret.slice(0, at), password: secret.slice(at + 1) }
}

/**
 * 接通途径 The ways out that this city has set up; a demonstration keeps messages instead of sending them. Where none is set up nothing leaves the
 * house, and the handler is told so. @throws MESSAGE_SETTING_WRONG, MESSAGE_SECRET_OPEN
 */
export function openWays(
  { messages = {}, simulators }: Pick<Config, 'messages' | 'simulators'>,
  { clock, secrets }: { readonly clock: Clock; readonly secrets: string },
): readonly MessageWay[] {
  const { mail, sms, post } = messages
  const real: MessageWay[] = []
  if (mail) {
    const { protocol, hostname, port } = new URL(mail.server)
    if (!isMailbox(mail.from))
      throw messageSettingWrong({
        detail: 'messages.mail.from is no mailbox',
        remedy: 'Write it as name@city.example.',
      })
    const secure = protocol === 'smtps:'
    real.push(
      makeMail(
        {
          ...{ host: hostname, port: port === '' ? (secure ? 465 : 587) : Number(port), secure, from: mail.from },
          credentials: credentialsIn(secretOf(secrets, 'mail')),
          ...(mail.bounces !== undefined && { bounces: makeBounces(mail.bounces, mail.from) }),
        },
        clock,
      ),
    )
  }
  if (sms) real.push(makeShortMessages({ url: sms.url, secret: secretOf(secrets, 'sms') }))
  if (post) real.push(makeLetters(post.folder))
  if (!simulators) return real
  const known = new Set(real.map(({ way }) => way))
  return [...real, ...(['mail', 'sms', 'post'] as const).filter(way => !known.has(way)).map(keepMessages)]
}
