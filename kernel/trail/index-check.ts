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

/** Walks the index beside the entries: every counted leaf has its row, and the row says what the leaf says. */
export function indexChecker(rows: AsyncGenerator<(Buffer | null)[]>, report: Report) {
  const advance = () => {
    const coming = rows.next()
    coming.catch(() => {})
    return coming
  }
  let next = advance()
  return async (entries: readonly Buffer[], start: number): Promise<void> => {
    for (const [offset, leaf] of entries.entries()) {
      const place = start + offset
      const from = member(leaf, fromName)
      const { value: row } = await next
      const at = row === undefined ? Number.POSITIVE_INFINITY : Number(row[0]?.readBigInt64BE())
      if (at > place) {
        if (from !== undefined) report('index-missing', `entry ${place}`)
        continue
      }
      next = advance()
      const said = [row?.[1]?.readInt32BE(), row?.[2]?.readInt32BE()]
      const says = from === undefined ? said : [from, member(leaf, toName)]
      if (at < place || said[0] !== says[0] || said[1] !== says[1]) report('index-wrong', `entry ${at}`)
    }
  }
}
