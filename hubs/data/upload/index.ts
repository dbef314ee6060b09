export { type LookLimits, makeLook } from './look.ts'
export { fileCutShort, fileKindRefused, filesTooMany, uploadRefusals } from './refusals.ts'
export { harmlessHarm, makeClamd, type Scanner, simulatedScanner } from './scanner.ts'
export { makeUploads, mostLookedThrough, type ReceivedFile, type Uploads } from './uploads.ts'
