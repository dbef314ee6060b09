export type { ContentStore } from './content-store.ts'
export { fileMissing, openDirectoryStore } from './directory-store.ts'
export { type FileRecord, findFile, forget, type KnownFile, recordFile } from './file.store.ts'
export {
  type Files,
  type FilesDependencies,
  fileTooLarge,
  type Inspection,
  makeFiles,
  type StoredFile,
} from './files.ts'
export { fileDamaged } from './sealed-stream.ts'
