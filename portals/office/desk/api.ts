import type { Reason } from './case/case-data.ts'
import { csrf, language } from './session.ts'

/** 拒绝 A "no" of the city, as it was answered: its permanent code, why, and what to do. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail?: string
  readonly remedy?: string
  readonly instance?: string
  readonly reasons?: readonly Reason[]
  readonly facts?: Readonly<Record<string, unknown>>
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** A new UUID; also where the page came over plain HTTP, and the browser's own maker is not there. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const unreachable: Problem = { status: 0, code: 'UNREACHABLE', title: '' }

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  /** A file goes as it is. */
  readonly file?: Blob
  /** The same again is the same act. */
  readonly key?: string
  /** The step of the case that was last seen. */
  readonly seq?: number | undefined
}

async function send(path: string, { method, body, file, key, seq }: Asking): Promise<Response> {
  const writes = method ?? (body === undefined && file === undefined ? 'GET' : 'POST')
  const type = file ? file.type : body === undefined ? undefined : 'application/json'
  const payload = file ?? (body === undefined ? null : JSON.stringify(body))
  try {
    return await fetch(path, {
      method: writes,
      body: payload,
      credentials: 'same-origin',
      headers: {
        'x-csrf': csrf,
        'accept-language': language,
        ...(type !== undefined && { 'content-type': type }),
        ...(writes !== 'GET' && { 'idempotency-key': key ?? newKey() }),
        ...(seq !== undefined && { 'if-match': `"${seq}"` }),
      },
    })
  } catch {
    throw new ProblemError(unreachable)
  }
}

async function refused(answer: Response): Promise<never> {
  const problem = (await answer.json().catch(() => ({}))) as Partial<Problem>
  throw new ProblemError({ status: answer.status, code: 'UNKNOWN', title: '', ...problem })
}

/** 询问 One request to the city, with the session's token; a refusal is thrown. */
export async function ask<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  const answer = await send(path, asking)
  if (!answer.ok) return refused(answer)
  return (answer.status === 204 ? undefined : await answer.json()) as Answer
}

async function fetchBytes(path: string): Promise<Blob> {
  const answer = await send(path, {})
  if (!answer.ok) return refused(answer)
  const type = answer.headers.get('x-file-type') ?? answer.headers.get('content-type') ?? 'application/octet-stream'
  return new Blob([await answer.arrayBuffer()], { type })
}

/** A file with the type it was taken in as. */
export const fetchFile = (id: string): Promise<Blob> => fetchBytes(`/api/files/${id}`)

/** 下载 Puts what the city answers on the officer's own disk, under this name. */
export async function saveFile(path: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await fetchBytes(path))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}
