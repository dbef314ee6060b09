import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { stringify } from 'yaml'
import { type LawLibrary, lint, makeLawLibrary, readDefinition, readLaw, readRecords } from '#kernel/definition'
import { categoryOf, type Kind, kindOf } from './category.ts'
import { contentOf } from './content.ts'
import { conditionsOf, materialsOf } from './grounds.ts'
import { limitsOf } from './limits.ts'
import { type Reading, type Remark, readingOf } from './reading.ts'

export type { Remark } from './reading.ts'

type Tree = Record<string, unknown>

export interface Draft {
  /** An item file that loads; an editor goes on from it. */
  readonly yaml: string
  readonly remarks: readonly Remark[]
}

export interface DraftOptions {
  /** The day the draft would take effect: laws are held against it. */
  readonly effective?: string
  readonly content?: string
}

const contentDirectory = join(import.meta.dirname, '../../content')

/**
 * 拟稿 A published item (schema real-item/1) becomes a draft of ours. Every element of the source is spoken about once at
 * least; what is missing in it is no fault of the reader and stops nothing.
 */
export function draftFrom(file: string, json: unknown, options: DraftOptions = {}): Draft {
  const { effective = '2026-01-01', content = contentDirectory } = options
  const laws = lawsIn(join(content, 'laws'), join(content, 'rules/known-records.yaml'))
  const reading = readingOf(json)
  const kind = kindOf(reading)
  const definition = definitionOf(reading, kind, laws, basename(file), effective)
  const yaml = `# 由 ${basename(file)} 拟成的草稿，须经编辑、合法性审核后发布。\n${stringify(definition, { lineWidth: 0, aliasDuplicateObjects: false })}`
  outside(reading)
  judge(reading, yaml, basename(file), laws, content)
  return { yaml, remarks: reading.finish() }
}

