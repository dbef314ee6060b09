export type { ActOfCase, TypedStore } from './acts/needs.ts'
export { answerOf } from './answer-text.ts'
export { hasPaper, isStale, kindsOf } from './apply/materials.page.ts'
export {
  type Draft,
  type DraftChange,
  type FileKind,
  type Finding,
  fileKinds,
  type VoucherHeld,
} from './apply/needs.ts'
export {
  announced,
  answersOf,
  askedOf,
  fetchedOf,
  heldFor,
  isAsked,
  mustAnswer,
  papersOf,
  questionsOf,
} from './apply/paging.ts'
export { type BatchColumn, columnNamed, columnsOf, textsIn } from './batch/columns.ts'
export type { BatchNeeds, BatchResult, RowProblem, RowResult } from './batch/needs.ts'
export { makeCitizenPages } from './citizen.pages.ts'
export { type CitizenNeeds, isUuid } from './citizen.ts'
export type { ComplaintNeeds } from './complain/needs.ts'
export type { MandateShown, OwnForm } from './delegation/needs.ts'
export { formIn, type SentFile } from './form-body.ts'
export {
  comesFromHere,
  type FormSent,
  faultsShown,
  fieldShown,
  formCarries,
  formForeign,
  formStale,
  formUnreadable,
  sentFrom,
  takeForms,
} from './forms.ts'
export { type Html, html } from './html.ts'
export { type Locales, readLocales } from './locale.ts'
export type { HeldFact, HeldItem, HeldNeeds, HeldPartShown, HeldPiece } from './mine/held.needs.ts'
export type { ReadShown } from './mine/needs.ts'
export type { PublicNeeds } from './needs.ts'
export { makeDemoPages } from './open/demo.routes.ts'
export type { DemoNeeds, ObjectionWay, OpenNeeds, PublishedShown } from './open/needs.ts'
export { makeOpenPages } from './open/open.routes.ts'
export { makePublicPages, type PublicPages } from './pages.ts'
export type { Acting, SignedIn } from './person.ts'
export { type PlumbLine, plumbLine, smallPlumbLine } from './plumb-line.ts'
export { contentPolicy } from './policy.ts'
export type { From, SignedInShown, SignInDoor } from './sign-in/needs.ts'
export { makeSignInPages } from './sign-in/pages.ts'
export type { SiteNeeds } from './site/needs.ts'
export { makeSitePages } from './site/site.routes.ts'
export { tokenSheet } from './tokens.ts'
