import { declaredRefusals } from '#kernel/refusal'
import { type Draft, targetOf } from './request.ts'
import type { Answer } from './wire.ts'

export interface Sample {
  readonly operation: string
  readonly mutations: readonly string[]
  readonly status: number
  readonly code: string
  readonly why: string
}

/** The code of a refusal, or what is wrong with how it was told. */
export function refusalIn(draft: Draft, { status, type, text }: Answer): { code: string; wrong?: string } {
  if (draft.method === 'HEAD' && draft.raw === undefined) return { code: 'HEAD' }
  // People get a page: at their own addresses, and elsewhere outside the API when they ask for one.
  const page = draft.operation.page || !targetOf(draft).startsWith('/api/')
  if (type.startsWith('text/html') && page) return { code: 'page' }
  if (!type.startsWith('application/problem+json')) return { code: '', wrong: `type ${type || 'none'}` }
  let problem: Record<string, unknown>
  try {
    problem = JSON.parse(text)
  } catch {
    return { code: '', wrong: 'not JSON' }
  }
  const code = String(problem.code)
  const declared = declaredRefusals().find(kind => kind.code === code)
  if (!declared) return { code, wrong: 'not declared' }
  if (declared.status !== status || problem.status !== status) return { code, wrong: `status ${status}` }
  if (problem.type !== `/errors/${code}`) return { code, wrong: 'type is not its code' }
  if (!/^urn:request:[0-9a-f-]{36}$/.test(String(problem.instance))) return { code, wrong: 'instance' }
  return { code }
}

/** What was asked and how it ended, counted. */
export function makeTally() {
  const byStatus: Record<string, number> = {}
  const codes: Record<string, number> = {}
  const byMutation: Record<string, number> = {}
  const faults: Sample[] = []
  const count = (table: Record<string, number>, key: string) => {
    table[key] = (table[key] ?? 0) + 1
  }
  let serverErrors = 0
  let undeclared = 0

  return {
    byStatus,
    codes,
    byMutation,
    faults,
    get serverErrors() {
      return serverErrors
    },
    get undeclared() {
      return undeclared
    },
    add(draft: Draft, answer: Answer): void {
      const { status } = answer
      count(byStatus, status === 0 ? 'closed' : String(status))
      for (const mutation of draft.mutations.length > 0 ? draft.mutations : ['as described'])
        count(byMutation, mutation)
      if (status < 400) return
      const { code, wrong } = refusalIn(draft, answer)
      count(codes, code || 'none')
      // The drill's city does no work by itself, so that nothing changes but by requests; asked, it says so.
      if (code === 'NOT_READY' && wrong === undefined && draft.operation.path === '/readyz') return
      if (status >= 500) serverErrors++
      else if (wrong !== undefined) undeclared++
      else return
      const why = status >= 500 ? 'server error' : wrong!
      faults.push({ operation: draft.operation.name, mutations: draft.mutations, status, code, why })
    },
  }
}