function definitionOf(reading: Reading, kind: Kind, laws: LawLibrary, file: string, effective: string): Tree {
  const version = Number(reading.text('codes.version'))
  if (Number.isInteger(version) && version > 0) reading.understood('codes.version', 'version')
  reading.say('default', 'effective', `暂定 ${effective} 起生效，依据效力以该日为准 laws are held against that day`)
  const url = reading.text('source.url')
  if (url !== undefined) reading.understood('source.url', 'source.url')
  const form: Tree = {}
  const category = categoryOf(reading, kind, laws)
  const materials = materialsOf(reading, form)
  const conditions = conditionsOf(reading, form, kind.start === 'application' ? 'review' : 'investigate')
  const limits = limitsOf(reading, kind, laws, effective)
  const whole = contentOf(reading, kind, form)
  return {
    item: keyOf(reading.text('file') ?? file),
    version: Number.isInteger(version) && version > 0 ? version : 1,
    effective: { from: effective },
    extends: kind.template,
    source: { file, ...(url !== undefined && { url }) },
    category,
    content: whole,
    ...(materials.length > 0 && { materials }),
    ...(conditions.length > 0 && { conditions }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(kind.start === 'application' ? publicity(reading) : discretion(reading)),
    examples: [
      {
        name: '草稿：只到第一步',
        given: {},
        ...(kind.start !== 'application' && { start: kind.start }),
        acts: [kind.start === 'application' ? 'submit' : 'lodge'],
        expect: { stage: kind.start === 'application' ? 'accept' : 'file' },
      },
    ],
  }
}

/** 01-xk-energy-review-lingshan → energy-review-lingshan. */
function keyOf(file: string): string {
  const key = file
    .replace(/\.json$/, '')
    .replace(/^\d+-([a-z]{2}-)?/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
  return key === '' ? 'imported-item' : key
}

function publicity(reading: Reading): Tree {
  reading.say('default', 'publicity.decision', '准予决定公开，七个工作日内上网（行政许可法第四十条、双公示规定）')
  return {
    publicity: {
      decision: {
        outcomes: ['grant'],
        within: '7 workday',
        for: 'validity',
        scope: 'city',
        fields: ['number', 'applicant.name', 'outcome', 'decidedOn'],
        withdraw: {
          on: ['changed', 'revoked', 'declaredUnlawful', 'declaredInvalid'],
          within: '3 workday',
          reason: true,
        },
        basis: { law: '行政许可法', articles: [40] },
      },
    },
  }
}

function discretion(reading: Reading): Tree {
  reading.say(
    'default',
    'authority.discretion',
    '裁量基准须由本机关制定，暂缺（行政处罚法第三十四条）the bands of the fine are to be written',
  )
  return { authority: { discretion: 'none' } }
}

const places: readonly (readonly [string, string])[] = [
  ['schema', '来源格式 format of the source'],
  ['file', '→ item（取文件名作键）the key of the item'],
]
const ofImplementation = [
  'region',
  'exerciseArea',
  'online.url',
  'online.depth',
  'authority.innerOffice',
  'jointOrg',
  'exerciseContentByLevel',
]
const aboutSource = [
  'completeness',
  'source.via',
  'source.date',
  'source.indexNo',
  'source.note',
  'check',
  'note',
  'related',
  'columns',
]

/** What is about the publication or the organ rather than the item, and what the source itself marks as odd. */
function outside(reading: Reading): void {
  for (const [path, text] of places) if (reading.at(path) !== undefined) reading.say('understood', path, text)
  for (const path of ofImplementation)
    if (reading.at(path) !== undefined)
      reading.say('left', path, '属于实施清单，不属于事项 belongs to the implementation')
  for (const path of aboutSource)
    if (reading.at(path) !== undefined)
      reading.say('left', path, '关于公开件本身，不归入设定 about the publication itself')
  for (const path of reading.each('anomalies'))
    reading.say('contradictory', path, `公开件自述的异常：${reading.text(path) ?? ''} the source marks this itself`)
  const columns = reading.each('columns').length
  for (const row of reading.each('rows')) {
    const cells = reading.each(row).length
    if (columns > 0 && cells !== columns)
      reading.say('contradictory', row, `表头 ${columns} 列，此行 ${cells} 格 the row does not fit its columns`)
  }
  if (reading.text('conditionsOfAcceptance.reviewMethod') !== undefined)
    reading.understood('conditionsOfAcceptance.reviewMethod', 'flow.expert')
  if (reading.number('faqCount') !== undefined)
    reading.say('left', 'faqCount', '只有常见问题的条数，没有内容 the questions are counted, not given')
}

/** Loads the draft and holds it against the law; findings are told of the element they came from. */
function judge(reading: Reading, yaml: string, file: string, laws: LawLibrary, content: string): void {
  const read = readDefinition(file.replace(/\.json$/, '.yaml'), yaml, name => {
    const bytes = readFileSync(join(content, `${name}.yaml`))
    return { file: `${name}.yaml`, bytes }
  })
  for (const { rule, path, text } of read.findings)
    reading.say('left', reading.sourceOf(path), `草稿须改 the draft needs an editor: ${rule} ${text.zh}`)
  if (!read.loaded) return
  for (const { rule, path, text, severity } of lint(read.loaded.definition, laws)) {
    const shown = read.loaded.positions.shown(path)
    const known = [shown, path.join('.')].map(place => [place, reading.sourceOf(place)] as const)
    const where = known.find(([place, source]) => place !== source)?.[1] ?? shown
    reading.say(
      'faulty',
      where,
      `${severity === 'warning' ? '存疑 doubtful' : '违法 unlawful'}: ${rule} ${text.zh} ${text.en}`,
    )
  }
}

/** The law library, read at once: a draft is made by one command, not by a server. */
function lawsIn(folder: string, records: string): LawLibrary {
  const laws = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .map(name => readLaw(name, readFileSync(join(folder, name), 'utf8')))
  return makeLawLibrary(laws, readRecords(records, readFileSync(records, 'utf8')))
}
