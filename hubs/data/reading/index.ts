export { giveReadingGrants } from './reading-grants.ts'
export { caseHandling, maskedFields } from './reading-words.ts'
