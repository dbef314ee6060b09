/** An entry's length is a big-endian uint16 in front of it, so this is the longest. */
export const longestEntry = 65_535

/** Writes entries as a C2SP entry bundle: length ‖ entry, one after the other. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  const bundle = Buffer.alloc(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    if (entry.length > longestEntry) throw new RangeError(`an entry of ${entry.length} bytes does not fit a bundle`)
    at = bundle.writeUInt16BE(entry.length, at)
    bundle.set(entry, at)
    at += entry.length
  }
  return bundle
}

/** Reads a bundle's entries as views on its bytes; `undefined` when the bytes are not whole entries. */
export function decodeBundle(bundle: Buffer): Buffer[] | undefined {
  const entries: Buffer[] = []
  let at = 0
  while (at < bundle.length) {
    if (at + 2 > bundle.length) return undefined
    const end = at + 2 + bundle.readUInt16BE(at)
    if (end > bundle.length) return undefined
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return entries
}
