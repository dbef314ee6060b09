export type { ContentStore } from './content-store.ts'
export { type Copied, copyStore } from './copy-store.ts'
export { fileMissing, openDirectoryStore } from './directory-store.ts'
export {
  bind,
  type FileRecord,
  filesSentInBy,
  findFile,
  forget,
  forgetOf,
  forgetUnused,
  type KnownFile,
  recordFile,
  type SentInFile,
  unusedOf,
} from './file.store.ts'
export {
  type Files,
  type FilesDependencies,
  fileTooLarge,
  type Inspection,
  makeFiles,
  type StoredFile,
} from './files.ts'
export { fileUnfit, fileUnknown, type Keeping, type MayRefer, makeKeeping } from './keeping.ts'
export { beginningLength, isStillInBox, type MediaType, mediaTypeOf, mediaTypes } from './media-type.ts'
export { fileDamaged } from './sealed-stream.ts'
export { authorizationOf } from './signature.ts'
export { type FileStoreSettings, openContentStore } from './store-address.ts'
