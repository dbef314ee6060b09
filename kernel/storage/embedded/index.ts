export { makeDataDirectory } from './directory.ts'
export { type EmbeddedServer, type EmbeddedSettings, type Role, startEmbedded } from './server.ts'
