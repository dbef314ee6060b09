export { errorFields } from './error.ts'
export { type Log, makeLog, silentLog } from './log.ts'
export { pathOf, requestFields } from './redaction.ts'
