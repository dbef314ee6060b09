import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from './message.ts'

/** As much of a report as says which mail came back and why. */
const most = 65_536

/**
 * 退信 Reads the maildir into which the city's mail server lays what came back (RFC 3464). It is known by the address it was sent back to, which names
 * the message. What is only delayed says nothing; anything else in the folder is put aside unread.
 */
export function makeBounces(folder: string, from: string) {
  const local = from.slice(0, from.indexOf('@'))
  const named = new RegExp(`\\b${RegExp.escape(local)}\\+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@`, 'i')
  return async (take: (report: Report) => Promise<void>): Promise<void> => {
    for (const name of ['new', 'cur']) await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
    for (const name of (await readdir(join(folder, 'new'))).toSorted()) {
      const path = join(folder, 'new', name)
      const file = await open(path)
      const head = Buffer.alloc(most)
      const { bytesRead } = await file.read(head, 0, most, 0).finally(() => file.close())
      const text = head.toString('latin1', 0, bytesRead)
      const id = named.exec(text)?.[1]?.toLowerCase()
      const status = /^Status: *(5\.\d{1,3}\.\d{1,3})/im.exec(text)?.[1]
      if (id !== undefined && status !== undefined) await take({ id, kind: 'bounced', proof: status })
      await rename(path, join(folder, 'cur', name))
    }
  }
}
