export { deskNotBuilt } from './bundle.ts'
export { makeOfficePages, type OfficeNeeds } from './office.pages.ts'
export { type DeskWords, readDeskWords } from './words.ts'
