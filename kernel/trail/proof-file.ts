import { openCheckpoint } from './checkpoint.ts'
import { type NoteVerifier, noteMalformed } from './note.ts'
import { bytesFromBase64, type Hash, hashFrom, hashLength, hashToBase64, sha256Tree } from './tree-hash.ts'
import { verifyInclusion } from './tree-proof.ts'

/** 存证文件 A `c2sp.org/tlog-proof@v1` file: everything needed to verify one entry without asking any server. */
export interface ProofFile {
  readonly index: number
  readonly proof: readonly Hash[]
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string
  /** Not authenticated by itself; ours carries the entry's bytes, which the proof then authenticates. */
  readonly extra?: Buffer
}

const header = 'c2sp.org/tlog-proof@v1'

export function encodeProofFile({ index, proof, checkpoint, extra }: ProofFile): string {
  const lines = [header, ...(extra ? [`extra ${extra.toString('base64')}`] : []), `index ${index}`]
  return `${[...lines, ...proof.map(hashToBase64)].join('\n')}\n\n${checkpoint}`
}

export function decodeProofFile(text: string): ProofFile {
  const cut = text.indexOf('\n\n')
  const lines = text.slice(0, Math.max(cut, 0)).split('\n')
  if (lines.shift() !== header) throw noteMalformed({ detail: 'not a transparency log proof' })
  const extra = lines[0]?.startsWith('extra ') ? bytesFromBase64(lines.shift()!.slice(6)) : null
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? []
  const proof = lines.map(bytesFromBase64)
  if (extra === undefined || index === undefined || proof.length > 63) throw noteMalformed()
  const hashes = proof.map(bytes => {
    if (bytes?.length !== hashLength) throw noteMalformed()
    return hashFrom(bytes)
  })
  return { index: Number(index), proof: hashes, checkpoint: text.slice(cut + 2), ...(extra ? { extra } : {}) }
}

/** 核验 Is this entry in the log, by this file and these keys alone? Refuses forged or untrusted checkpoints. */
export function verifyProofFile(text: string, entry: Uint8Array, verifiers: readonly NoteVerifier[]): boolean {
  const { index, proof, checkpoint } = decodeProofFile(text)
  const { size, root } = openCheckpoint(checkpoint, verifiers)
  return verifyInclusion(index, size, sha256Tree.leaf(entry), proof, root)
}
