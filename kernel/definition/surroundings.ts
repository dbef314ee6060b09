import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#kernel/refusal'
import { largestFile } from './document.ts'
import type { Finding } from './finding.ts'
import { type Law, type LawLibrary, makeLawLibrary, readLaw, readRecords } from './lint/index.ts'
import { type OfficeSource, officesOf } from './offices.ts'
import { answersScopeOf, noRegisters, type RegisterScope, type RegisterSource, registerScopeOf } from './registers.ts'
import type { TemplateSource } from './template.ts'

/** 周边内容 What stands around an item in a content folder and is needed to read and judge it. */
export interface Surroundings {
  readonly template: TemplateSource
  readonly registers: RegisterSource
  readonly offices: OfficeSource | undefined
  readonly laws: LawLibrary
  /** What is wrong with those files themselves. */
  readonly findings: readonly Finding[]
  /** What each of them says, as a digest by its name: `templates/seizure` (with what it extends), `registers/penalty`, `organs`. Laws are digests of what was read of them. */
  readonly digests: ReadonlyMap<string, string>
}

/** Reads the templates, registers, what else is asked, kinds of organ and laws of a content folder. */
export async function readSurroundings(content: string): Promise<Surroundings> {
  const findings: Finding[] = []
  const templates = await filesIn(join(content, 'templates'))
  const registers = new Map<string, RegisterScope>()
  const registerFiles = await filesIn(join(content, 'registers'))
  for (const [name, { file, bytes }] of registerFiles) {
    const scope = registerScopeOf(file, bytes)
    if (scope) registers.set(name, scope)
  }
  const answerFiles = await filesIn(join(content, 'answers'))
  for (const [name, { file, bytes }] of answerFiles) {
    const scope = answersScopeOf(file, bytes)
    if (scope && !registers.has(name)) registers.set(name, scope)
  }
  const types = (await filesIn(join(content, 'organs'))).get('organ-types')
  const laws: Law[] = []
  for (const { file, bytes } of (await filesIn(join(content, 'laws'))).values())
    attempt(findings, file, () => laws.push(readLaw(file, bytes.toString())))
  const known = (await filesIn(join(content, 'rules'))).get('known-records')
  const records = known && attempt(findings, known.file, () => readRecords(known.file, known.bytes.toString()))
  return {
    template: name => templates.get(name.replace(/^templates\//, '')),
    registers: registers.size === 0 ? noRegisters : name => registers.get(name),
    offices: types && officesOf(types.file, types.bytes),
    laws: makeLawLibrary(laws, records ?? []),
    findings,
    digests: new Map([
      ...[...templates.keys()].map(name => [`templates/${name}`, templateDigest(templates, name)] as const),
      ...[...answerFiles, ...registerFiles].map(([name, file]) => [`registers/${name}`, digestOf(file)] as const),
      ['organs', digestOf(types)],
    ]),
  }
}

function digestOf(...files: readonly (ContentFile | undefined)[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file?.file} ${file?.bytes.length}\n`).update(file?.bytes ?? '')
  return hash.digest('base64url')
}

/** A template with those it stands on. */
function templateDigest(templates: ReadonlyMap<string, ContentFile>, name: string): string {
  const chain: ContentFile[] = []
  for (let next: string | undefined = name; next !== undefined; ) {
    const file = templates.get(next)
    if (!file || chain.includes(file)) break
    chain.push(file)
    next = /^extends:\s*["']?(?:templates\/)?([a-z0-9-]+)/m.exec(file.bytes.toString())?.[1]
  }
  return digestOf(...chain)
}

/** A file that cannot be used is said and left out. */
function attempt<Result>(findings: Finding[], file: string, work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const rule = error instanceof Refusal ? error.code : 'DEFINITION_SYNTAX'
    findings.push({
      severity: 'error',
      rule,
      file,
      line: 1,
      column: 1,
      path: '',
      text: { zh: error.message, en: error.message },
    })
    return undefined
  }
}

export interface ContentFile {
  readonly file: string
  readonly bytes: Buffer
}

/** A file larger than allowed is not read: one byte too many is enough to be refused. */
export function readLimited(file: string): Buffer {
  const { size } = statSync(file)
  return size > largestFile ? Buffer.alloc(largestFile + 1) : readFileSync(file)
}

export const isYaml = (name: string): boolean => /\.ya?ml$/.test(name)

async function filesIn(folder: string): Promise<ReadonlyMap<string, ContentFile>> {
  const names = (await readdir(folder).catch(() => [])).filter(isYaml).sort()
  const files = names.map(name => {
    const file = join(folder, name)
    return [name.replace(/\.ya?ml$/, ''), { file, bytes: readLimited(file) }] as const
  })
  return new Map(files)
}
