export { type Admission, type DeskSession, makeAdmission } from './admission.ts'
export {
  type Caller,
  callerOf,
  cityPreparing,
  covers,
  mandateNotHere,
  mandateNotStanding,
  notSetUp,
  officerOf,
  officersOnly,
  partiesOnly,
  postNotHeld,
  type RouteWords,
  type Scope,
  scopeLacking,
  scopes,
  stepUpNeeded,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
} from './caller.ts'
export { localKeys, makeTokens, ownKeys, remoteKeys, type TokenClaims, type Tokens, tokensOfAll } from './tokens.ts'
