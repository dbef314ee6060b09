export { type Act, type ActInput, act, type Facts, openStage, openStages, placeOf, stageRoles } from './act.ts'
export { actorKey } from './actor-key.ts'
export { nonAcceptance } from './acts/accept.ts'
export { openToComments } from './acts/comment.ts'
export { asksEachMember, memberOf, membersField, withoutConsent } from './acts/consent.ts'
export { abstained, spokenIn } from './acts/deliberate.ts'
export { acts, lateVerbs, openingVerbs, type Verb, verbs } from './acts/index.ts'
export { settlers } from './acts/mediate.ts'
export { postedStage, unanswered } from './acts/object.ts'
export { postingSpan } from './acts/publish.ts'
export { renewalUntil } from './acts/renew.ts'
export { Given } from './acts/words.ts'
export { type Agent, isAgent, mandateEvidence } from './agency.ts'
export { answerProblem } from './answer.ts'
export { dayAhead, doneOn, lastDayBefore, wantedBy } from './backward.ts'
export { isExecution } from './carry-out.ts'
export type { Moved, MoveRequest } from './case-moving.ts'
export { carriedSources, type DerivedRequest } from './case-next.ts'
export { decideOriginEnd, type OriginEnded } from './case-origin.ts'
export { carriedMaterials, partCaseId } from './case-parts.ts'
export type { ActsTried, ChoicesOf } from './case-trying.ts'
export { type Cases, makeCases } from './cases.ts'
export type { Control, ControlInput, Controls, Evidence, Judged } from './control.ts'
export { dueOf } from './deadline.ts'
export { type Command, decideStep, overtake, type Step, type StepInput } from './decide-step.ts'
export { type Cause, derivedCaseId } from './derived-id.ts'
export { type CaseDetail, openAllDetails, openDetails } from './details.ts'
export { lotsOfEvent, seedOf, subCaseIds } from './draw-gathering.ts'
export { countOf, type DrawMaterial, drawMaterial, eligibleToGo, questionOf } from './draw-material.ts'
export type { EffectFunction, EffectRun, Effects, EventEffect, EventRun } from './effect.ts'
export { type ServiceKnown, serviceEvidence, serviceKnown } from './electronic.ts'
export { caseHolds, makeCaseEraser } from './erase.ts'
export {
  type Actor,
  type CaseEvent,
  type Detail,
  type Drawn,
  type EventData,
  type EventType,
  event,
  type NewEvent,
  type PartyInCase,
  type Vote,
} from './event.ts'
export { eventTypes, evolve, fold } from './evolve/evolve.ts'
export { type FactSources, factsOf } from './facts.ts'
export { mustFitSoFar } from './form.ts'
export { heardParties, hearingDue, hearingLapsed } from './heard.ts'
export { limitsOf } from './limits.ts'
export { type LinkedCase, linkedTo } from './linked.ts'
export { type Mapping, mappingOf, mappingWrong, notOneItem } from './moving/mapping.ts'
export { decideMove, type Move, type MoveInput } from './moving/move.ts'
export { type StayReason, stayReasons } from './moving/reasons.ts'
export { nextOf, waitsForNext } from './next.ts'
export type { PartState } from './part-state.ts'
export { decidePartNews } from './part-telling.ts'
export { newsOf, type PartNews, partsOf } from './parts.ts'
export * from './refusals.ts'
export { type RehearsalInput, rehearse } from './rehearsal.ts'
export { type Replayed, type ReplayReport, replayAll, replayCase } from './replay.ts'
export type { ActRequest, ActResult, CaseDependencies, DrawSources, OpenRequest } from './request.ts'
export { signableTasks } from './signing.ts'
export {
  type CaseState,
  type ClockState,
  type OrderState,
  primaryParty,
  type StageState,
  type TaskState,
  unopened,
} from './state.ts'
export { type SubCasesSeen, subCasesKnown, subCasesSeen } from './sub-cases.ts'
export { type OpeningTried, type TriedAct, tryAct, tryOpenings } from './trying.ts'
export { mayBeUrgent } from './urgent.ts'
