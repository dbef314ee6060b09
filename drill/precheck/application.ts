import { Refusal } from '#kernel/refusal'
import {
  type CitizenNeeds,
  type FileKind,
  type Finding,
  kindsOf,
  mustAnswer,
  papersOf,
  questionsOf,
} from '#portals/public'
import type { Applicant } from './applicants.ts'
import type { PublishedItem } from './items.ts'

/** One application as somebody fills it in: answers, and for each paper the bytes that are sent for it. */
export interface Application {
  readonly published: PublishedItem
  readonly applicant: Applicant
  readonly answers: Readonly<Record<string, unknown>>
  /** Undefined: nothing is sent for it. */
  readonly papers: Readonly<Record<string, Buffer | undefined>>
  /** Answers that the register has otherwise, and the applicant says so. */
  readonly disputed?: readonly string[]
}

/** What was said against an application before it was handed in, and at which question or paper. */
export interface Said {
  readonly by: 'form' | 'upload' | 'precheck'
  readonly kind: Finding['kind']
  readonly code: string
  readonly at: readonly string[]
}

export type ApplyDoor = CitizenNeeds['apply']

/** Files that many applications send are taken in once for each applicant: they are never handed in here. */
type Kept = Map<string, { readonly file: string; readonly size: number; readonly blank: boolean }>

/** 试填 Goes the way of the pages, from the first question to the pre-check, and hands nothing in. What each of them says is told. */
export function makeFilling(apply: ApplyDoor, usual: Buffer) {
  const kept: Kept = new Map()

  async function sent(application: Application, bytes: Buffer, kinds: readonly FileKind[]) {
    const { signedIn, party } = application.applicant
    const key = `${party} ${kinds.join(' ')}`
    const known = bytes === usual ? kept.get(key) : undefined
    if (known) return known
    const received = await apply.receive(signedIn, bytes, kinds)
    if (bytes === usual) kept.set(key, received)
    return received
  }

  return async function fill(application: Application): Promise<readonly Said[]> {
    const { published, applicant, answers, papers, disputed = [] } = application
    const { compiled, item, organ } = published
    const { signedIn } = applicant
    const caseId = await apply.begin(signedIn, crypto.randomUUID(), { item, organ })
    const said: Said[] = []
    const { form } = compiled.definition.content
    const fitting = Object.fromEntries(
      Object.entries(answers).filter(([name, value]) => {
        const problem = form[name] && apply.problemOf(form[name], value)
        if (problem !== undefined) said.push({ by: 'form', kind: 'wrong', code: problem, at: [name] })
        return problem === undefined
      }),
    )
    await apply.change(signedIn, caseId, ({ fields: known, kept: { sources = {}, ...rest } }) => {
      const own = Object.keys(answers)
      const fixed = Object.entries(known).filter(
        ([name]) => !disputed.includes(name) && (sources[name]?.kind === 'register' || sources[name]?.kind === 'day'),
      )
      const wrong = disputed.flatMap(name => {
        const source = sources[name]
        return source?.kind === 'register' ? [[name, source.register] as const] : []
      })
      // What is left out on purpose is not filled in by what is known of the applicant.
      const left = Object.entries(known).filter(([name]) => own.includes(name) && sources[name]?.kind !== 'register')
      const fields = { ...Object.fromEntries(left), ...fitting, ...Object.fromEntries(fixed) }
      return { fields, kept: { ...rest, sources, disputed: Object.fromEntries(wrong) } }
    })
    const draft = await apply.draft(signedIn, caseId)
    for (const question of questionsOf(compiled))
      if (mustAnswer(compiled, question, draft.fields) && (draft.fields[question[0]] ?? null) === null)
        if (!said.some(({ at }) => at.includes(question[0])))
          said.push({ by: 'form', kind: 'wrong', code: 'MISSING', at: [question[0]] })

    const files: Record<string, { file: string; name: string; size: number; on: string; blank: boolean }[]> = {}
    for (const paper of papersOf(compiled, draft.fields)) {
      const bytes = papers[paper.id]
      if (bytes === undefined) continue
      try {
        const received = await sent(application, bytes, kindsOf(paper))
        files[paper.id] = [{ ...received, name: 'scan', on: apply.today() }]
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
        said.push({ by: 'upload', kind: 'wrong', code: fault.code, at: [paper.id] })
      }
    }
    await apply.change(signedIn, caseId, before => ({ ...before, kept: { ...before.kept, files } }))
    try {
      const findings = await apply.precheck(signedIn, await apply.draft(signedIn, caseId))
      for (const { kind, code, fields, material } of findings)
        said.push({ by: 'precheck', kind, code, at: material === null ? fields : [material] })
    } catch (fault) {
      if (!(fault instanceof Refusal) || fault.status >= 500) throw fault
      said.push({ by: 'precheck', kind: 'wrong', code: fault.code, at: [] })
    }
    await apply.drop(signedIn, caseId)
    return said
  }
}
