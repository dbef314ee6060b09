export { backup } from './backup.ts'
export { type Comparison, compare } from './compare.ts'
export { type Manifest, verifyBackup } from './manifest.ts'
export { type RestoreOptions, restore } from './restore.ts'
