import type { Act } from '../act.ts'
import { accept, refuseAcceptance, requestSupplement, supplement } from './accept.ts'
import { invite, submitEvidence } from './attend.ts'
import { challengeAvoidance, decideAvoidance, declareAvoidance } from './avoid.ts'
import { close, reopen } from './close.ts'
import { answerComments, comment } from './comment.ts'
import { complete, returnTo } from './complete.ts'
import { giveConsent } from './consent.ts'
import { correct } from './correct.ts'
import { decide, deliver } from './decide.ts'
import { convene, deliberate, vote } from './deliberate.ts'
import { returnDeposit, takeDeposit } from './deposit.ts'
import { draw, prepareDraw } from './draw.ts'
import { applyToCourt, enforce, urge } from './enforce.ts'
import { adjust, disburse, fulfil, recheck } from './entitle.ts'
import { askHearing, hear, makeStatement, notify, reviewStatement, scheduleHearing } from './hear.ts'
import { open, recordEvidence } from './investigate.ts'
import { transferToJustice } from './justice.ts'
import { answerEnding, cancel, compensate, notifyEnding, revoke, withdrawDecision } from './later.ts'
import { agreeSettlement, mediate } from './mediate.ts'
import { grantInstalment, pay, refund } from './money.ts'
import { answerObjection, object } from './object.ts'
import { payOut } from './pay-out.ts'
import { publish, terminate, withdraw, withdrawPublication } from './publish.ts'
import { reduce } from './reduce.ts'
import { release, returnGoods } from './release.ts'
import { recordRemedy } from './remedy.ts'
import { askRenewal, renew } from './renew.ts'
import { lapseAgreement, resumeEnforcement, stayEnforcement } from './stay.ts'
import { lodge, submit } from './submit.ts'
import { addSigner, answerConsultation, assign, claim, consult, delegate, transfer, unclaim } from './tasks.ts'
import { extend, ratify, resume, suspend } from './time.ts'

/** 动词 Everything that can be done in a case: read down, the life of a case from application to the last obligation. */
export const acts = {
  submit,
  lodge,
  accept,
  refuseAcceptance,
  requestSupplement,
  supplement,
  open,
  claim,
  unclaim,
  assign,
  transfer,
  delegate,
  addSigner,
  consult,
  answerConsultation,
  giveConsent,
  invite,
  recordEvidence,
  submitEvidence,
  prepareDraw,
  draw,
  complete,
  returnTo,
  suspend,
  resume,
  extend,
  notify,
  makeStatement,
  reviewStatement,
  askHearing,
  scheduleHearing,
  hear,
  mediate,
  agreeSettlement,
  object,
  answerObjection,
  comment,
  answerComments,
  convene,
  vote,
  deliberate,
  decide,
  deliver,
  correct,
  pay,
  payOut,
  refund,
  takeDeposit,
  returnDeposit,
  grantInstalment,
  urge,
  reduce,
  enforce,
  stayEnforcement,
  resumeEnforcement,
  lapseAgreement,
  applyToCourt,
  disburse,
  recheck,
  adjust,
  fulfil,
  release,
  returnGoods,
  recordRemedy,
  notifyEnding,
  answerEnding,
  revoke,
  compensate,
  withdrawDecision,
  cancel,
  publish,
  withdrawPublication,
  declareAvoidance,
  challengeAvoidance,
  decideAvoidance,
  ratify,
  transferToJustice,
  withdraw,
  terminate,
  close,
  reopen,
  askRenewal,
  renew,
} as const satisfies Record<string, Act>

export type Verb = keyof typeof acts

export const verbs = Object.keys(acts) as readonly Verb[]

/** Acts that open a case; all others belong to one that exists. */
export const openingVerbs = ['submit', 'lodge'] as const satisfies readonly Verb[]

/** Acts that are possible after the case has ended: a decision can fall; what was published must then come down, and what was paid go back. */
export const lateVerbs: ReadonlySet<Verb> = new Set([
  'recordRemedy',
  'withdrawPublication',
  'refund',
  'returnDeposit',
  'correct',
  'notifyEnding',
  'answerEnding',
  'revoke',
  'compensate',
  'withdrawDecision',
  'cancel',
  'reopen',
  'askRenewal',
  'renew',
])
