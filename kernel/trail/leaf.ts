import type { Commitment } from './commitment.ts'

/** What a leaf may be about. New kinds may be added; a released one keeps its meaning for ever. */
export const leafKinds = ['act', 'read', 'open', 'erase', 'backup', 'administration', 'successor', 'paper'] as const
export type LeafKind = (typeof leafKinds)[number]

/** The digests a leaf commits with. A leaf names its suite, so another may follow without touching old leaves. */
export const leafSuite = 'hmac-sha256+hmac-sm3/1'

/** A log's head as another log names it. `root` is standard Base 64. */
export interface NamedHead {
  readonly origin: string
  readonly size: number
  readonly root: string
}

/** What the first entry of a successor log says: the head it found, the head that had been published, and what is lost. */
export interface Succession {
  readonly database: NamedHead | null
  readonly published: NamedHead | null
  /** Entries that had been published and are gone. */
  readonly lost: number
  /** From the last moment the database knows to the moment the loss was found. */
  readonly from: string
  readonly to: string
}

/**
 * 轨迹条目 What one wants to put on the trail. Codes, counters, times, blinded tags and commitments only: never a name, an
 * identifier, a telephone, free text, a case number, nor an unkeyed hash of any of them (个人信息保护法 4, 73).
 */
export interface LeafDraft {
  readonly kind: LeafKind
  readonly at: Temporal.Instant
  readonly commit: Commitment
  readonly item?: string
  readonly drawer?: string
  readonly verb?: string
  readonly organ?: string
  readonly outcome?: string
  /** A blinded tag, see `tag`. */
  readonly subject?: string
  /** The subject's own counter: this leaf covers its steps `from` to `to`, both included, from 1. */
  readonly from?: number
  readonly to?: number
  readonly succession?: Succession
}

/** A leaf as it is read back. */
export interface Leaf extends Omit<LeafDraft, 'at' | 'commit'> {
  readonly v: 1
  readonly suite: string
  /** ISO instant, UTC, whole seconds. */
  readonly at: string
  /** base64url. */
  readonly commit: { readonly sha256: string; readonly sm3: string }
}

const code = /^[0-9A-Za-z][0-9A-Za-z._:/-]{0,63}$/
const blinded = /^[A-Za-z0-9_-]{22,43}$/
/** Eighteen digits with a birthday in them are a citizen number, eleven from 13 on a mobile telephone. */
const personal = /^(?:\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|1[3-9]\d{9})$/

function checkCode(field: string, value: string | undefined): string | undefined {
  // The value itself stays out of the message: it may be just what must not be written anywhere.
  if (value !== undefined && (!code.test(value) || personal.test(value))) {
    throw new TypeError(`${field} is not a code: a leaf holds no free text and no identifier of a person`)
  }
  return value
}

function checkSteps({ subject, from, to }: LeafDraft): void {
  if (subject !== undefined && !blinded.test(subject)) throw new TypeError('subject is not a blinded tag')
  if (from === undefined && to === undefined) return
  const counted = Number.isSafeInteger(from) && Number.isSafeInteger(to) && 1 <= from! && from! <= to!
  if (!counted) throw new TypeError('from and to are counted from 1 and go together')
}

let lastSecond = { second: -1, text: '' }

/** Whole seconds: finer times would single out who stood at the window. The steps of one second share its text. */
function wholeSeconds(at: Temporal.Instant): string {
  const second = Math.floor(at.epochMilliseconds / 1_000)
  if (second !== lastSecond.second)
    lastSecond = { second, text: Temporal.Instant.fromEpochMilliseconds(second * 1_000).toString() }
  return lastSecond.text
}

/**
 * Encodes a leaf, format 1: canonical JSON, UTF-8, members in the order of their names, absent ones left out. Released and
 * immutable: `golden/leaf-v1.jsonl` holds examples of every kind.
 */
export function encodeLeaf(draft: LeafDraft): Buffer {
  checkSteps(draft)
  const { sha256, sm3 } = draft.commit
  if (sha256.length !== 32 || sm3.length !== 32) throw new TypeError('a commitment is 32 bytes of each digest')
  // Written in the order of the names: JSON.stringify keeps it, and leaves out what is undefined.
  const text = JSON.stringify({
    at: wholeSeconds(draft.at),
    commit: { sha256: sha256.toString('base64url'), sm3: sm3.toString('base64url') },
    drawer: checkCode('drawer', draft.drawer),
    from: draft.from,
    item: checkCode('item', draft.item),
    kind: draft.kind,
    organ: checkCode('organ', draft.organ),
    outcome: checkCode('outcome', draft.outcome),
    subject: draft.subject,
    succession: draft.succession && canonicalSuccession(draft.succession),
    suite: leafSuite,
    to: draft.to,
    v: 1,
    verb: checkCode('verb', draft.verb),
  })
  return Buffer.from(text)
}

const canonicalHead = ({ origin, root, size }: NamedHead): NamedHead => ({ origin, root, size })

const canonicalSuccession = ({ database, from, lost, published, to }: Succession) => ({
  database: database && canonicalHead(database),
  from,
  lost,
  published: published && canonicalHead(published),
  to,
})

/** Reads a leaf back; a leaf of a later format is a bug of the caller, who must not guess. */
export function decodeLeaf(bytes: Uint8Array): Leaf {
  const leaf = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as Leaf
  if (leaf.v !== 1) throw new TypeError(`a leaf of format ${leaf.v} is not known here`)
  return leaf
}
