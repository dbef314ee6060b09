export { type GrantDependencies, type Grants, grantRefused, grantUnknown, makeGrants } from './giving.ts'
export {
  type Grant,
  type GrantTable,
  type Ground,
  grantTableOf,
  type HolderKind,
  type NewGrant,
  type ReadQuestion,
} from './grant.ts'
export { mayRead, type Reader, readingOf } from './may-read.ts'
export {
  type Disclosure,
  makeReads,
  type ReadDependencies,
  type ReadRecord,
  type ReadSeen,
  type Reads,
  readDeferralRefused,
} from './reads.ts'
