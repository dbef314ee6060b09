import { stringify } from 'yaml'
import { type ItemDefinition, loadDefinition, type TemplateSource } from '#kernel/definition'
import { writeItem } from '../intake/overlay.ts'
import { type Chance, chanceOf } from './chance.ts'
import { isStreetOnly, levelsOf } from './levels.ts'
import { examplesOf, makingOf } from './making.ts'
import { writeOversight } from './parts.ts'
import { type Power, powers } from './powers.ts'
import { subjects, watches } from './subjects.ts'
import { basicCode } from './task-code.ts'

/** 合成事项 One invented item, as a file. */
export interface Synthetic {
  readonly item: string
  readonly drawer: string
  readonly name: string
  readonly yaml: string
}

export interface SynthesisOptions {
  readonly count: number
  readonly seed: number
  readonly template: TemplateSource
}

const total = powers.reduce((sum, { weight }) => sum + weight, 0)

/** The province whose list the invented items stand in. */
const liaoning = '21'

/** 临时职权 A few powers over people are given for a time, and end by themselves. */
const temporary = { until: '2028-06-30', renewBy: '2028-03-31' }
const mayBeTemporary = new Set(['permit', 'other', 'fund'])
const isTemporary = ({ drawer }: Power, chance: Chance): boolean => mayBeTemporary.has(drawer) && chance.yes(0.03)

/** The power of a place: every kind comes early, then as often as a city has it. */
function powerAt(place: number, draw: number): Power {
  if (place < powers.length) return powers[place]!
  let left = draw
  for (const power of powers) {
    left -= power.weight
    if (left < 0) return power
  }
  return powers.at(-1)!
}

/**
 * 合成 Distinct items for loads and drills: organs, laws and templates are the city's own, names and contents are invented and say so.
 * The same seed makes the same files; they differ in flow, limits, papers, rules, questions and money, not in name only.
 */
export function* synthesize({ count, seed, template }: SynthesisOptions): Generator<Synthetic> {
  const bases = new Map(powers.map(power => [power, baseOf(power, template)]))
  const names = new Set<string>()
  for (let place = 0; place < count; place++) {
    const chance = chanceOf(seed, place)
    const power = powerAt(place, chance.whole(0, total - 1))
    const subject = power.subject ?? chance.pick(subjects)
    const making = makingOf(chance, subject, bases.get(power)!)
    const plain = power.name(making)
    let name = `${plain}（合成）`
    for (let again = 2; names.has(name); again++) name = `${plain}第${again}类（合成）`
    names.add(name)
    const item = `synthetic-${power.template}-${String(place + 1).padStart(5, '0')}`
    const { overlay } = making
    const levels = levelsOf(chance, power.atTheStreet === true)
    const basis = (making.base.category.basis ?? []).filter(({ law }) => law !== '行政诉讼法')
    overlay.set('category', {
      drawer: power.drawer,
      levels,
      organ: { post: isStreetOnly(levels) ? 'street' : (power.organ ?? subject.organ) },
      codes: { synthetic: String(seed), 'gb39554.basic': basicCode(liaoning, power.drawer, place) },
      listed: {
        list: 'synthetic-power-list',
        entry: `HC-${String(place + 1).padStart(5, '0')}`,
        approvedBy: 'county-government',
      },
      ...(isTemporary(power, chance) && { term: temporary }),
      basis: power.subject ? basis : [...basis.filter(({ law }) => law !== subject.law.law), subject.law],
    })
    overlay.set('content.name', { zh: name })
    power.vary(making)
    writeOversight(making, watches)
    const head = {
      item,
      version: 1,
      effective: { from: '2026-07-01' },
      extends: `templates/${power.template}`,
      source: { file: 'synthetic', note: `合成事项，种子 ${seed}，第 ${place + 1} 件；名称和内容均为虚构` },
    }
    yield {
      item,
      drawer: power.drawer,
      name,
      yaml: writeItem(head, overlay, examplesOf(making)),
    }
  }
}

function baseOf({ template, drawer, organ, subject }: Power, source: TemplateSource): ItemDefinition {
  const facts = { hearingDue: { test: 'finding.proposedFine >= 1' } }
  const text = stringify({
    item: 'base',
    version: 1,
    effective: { from: '2026-07-01' },
    extends: `templates/${template}`,
    category: {
      drawer,
      levels: { county: '县级' },
      organ: { post: organ ?? subject?.organ ?? 'approval-bureau' },
      listed: { list: 'synthetic-power-list', entry: 'HC-0', approvedBy: 'county-government' },
      ...(hasBasis(template, source) ? {} : { basis: [{ law: '行政诉讼法', articles: [46] }] }),
    },
    content: { name: 'base', ...(drawer === 'penalty' && { facts }) },
    ...(drawer === 'penalty' && { authority: { discretion: 'none' } }),
  })
  return loadDefinition('base.yaml', text, source).definition
}

/** Whether a template, or one it extends, names the laws it stands on. */
function hasBasis(template: string, source: TemplateSource): boolean {
  const text = Buffer.from(source(`templates/${template}`)?.bytes ?? []).toString()
  const parent = /^extends: templates\/(\S+)$/m.exec(text)?.[1]
  return /^ {2}basis:/m.test(text) || (parent !== undefined && hasBasis(parent, source))
}
