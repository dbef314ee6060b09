import { createHmac } from 'node:crypto'
import type { DataKey, Keyring } from '#kernel/party'
import { type Commitment, commit2 } from '#kernel/trail'
import type { CaseEvent, Detail } from './event.ts'

/** 密封的细节 One subject's erasable detail of one step, as stored: ciphertext, and a commitment that outlives it. */
export interface SealedDetail {
  readonly subject: string
  readonly keyId: string
  readonly ciphertext: Buffer
  readonly commit: Commitment
}

const associated = (caseId: string, seq: number, subject: string): string => `${caseId}|${seq}|${subject}`

/** The key of one commitment: made from the stored random key, so it is gone when that is. */
export const commitKey = (key: DataKey, seq: number): Buffer => {
  return createHmac('sha256', key.secret).update(`plumbline/commit/1/${seq}`).digest()
}

/** Joins an act's details by subject: those that name nobody belong to the case's main party, or to the case itself. */
export function bySubject(
  details: readonly Detail[],
  main: string,
): ReadonlyMap<string, { fields: Record<string, unknown>; text: Record<string, string> }> {
  const joined = new Map<string, { fields: Record<string, unknown>; text: Record<string, string> }>()
  for (const { subject = main, fields, text } of details) {
    const one = joined.get(subject) ?? { fields: {}, text: {} }
    Object.assign(one.fields, fields)
    Object.assign(one.text, text)
    joined.set(subject, one)
  }
  return joined
}

export function sealDetail(
  keyring: Keyring,
  key: DataKey,
  caseId: string,
  seq: number,
  subject: string,
  content: unknown,
): SealedDetail {
  const plain = Buffer.from(JSON.stringify(content))
  return {
    subject,
    keyId: key.id,
    ciphertext: keyring.seal(key, plain, associated(caseId, seq, subject)),
    commit: commit2(commitKey(key, seq), plain),
  }
}

export interface OpenedDetail {
  readonly fields: Readonly<Record<string, unknown>>
  readonly text: Readonly<Record<string, string>>
}

export function openDetail(
  keyring: Keyring,
  key: DataKey,
  caseId: string,
  seq: number,
  subject: string,
  ciphertext: Buffer,
): { readonly plain: Buffer; readonly content: OpenedDetail } {
  const plain = keyring.unseal(key, ciphertext, associated(caseId, seq, subject))
  return { plain, content: JSON.parse(plain.toString()) as OpenedDetail }
}

export interface CommittedEvent extends Pick<CaseEvent, 'seq' | 'type' | 'at' | 'on'> {
  readonly actor: string
  readonly data: string
  readonly verdicts: string | null
}

/** The exact text the step's leaf commits to: every event as stored, and what the details committed to. */
export function stepMessage(
  caseId: string,
  events: readonly CommittedEvent[],
  details: readonly { readonly subject: string; readonly sha256: Buffer; readonly sm3: Buffer }[],
): Buffer {
  const lines = events.map(
    ({ seq, type, at, on, actor, data, verdicts }) =>
      `${seq} ${type} 1 ${at} ${on}\n${actor}\n${data}\n${verdicts ?? ''}`,
  )
  const sealed = details.map(
    ({ subject, sha256, sm3 }) => `${subject} ${sha256.toString('hex')} ${sm3.toString('hex')}`,
  )
  return Buffer.from(`plumbline/step/1 ${caseId}\n${lines.join('\n')}\n${sealed.join('\n')}`)
}
