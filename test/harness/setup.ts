import { registerUser, releaseServer } from './server.ts'

/** Once for a whole run of tests: keeps the shared database server up from the first file to the last, then lets it go. */
let unregister: () => Promise<void> = async () => {}

export async function globalSetup(): Promise<void> {
  unregister = await registerUser()
}

export async function globalTeardown(): Promise<void> {
  await unregister()
  releaseServer()
}
