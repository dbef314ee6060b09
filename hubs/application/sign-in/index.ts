export type { Recorded } from './accounts.ts'
export {
  accountExists,
  type Enrolled,
  enrolmentFailed,
  enrolmentNotYours,
  enrolmentOwn,
  passwordWeak,
  registrationClosed,
  registrationFailed,
} from './enrolment.ts'
export { type Factor, factorUnconfirmed, lastFactor } from './factors.ts'
export type { AccountNotice, NetworkIdentity, Origin, PhoneMessage, PhoneMessages, SignInNeeds } from './needs.ts'
export { openSignIn } from './open.ts'
export { accountUnknown, phoneInvalid, phoneNotOffered, proofNeeded } from './own.ts'
export { hasPasskeys, passkeyFailed, passkeysTooMany } from './passkeys.ts'
export { postNotToTake } from './posts.ts'
export { type RecoveryProof, recoveryFailed, recoveryNotCancelled, recoveryOver } from './recovery.ts'
export type { OwnSession, Sessions, SignedIn } from './sessions.ts'
export { type SetupPerson, setupFailed, setupPersonsUnfit } from './setup.ts'
export type { SignIn } from './sign-in.ts'
export { proofFailed, signInFailed, signInOver } from './signing-in.ts'
export { signInSlowed } from './throttle.ts'
