import { stringify } from 'yaml'
import {
  type Example,
  type ItemDefinition,
  type LoadedDefinition,
  loadDefinition,
  readDefinition,
  type Surroundings,
} from '#kernel/definition'
import { type Account, openAccount, type Report } from './account.ts'
import { chooseProcedure } from './choose-procedure.ts'
import { findContradictions } from './contradictions.ts'
import { type Element, textOf, within } from './element.ts'
import { findFaultsOfBasis } from './faults-of-basis.ts'
import { findFaultsOfProcedure, findRepeatedVisits } from './faults-of-procedure.ts'
import { itemsIn, type SourceShape } from './items-in.ts'
import type { Making } from './making.ts'
import { makeOverlay, type Overlay, writeItem } from './overlay.ts'
import type { Procedure } from './procedures.ts'
import { judgeAndRepair } from './repair.ts'
import { writeCategory } from './write-category.ts'
import { writeContent } from './write-content.ts'
import { withinFine, writeFine } from './write-fine.ts'
import { writeFlow } from './write-flow.ts'
import { writeConditions, writeMaterials } from './write-grounds.ts'
import { writeLimits, writeSpecialProcedures } from './write-time.ts'

/** 草稿 One item, ready to be written down; an editor goes on from it. */
export interface Draft {
  readonly item: string
  readonly drawer: string
  readonly template: string
  readonly yaml: string
  /** Absent when something is left that no repair could take out: the report says what. */
  readonly loaded?: LoadedDefinition
}

export interface Intake extends Report {
  readonly shape: SourceShape
  readonly drafts: readonly Draft[]
}

export interface IntakeOptions {
  readonly surroundings: Surroundings
  /** The day the drafts would take effect: laws are held against it. */
  readonly effective: string
}

/**
 * 导入 A published source becomes drafts, one for each item in it. Every element ends as understood, set aside with a reason, or
 * listed; what contradicts itself and what is against the law is told besides, and repaired in the draft by declared defaults.
 */
export function takeIn(file: string, source: object, options: IntakeOptions): Intake {
  const account = openAccount(source)
  const { shape, items } = itemsIn(source, account)
  if (shape === 'rows') findRepeatedVisits(items, account)
  const names = new Set<string>()
  const drafts = items.map((item, at) => draftOf(item, keyOf(item, file, shape, at, names), file, account, options))
  return { ...account.close(), shape, drafts }
}

