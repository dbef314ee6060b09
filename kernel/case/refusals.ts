import { refusal } from '#kernel/refusal'

export const caseNotFound = refusal('CASE_NOT_FOUND', 404, 'No such case')
export const caseEnded = refusal('CASE_ENDED', 409, 'The case has ended')
export const actOutOfOrder = refusal('ACT_OUT_OF_ORDER', 409, 'This act is not possible at this point of the case')
export const actNotPermitted = refusal('ACT_NOT_PERMITTED', 409, 'The item does not allow this act here')
export const bodyInvalid = refusal('BODY_INVALID', 400, 'The request does not fit the form of this act')
export const commandReused = refusal('COMMAND_REUSED', 409, 'This command id was used for another act')
export const controlsRefuse = refusal('CONTROLS_REFUSE', 409, 'The act is against the rules of the item')
export const authorityLacking = refusal('AUTHORITY_LACKING', 403, 'You are not authorised for this act')
export const judgementNeeded = refusal(
  'HUMAN_JUDGEMENT_NEEDED',
  409,
  'A fact is unknown or contradicted: a named person must judge it',
)
export const itemNotInForce = refusal('ITEM_NOT_IN_FORCE', 409, 'No version of the item is in force')
export const payeeNotGrantee = refusal('PAYEE_NOT_GRANTEE', 409, 'Money granted is paid to the grantee and nobody else')
export const depositHeld = refusal(
  'DEPOSIT_HELD',
  409,
  'Money of the party is held: only a decision says what becomes of it',
)
export const drawNotPossible = refusal('DRAW_NOT_POSSIBLE', 409, 'The draw cannot be made')
export const drawTooEarly = refusal('DRAW_TOO_EARLY', 409, 'The log has not gone on since the draw was prepared')
export const otherVersion = refusal(
  'CASE_UNDER_OTHER_VERSION',
  409,
  'The case was moved to another version of its item while you acted',
)
export const caseStale = refusal('CASE_STALE', 412, 'The case has moved on since you read it')
