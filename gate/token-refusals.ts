import {
  mandateNotHere,
  mandateNotStanding,
  postNotHeld,
  scopeLacking,
  stepUpNeeded,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
} from '#hubs/application/access'
import { requestForeign } from './entrance.ts'

/** 401: the token is not there or does not do. */
export const expiredTokens = [tokenMissing, tokenInvalid, tokenExpired, stepUpNeeded]
/** 403: the token is good, but not for this; a cookie came without its token. */
export const refusedTokens = [scopeLacking, postNotHeld, mandateNotStanding, mandateNotHere, requestForeign]
