export {
  type Actor,
  actorText,
  type IsoDate,
  type Officer,
  type PartyActor,
  partsOfPost,
  personsOf,
  postId,
  type SystemActor,
} from './actor.ts'
export type { AdministratorChanges } from './changes/administrators.ts'
export type { Changes } from './changes/changes.ts'
export type { DelegationChanges, DelegationRequest } from './changes/delegations.ts'
export { identityChangeRefused, identityUnknown } from './changes/journal.ts'
export type { OfficeChanges } from './changes/offices.ts'
export type { PersonChanges } from './changes/persons.ts'
export { type CityLoad, cityLoader } from './city/load-city.ts'
export { type City, type CityOfficer, cityInvalid, readCity } from './city/read-city.ts'
export {
  type AdministrationQuestion,
  type AdministrativeTask,
  administrationVerdict,
} from './controls/administration.ts'
export { type AuthorityQuestion, authorityVerdict } from './controls/authority.ts'
export {
  type AvoidanceGround,
  type AvoidanceQuestion,
  avoidanceVerdict,
  type DeclaredRelation,
} from './controls/avoidance.ts'
export { type CertificateQuestion, certificateVerdict } from './controls/certificate.ts'
export { type EligibleQuestion, eligibleHolders } from './controls/eligible.ts'
export { type SeparationQuestion, separationVerdict } from './controls/separation.ts'
export { type Acting, type Directory, directoryOf } from './directory.ts'
export { governmentOf, remediesWithBody } from './government.ts'
export { type Identity, type IdentityDependencies, makeIdentity } from './identity.ts'
export type {
  Administrator,
  AdministratorKind,
  Appointment,
  Certificate,
  Dated,
  Delegation,
  DirectoryRows,
  Organ,
  OrganNature,
  Person,
  PersonStatus,
  Post,
  PostLevel,
  Region,
} from './records.ts'
