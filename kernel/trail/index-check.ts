import type { Report } from './replay-log.ts'

const [fromName, toName] = [Buffer.from('"from":'), Buffer.from('"to":')]

/** The number behind a member's name, without parsing the whole leaf: names cannot stand inside the codes of a leaf. */
function member(leaf: Buffer, name: Buffer): number | undefined {
  const found = leaf.indexOf(name)
  if (found < 0) return undefined
  let value = 0
  for (let at = found + name.length; leaf[at]! >= 48 && leaf[at]! <= 57; at++) value = value * 10 + leaf[at]! - 48
  // Steps are counted from 1; a successor's entry has times under the same names.
  return value === 0 ? undefined : value
}

/** A row of the index as the replay reads it: leaf_index int8, first_seq int4, last_seq int4. */
export const indexRow = 'int8send(leaf_index) || int4send(first_seq) || int4send(last_seq)'
const rowLength = 16

/** Holds the index against one bundle: every counted leaf has its row, and the row says what the leaf says. */
export function checkIndex(rows: Buffer, entries: readonly Buffer[], start: number, report: Report): void {
  let at = 0
  const rowPlace = () => (at < rows.length ? Number(rows.readBigInt64BE(at)) : Number.POSITIVE_INFINITY)
  const wrong = () => {
    report('index-wrong', `entry ${rowPlace()}`)
    at += rowLength
  }
  for (const [offset, leaf] of entries.entries()) {
    const place = start + offset
    const from = member(leaf, fromName)
    while (rowPlace() < place) wrong()
    if (rowPlace() > place) {
      if (from !== undefined) report('index-missing', `entry ${place}`)
    } else if (
      from !== undefined &&
      (rows.readInt32BE(at + 8) !== from || rows.readInt32BE(at + 12) !== member(leaf, toName))
    ) {
      wrong()
    } else at += rowLength
  }
  while (at < rows.length) wrong()
}
