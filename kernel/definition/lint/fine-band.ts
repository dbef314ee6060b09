import { onSpotCeiling } from '../settings/authority.ts'
import type { ItemDefinition } from '../settings/item.ts'
import type { Provision } from '../settings/words.ts'
import { type Complaint, type Ground, provision, type Rule } from './ground.ts'
import type { Law } from './law.ts'

interface Range {
  readonly law: Law
  readonly fine: NonNullable<Law['fines']>[number]
}

/** What the law library knows of the articles the item stands on. */
const rangesOf = ({ definition, library }: Ground): readonly Range[] =>
  definition.category.basis.flatMap(({ law: name, articles }) => {
    const law = library.find(name)
    return (law?.fines ?? [])
      .filter(({ article }) => articles.map(String).includes(article))
      .map(fine => ({ law: law!, fine }))
  })

/** 裁量基准 What the bands of discretion rest on. */
const bands: Provision = { law: '行政处罚法', articles: [34] }

const fines = ({ content }: ItemDefinition) =>
  Object.values(content.outcomes).some(({ effects }) => effects.some(effect => 'ledger' in effect))

/** 裁量幅度 The item writes down the range of the article it applies, and every band lies within it and begins below where it ends. */
export const fineBand: Rule = function* (ground) {
  const { definition } = ground
  if (definition.category.drawer !== 'penalty' || !fines(definition)) return
  const ranges = rangesOf(ground)
  yield* ofRange(definition, ranges)
  yield* ofBands(definition, ranges)
  yield* ofTheSpot(definition)
}

/** What is decided on the spot stays below the ceiling of the largest party it can meet (行政处罚法51). */
function* ofTheSpot({ authority: { fine }, content }: ItemDefinition): Generator<Complaint> {
  if (!fine?.onSpot) return
  const units = Object.values(content.parties).flatMap(role => [role?.unit ?? []].flat())
  const max = units.some(unit => unit === 'firm' || unit === 'organ') ? onSpotCeiling.firm : onSpotCeiling.person
  if (fine.max > max)
    yield {
      path: ['authority', 'fine', 'max'],
      zh: `当场处罚的罚款不得超过 ${max} 分`,
      en: `A fine on the spot is at most ${max} fen`,
      basis: { law: '行政处罚法', articles: ['51'] },
    }
}

/** What a running case is held to is the item's own word: it must be there, and be the law's. */
function* ofRange({ authority }: ItemDefinition, ranges: readonly Range[]): Generator<Complaint> {
  const { fine, discretion } = authority
  const [first] = ranges
  if (!fine) {
    if (first || discretion !== 'none')
      yield {
        path: ['authority', 'discretion'],
        zh: '没有写明法定罚款幅度（authority.fine）',
        en: 'The range of the fine is not written down (authority.fine)',
        basis: first ? provision(first.law, first.fine.article) : bands,
      }
    return
  }
  if (first && !ranges.some(({ fine: { min, max } }) => fine.min === min && fine.max === max))
    yield {
      path: ['authority', 'fine'],
      zh: `法定罚款幅度是 ${first.fine.min}–${first.fine.max} 分`,
      en: `The range of the law is ${first.fine.min}–${first.fine.max} fen`,
      basis: provision(first.law, first.fine.article),
    }
}

function* ofBands({ authority, rules }: ItemDefinition, ranges: readonly Range[]): Generator<Complaint> {
  const { discretion, fine } = authority
  if (discretion === 'none') return
  const rule = rules.find(({ id }) => id === discretion.table)
  const at = (name: string) => rule?.table?.outputs.findIndex(output => output.name === name) ?? -1
  const [low, high] = [at('min'), at('max')]
  const allowed = ranges.length > 0 ? ranges.map(range => range.fine) : fine ? [fine] : []
  const [range] = allowed
  for (const row of rule?.table?.rules ?? []) {
    const [min, max] = [Number(row.then[low]), Number(row.then[high])]
    const path = ['rules', discretion.table, 'table', 'rules', row.id]
    if (!(min <= max)) yield { path, zh: '幅度的下限高于上限', en: 'The band begins above where it ends', basis: bands }
    if (range && !allowed.some(one => min >= one.min && max <= one.max))
      yield {
        path,
        zh: `幅度超出法定的 ${range.min}–${range.max} 分`,
        en: `The band leaves the range of the law, ${range.min}–${range.max} fen`,
        ...(ranges[0] ? { basis: provision(ranges[0].law, ranges[0].fine.article) } : { basis: fine!.basis }),
      }
  }
}
