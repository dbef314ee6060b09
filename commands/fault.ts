import { Refusal, refusal } from '#kernel/refusal'

export const fileUnusable = refusal('FILE_UNUSABLE', 400, 'A file or folder cannot be used so')
export const portTaken = refusal('PORT_TAKEN', 409, 'Another program listens on this port')
export const portRefused = refusal('PORT_REFUSED', 403, 'The system does not let this address or port be used')

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'Correct the path, or make the file first.',
  ELOOP: 'The link leads back to itself: name the file it should lead to.',
  ENAMETOOLONG: 'The path is too long: name another place.',
  ENOTDIR: 'A part of the path is a file: name a folder.',
  EISDIR: 'It is a folder: name a file.',
  EACCES: 'Let this account read and write there, or name another place.',
  EPERM: 'Let this account read and write there, or name another place.',
  EROFS: 'The disk may only be read: name another place.',
  ENOSPC: 'The disk is full: make room, or name another place.',
}

/** What the system says of a file, as a refusal in one line; anything else as it came. */
export function toldOfFile(fault: unknown): unknown {
  if (fault instanceof Refusal || !(fault instanceof Error)) return fault
  const { code, path } = fault as NodeJS.ErrnoException
  const remedy = code === undefined ? undefined : remedies[code]
  if (path === undefined || remedy === undefined) return fault
  return fileUnusable({ detail: `${fault.message}.`, remedy, cause: fault })
}

/** What the system says of a port, as a refusal with the way out. */
export function toldOfPort(fault: unknown, host: string, port: number): unknown {
  const code = fault instanceof Error ? (fault as NodeJS.ErrnoException).code : undefined
  if (code === 'EADDRINUSE')
    return portTaken({
      detail: `Something listens on ${host}:${port} already.`,
      remedy: 'Stop it, or choose another port: PLUMBLINE_PORT=8181, or --port 8181.',
      cause: fault,
    })
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return portRefused({
      detail: `${host}:${port}: ${code === 'EACCES' ? 'this account may not' : 'this machine has no such address'}.`,
      remedy: 'Choose a port from 1024 on (PLUMBLINE_PORT) and an address of this machine (PLUMBLINE_HOST).',
      cause: fault,
    })
  return fault
}
