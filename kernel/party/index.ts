export { type BlindIndex, makeBlindIndex, openBlindIndex } from './blind-index.ts'
export { algorithm, ciphertextDamaged, keyIdOf } from './cipher.ts'
export {
  type Eraser,
  type ErasureDependencies,
  type ErasureHold,
  type ErasureResult,
  type Erasures,
  erasureHeld,
} from './erasure.ts'
export { type ErasureList, erasureListDamaged, type ListedErasure, makeErasureList } from './erasure-list.ts'
export {
  type IdentifierScheme,
  identifierFalse,
  identifierMalformed,
  identifies,
  maskedIdentifier,
  maskedName,
  mustAgree,
  normalised,
  type PartyKind,
  personScheme,
} from './identifier.ts'
export {
  type DataKey,
  type Keyring,
  type KeyringSettings,
  makeKeyring,
  masterKeyMissing,
  type NewKey,
} from './keyring.ts'
export { type Links, partyNotMergeable, partyNotMerged } from './links.ts'
export { masterKeyDamaged, masterKeyExposed } from './master-key.ts'
export { padded } from './padded.ts'
export { makeParties, type Parties, type PartyDependencies, type RecordRead } from './party.ts'
export type { MaskedParty, Reading, RevealedParty } from './reading.ts'
export {
  type GivenIdentifier,
  type NewParty,
  partyAmbiguous,
  partyErased,
  partyUnknown,
  type Registration,
} from './registration.ts'
