export { type Hash, type Hasher, hashFrom, hashToBase64, sha256Tree, sm3Tree } from './tree-hash.ts'
export {
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './tree-proof.ts'
