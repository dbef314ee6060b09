import { type NoteVerifier, noteMalformed, openNote, parseNote, type Signer, signNote } from './note.ts'
import { bytesFromBase64, type Hash, hashFrom, hashLength, hashToBase64 } from './tree-hash.ts'

/** 检查点 What the log states about itself: its name, how many entries it has, and the root over all of them. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** The three lines of a C2SP tlog-checkpoint. */
export const encodeCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${hashToBase64(root)}\n`

/** Reads a checkpoint's body; further lines are allowed by the format and passed over. */
export function decodeCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = ''] = text.split('\n')
  const bytes = bytesFromBase64(root)
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || bytes?.length !== hashLength) throw noteMalformed()
  return { origin, size: Number(size), root: hashFrom(bytes) }
}

/** The signed checkpoint; the key's name is the log's origin. */
export const signCheckpoint = (checkpoint: Checkpoint, signer: Signer): string =>
  signNote(encodeCheckpoint(checkpoint), checkpoint.origin, signer)

/** Opens a signed checkpoint with trusted keys; refuses one that the log's own key did not sign. */
export const openCheckpoint = (note: string, verifiers: readonly NoteVerifier[]): Checkpoint =>
  decodeCheckpoint(openNote(note, verifiers).text)

/** What a checkpoint claims, without believing it. */
export const claimedCheckpoint = (note: string): Checkpoint => decodeCheckpoint(parseNote(note).text)
