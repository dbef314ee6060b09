export {
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
export type { PublicNeeds } from './needs.ts'
export { makePublicPages, type PublicPages } from './pages.ts'
export { type PlumbLine, plumbLine, smallPlumbLine } from './plumb-line.ts'
export { contentPolicy } from './policy.ts'
export type { From, SignedInShown, SignInDoor } from './sign-in/needs.ts'
export { makeSignInPages } from './sign-in/pages.ts'