/** 01-xk-energy-review-lingshan → energy-review-lingshan; rows and list entries are numbered. */
function keyOf(item: Element, file: string, shape: SourceShape, at: number, names: Set<string>): string {
  const own = textOf(item.entries.get('file')) ?? file
  const bare = own
    .replace(/^.*[\\/]/, '')
    .replace(/\.json$/i, '')
    .replace(/^\d+-([a-z]{2}-)?/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
  const numbered = shape === 'item' ? bare || 'imported-item' : `${bare || 'imported-item'}-${at + 1}`
  const key = names.has(numbered) ? `${numbered}-${at + 1}` : numbered
  names.add(key)
  return key
}

function draftOf(
  item: Element,
  key: string,
  file: string,
  account: Account,
  { surroundings, effective }: IntakeOptions,
): Draft {
  account.begin()
  const { procedure, drawer } = chooseProcedure(item, account)
  const overlay = makeOverlay()
  const base = baseOf(procedure, drawer, effective, surroundings)
  const making: Making = {
    item,
    account,
    overlay,
    procedure,
    drawer,
    base,
    laws: surroundings.laws,
    offices: surroundings.offices,
    effective,
    given: {},
    added: [],
  }
  const version = Number(textOf(within(item, 'codes.version')))
  overlay.set('source', { file: file.replace(/^.*[\\/]/, '').slice(0, 200) })
  const url = textOf(within(item, 'source.url'))
  if (url !== undefined) overlay.set('source.url', url)
  writeCategory(making)
  writeContent(making)
  writeFine(making)
  writeLimits(making)
  writeSpecialProcedures(making)
  writeFlow(making)
  writeConditions(making)
  writeMaterials(making)
  findContradictions(making)
  findFaultsOfBasis(making)
  findFaultsOfProcedure(making)
  account.decide('effective', `暂定 ${effective} 起生效，依据效力以该日为准 laws are held against that day`)
  for (const list of ['duties', 'liability'] as const) {
    const own = overlay.get(`category.${list}`)
    if (Array.isArray(own)) overlay.set(`category.${list}`, [...(base.category[list] ?? []), ...own].slice(0, 60))
  }
  const head = {
    item: key,
    version: Number.isInteger(version) && version > 0 ? version : 1,
    effective: { from: effective },
    extends: procedure.template,
  }
  const text = () => written(file, head, overlay, examplesOf(making))
  const loaded = judgeAndRepair(`${key}.yaml`, overlay, text, account, surroundings)
  return { item: key, drawer, template: procedure.template, yaml: text(), ...(loaded && { loaded }) }
}

const written = (file: string, head: object, overlay: Overlay, examples: readonly Example[]): string =>
  `# 由 ${file.replace(/^.*[\\/]/, '').replaceAll(/[\r\n]/g, ' ')} 拟成的草稿，须经编辑、合法性审核后发布。\n${writeItem(head, overlay, examples)}`

/** A catalogue of a thousand entries stands on a few templates: each is read once for as long as what stands around it is the same. */
const bases = new WeakMap<Surroundings, Map<string, ItemDefinition>>()

function baseOf(procedure: Procedure, drawer: string, effective: string, surroundings: Surroundings): ItemDefinition {
  const known = bases.get(surroundings) ?? new Map<string, ItemDefinition>()
  bases.set(surroundings, known)
  const key = JSON.stringify([procedure.template, procedure.defaults, drawer, effective])
  const base = known.get(key) ?? templateOf(procedure, drawer, effective, surroundings)
  known.set(key, base)
  return base
}

const law = { basis: [{ law: '行政诉讼法', articles: [46] }] }
const organ = { organ: { post: 'approval-bureau' } }

/** The template by itself, with the little an item must say; an organ and a law only where it has none. */
function templateOf(
  { template, defaults }: Procedure,
  drawer: string,
  effective: string,
  surroundings: Surroundings,
): ItemDefinition {
  const overlay = makeOverlay()
  for (const [setting, value] of defaults ?? []) overlay.set(setting, value)
  overlay.set('content.name', '草稿')
  const listed = { list: 'county-power-list', entry: 'draft', approvedBy: 'county-government' }
  const tries = [{}, law, organ, { ...law, ...organ }].map(more => {
    const category = { drawer, levels: { county: '县级' }, listed, ...more }
    return stringify({
      item: 'draft',
      version: 1,
      effective: { from: effective },
      extends: template,
      ...overlay.tree,
      category,
    })
  })
  const found = tries
    .map(text => readDefinition('draft.yaml', text, surroundings.template))
    .find(({ loaded }) => loaded)
  return found?.loaded?.definition ?? loadDefinition('draft.yaml', tries.at(-1)!, surroundings.template).definition
}

/** The template's examples, with what this draft asks besides and the stages it has besides. */
function examplesOf(making: Making): readonly Example[] {
  const { base, given, added, overlay } = making
  const asked = Object.fromEntries(
    Object.entries(given).filter(([field]) => overlay.get(`content.form.${field}`) !== undefined),
  )
  return withinFine(making, base.examples).map(example => ({
    ...example,
    given: { ...example.given, ...asked },
    acts: example.acts.flatMap(act => {
      const verb = typeof act === 'string' ? act : Object.keys(act)[0]
      const more = added.filter(({ after }) => after === verb).map(one => one.act as Example['acts'][number])
      return [act, ...more]
    }),
  }))
}
