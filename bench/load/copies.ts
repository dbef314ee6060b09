import { head, tail } from './rows.ts'
import type { Part, Patch } from './template.ts'
import { mostOwn } from './template.ts'

/** 编号 What the nth copy is called. */
export interface Naming {
  /** Milliseconds since 1970 in which the nth case was opened; grows with n. */
  openedAt(n: number): number
  /** Which party is the `own`th of the nth case. */
  partyOf(n: number, own: number): number
  partyAt: number
  /** Below it every serial of the city stands; the copies count from there. */
  readonly serialFrom: number
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** The identifier's time is that of the case; behind it what tells the copies apart. Sorted as the copies are. */
export function writeUuid(into: Buffer, at: number, time: number, own: number, n: number): void {
  into.writeUIntBE(time, at, 6)
  into.writeUInt16BE(0x7000 | own, at + 6)
  into.writeUInt16BE(0x8000, at + 8)
  into.writeUIntBE(n, at + 10, 6)
}
function uuidOf(time: number, own: number, n: number): string {
  const front = hex(time, 12)
  return `${front.slice(0, 8)}-${front.slice(8)}-${hex(0x7000 | own, 4)}-8000-${hex(n, 12)}`
}

/** Spreads numbers that follow each other over the whole range of a tag. */
export function scatter(n: number): bigint {
  let mixed = BigInt.asUintN(64, BigInt(n) * 0x9e3779b97f4a7c15n)
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 31n)) * 0xbf58476d1ce4e5b9n)
  return mixed ^ (mixed >> 29n)
}

function write(into: Buffer, from: number, patch: Patch, n: number, naming: Naming): void {
  const at = from + patch.at
  switch (patch.kind) {
    case 'uuid':
    case 'uuidText': {
      const of = patch.party ? naming.partyOf(n, patch.own) : n
      const time = patch.party ? naming.partyAt : naming.openedAt(n)
      const own = patch.party ? 0 : patch.own
      if (patch.kind === 'uuid') writeUuid(into, at, time, own, of)
      else into.write(uuidOf(time, own, of), at, 'latin1')
      return
    }
    case 'digits':
      into.write(String(digitsFrom + n).padStart(8, '0'), at, 'latin1')
      return
    case 'serial':
      if (patch.width === 8) into.writeBigInt64BE(BigInt(naming.serialFrom + n * mostOwn + patch.own), at)
      else into.writeInt32BE(naming.serialFrom + n * mostOwn + patch.own, at)
      return
    case 'tag':
      into.writeBigUInt64BE(scatter(naming.partyOf(n, 0)), at)
  }
}

/** Below it the numbers of the cases that were lived, with their check digits. */
export const digitsFrom = 100_000

const room = 1 << 20

/** The rows of copies `from` to `to` (excluded) for one table, as the bytes of a binary COPY, a megabyte at a time. */
export function* copiesOf(
  from: number,
  to: number,
  partOf: (n: number) => Part | undefined,
  naming: Naming,
): Generator<Buffer> {
  let into = Buffer.allocUnsafe(room)
  into.set(head, 0)
  let at = head.length
  for (let n = from; n < to; n++) {
    const part = partOf(n)
    if (!part) continue
    if (at + part.bytes.length + tail.length > into.length) {
      yield into.subarray(0, at)
      into = Buffer.allocUnsafe(Math.max(room, part.bytes.length + tail.length))
      at = 0
    }
    into.set(part.bytes, at)
    for (const patch of part.patches) write(into, at, patch, n, naming)
    at += part.bytes.length
  }
  into.set(tail, at)
  yield into.subarray(0, at + tail.length)
}
