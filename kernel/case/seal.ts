import { createHmac } from 'node:crypto'
import type { DataKey, Keyring } from '#kernel/party'
import { type Commitment, commit2 } from '#kernel/trail'
import type { Detail } from './event.ts'

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

/** 一步之文 A step as it is stored, in the very texts that its leaf commits to. */
export interface CommittedStep {
  /** The number of its first event, and of its last. */
  readonly seq: number
  readonly last: number
  readonly at: string
  readonly actor: string
  readonly verb: string
  readonly verdicts: string | null
  readonly events: string
}

/** The exact text the step's leaf commits to: who did what, what was asked, every event, and what the details committed to. */
export function stepMessage(
  caseId: string,
  { seq, last, at, actor, verb, verdicts, events }: CommittedStep,
  details: readonly { readonly subject: string; readonly sha256: Buffer; readonly sm3: Buffer }[],
): Buffer {
  const sealed = details.map(
    ({ subject, sha256, sm3 }) => `${subject} ${sha256.toString('hex')} ${sm3.toString('hex')}`,
  )
  return Buffer.from(
    `plumbline/step/1 ${caseId} ${seq} ${last} ${at} ${verb}\n${actor}\n${verdicts ?? ''}\n${events}\n${sealed.join('\n')}`,
  )
}
