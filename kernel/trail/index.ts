export {
  type Checkpoint,
  claimedCheckpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  openCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export { type Commitment, commit2, tag } from './commitment.ts'
export { decodeBundle, encodeBundle, longestEntry } from './entry-bundle.ts'
export { append, decodeFrontier, emptyFrontier, encodeFrontier, type Frontier, rootOf, tileWidth } from './frontier.ts'
export { ed25519Signer, openSigner, passingSigner } from './keys.ts'
export {
  decodeLeaf,
  encodeLeaf,
  type Leaf,
  type LeafDraft,
  type LeafKind,
  leafKinds,
  leafSuite,
  type Succession,
} from './leaf.ts'
export {
  type NoteVerifier,
  openNote,
  parseNote,
  type Signer,
  signatureLine,
  signNote,
  verifierFrom,
  vkeyOf,
} from './note.ts'
export { decodeProofFile, encodeProofFile, type ProofFile, verifyProofFile } from './proof-file.ts'
export type { LogFault } from './replay-log.ts'
export {
  makeSequencer,
  type Progress,
  type Sequencer,
  type SequencerSettings,
  type Standing,
  type TrailAlarm,
} from './sequencer.ts'
export type { SuccessorOrder } from './successor.ts'
export { decodeTilePath, encodeTilePath, type TilePath, widthOf } from './tile-path.ts'
export {
  type EntryPlace,
  type EntryProof,
  makeTrailReader,
  type TrailFile,
  type TrailReader,
  trailNotYet,
} from './trail-reading.ts'
export { type Hash, type Hasher, hashBytes, hashFrom, hashToBase64, sha256Tree, sm3Tree } from './tree-hash.ts'
export {
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './tree-proof.ts'
export { makeTreeReader, type TileSource } from './tree-reading.ts'
export { type LogReport, type VerifyOptions, verifyLog } from './verify-log.ts'
