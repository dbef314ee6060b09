import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import type { Bilingual, Finding } from './finding.ts'
import { type Fit, makeFit } from './fit.ts'
import type { Positions, Segment } from './located.ts'

/** One complaint of the schema validator, in the words of JSON Schema. */
interface Complaint {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

// TypeBox stops after eight complaints unless told otherwise; a clerk wants to see them all, within reason
Settings.Set({ maxErrors: 400 })

/** Only what is wrong is put to the whole validator: it is large, and most of what is read is right. */
const compiled = new Map<TSchema, ReturnType<typeof Compile>>()
const validatorOf = (schema: TSchema) => {
  const known = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, known)
  return known
}

const fits = new Map<TSchema, Fit>()
const fitOf = (schema: TSchema): Fit => {
  const known = fits.get(schema) ?? makeFit(schema)
  fits.set(schema, known)
  return known
}

/** 查格式 Checks plain data against a schema; every complaint is placed in the file and put into words. */
export function checkShape(schema: TSchema, value: unknown, positions: Positions): readonly Finding[] {
  if (fitOf(schema)(value)) return []
  const complaints = relevant(validatorOf(schema).Errors(value) as unknown as Complaint[])
  const findings = complaints.flatMap(complaint => findingsOf(complaint, positions))
  return [
    ...new Map(
      findings.map(finding => [`${finding.line}:${finding.column}:${finding.path}:${finding.text.en}`, finding]),
    ).values(),
  ]
}

/**
 * Where one of several forms is allowed (`anyOf`), the validator complains for every form. The form the writer meant is
 * the one whose own shape fits: nothing required missing, no key too many, the right type. Only its complaints are kept.
 */
function relevant(all: readonly Complaint[]): readonly Complaint[] {
  let kept = all.filter(({ keyword }) => keyword !== 'boolean')
  for (const union of all
    .filter(({ keyword }) => keyword === 'anyOf')
    .sort((a, b) => b.schemaPath.length - a.schemaPath.length)) {
    const prefix = `${union.schemaPath}/anyOf/`
    const branches = new Map<string, Complaint[]>()
    for (const complaint of kept) {
      if (!complaint.schemaPath.startsWith(prefix) || !complaint.instancePath.startsWith(union.instancePath)) continue
      const branch = complaint.schemaPath.slice(prefix.length).split('/')[0]!
      branches.set(branch, [...(branches.get(branch) ?? []), complaint])
    }
    const meant = [...branches.values()]
      .map(list => ({ list, misfit: misfit(list, union) }))
      .sort((a, b) => a.misfit - b.misfit)[0]
    const dropped = new Set([...branches.values()].flat())
    if (meant && meant.misfit < 10) {
      for (const complaint of meant.list) dropped.delete(complaint)
      dropped.add(union)
    }
    kept = kept.filter(complaint => !dropped.has(complaint))
  }
  return kept
}

function misfit(list: readonly Complaint[], union: Complaint): number {
  let weight = 0
  for (const { instancePath, keyword, params } of list) {
    if (instancePath !== union.instancePath) weight += 1
    else if (keyword === 'required') weight += 6 * ((params.requiredProperties as unknown[])?.length ?? 1)
    else if (keyword === 'additionalProperties') weight += 4
    else weight += 20
  }
  return weight
}

const unescaped = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~')
const segmentsOf = (pointer: string): Segment[] => pointer.split('/').slice(1).map(unescaped)

function findingsOf(complaint: Complaint, positions: Positions): Finding[] {
  const path = segmentsOf(complaint.instancePath)
  const make = (rule: string, at: readonly Segment[], text: Bilingual): Finding => ({
    severity: 'error',
    rule,
    ...positions.at(at),
    path: positions.shown(at),
    text,
  })
  const { params } = complaint
  switch (complaint.keyword) {
    case 'required':
      return (params.requiredProperties as string[]).map(name =>
        make('DEFINITION_MISSING', path, { zh: `缺少“${name}”`, en: `“${name}” is missing` }),
      )
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return ((params.additionalProperties ?? params.unevaluatedProperties ?? []) as string[]).map(name =>
        make('DEFINITION_UNKNOWN_KEY', [...path, name], {
          zh: `没有“${name}”这个设定`,
          en: `There is no setting “${name}”`,
        }),
      )
    case 'enum':
      return [
        make('DEFINITION_VALUE', path, {
          zh: `只能是:${(params.allowedValues as unknown[]).join('、')}`,
          en: `Must be one of: ${(params.allowedValues as unknown[]).join(', ')}`,
        }),
      ]
    case 'const':
      return [
        make('DEFINITION_VALUE', path, {
          zh: `只能是:${String(params.allowedValue)}`,
          en: `Must be: ${String(params.allowedValue)}`,
        }),
      ]
    case 'type':
      return [make('DEFINITION_TYPE', path, typeText(params.type))]
    case 'pattern':
      return [
        make('DEFINITION_PATTERN', path, {
          zh: `写法不对,应符合 ${String(params.pattern)}`,
          en: `Must be written as ${String(params.pattern)}`,
        }),
      ]
    case 'anyOf':
      return [make('DEFINITION_VALUE', path, { zh: '不是允许的写法之一', en: 'Not one of the allowed forms' })]
    default:
      return [make('DEFINITION_VALUE', path, limitText(complaint))]
  }
}

const typeWords: Readonly<Record<string, Bilingual>> = {
  string: { zh: '文字(数字编码请加引号)', en: 'text (put codes of digits in quotes)' },
  integer: { zh: '整数', en: 'an integer' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '“键: 值”的清单', en: 'a map of keys and values' },
}

function typeText(type: unknown): Bilingual {
  const words = typeWords[String(type)] ?? { zh: String(type), en: String(type) }
  return { zh: `应当是${words.zh}`, en: `Must be ${words.en}` }
}

function limitText({ keyword, params }: Complaint): Bilingual {
  const limit = String(params.limit ?? '')
  const words: Readonly<Record<string, Bilingual>> = {
    minimum: { zh: `不得小于 ${limit}`, en: `Must be at least ${limit}` },
    maximum: { zh: `不得大于 ${limit}`, en: `Must be at most ${limit}` },
    minLength: { zh: '不得为空', en: 'Must not be empty' },
    minItems: { zh: `至少 ${limit} 项`, en: `At least ${limit} items` },
    maxItems: { zh: `至多 ${limit} 项`, en: `At most ${limit} items` },
    uniqueItems: { zh: '不得重复', en: 'Items must not repeat' },
    minProperties: { zh: `至少 ${limit} 项`, en: `At least ${limit} entries` },
    maxProperties: { zh: `至多 ${limit} 项`, en: `At most ${limit} entries` },
    propertyNames: { zh: '名称的写法不对', en: 'A name is not written as it must be' },
  }
  return words[keyword] ?? { zh: `不符合 ${keyword}`, en: `Does not satisfy ${keyword}` }
}
