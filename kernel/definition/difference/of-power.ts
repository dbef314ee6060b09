import type { Said } from './said.ts'
import {
  asText,
  asWord,
  byKind,
  type Compared,
  listOf,
  rowOf,
  type Speaker,
  type Speakers,
  spoken,
  stageSaid,
} from './speaker.ts'

interface Cited {
  readonly law: string
  readonly articles?: readonly (string | number)[]
  readonly issued?: string
}

const cited = (row: unknown): Said => {
  const { law, articles } = row as Cited
  return { basis: { law, ...(articles && { articles }) } }
}
const bare = (law: string | undefined): Said => ({ basis: { law: (law ?? '').split('#')[0]! } })

const basis: Speaker = byKind({
  added: ({ after }) => spoken('basis.added', { basis: cited(after) }),
  removed: ({ before }) => spoken('basis.removed', { basis: cited(before) }),
})

const articles =
  (law: Said): Speaker =>
  ({ before, after }) => {
    const said = (list: unknown): Said => ({ list: [list ?? []].flat().map(one => articleSaid(one)) })
    return spoken('basis.articles', { law, before: said(before), after: said(after) })
  }

function articleSaid(article: unknown): Said {
  const [, number, item] = /^(\d+)(?:\((.+)\))?$/.exec(String(article)) ?? [undefined, String(article)]
  return item === undefined
    ? { say: 'basis.article', values: { number: number! } }
    : { say: 'basis.articleItem', values: { number: number!, item } }
}

/** 修订 Which revision of a law it stands on, by the day it was issued or since which it binds. */
const revision =
  (which: 'issued' | 'from' | 'to'): Speaker =>
  ({ at, before, after }) => {
    const said = (day: unknown): Said =>
      typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)
        ? { day }
        : day === undefined
          ? { say: 'difference.nothing' }
          : { value: day }
    return spoken(`basis.${which}`, { law: bare(at[2]), before: said(before), after: said(after) })
  }

/** The provision under any other setting: of a limit, a gate, a paper. */
const standsOn: Speaker = ({ at, kind, before, after }) => {
  const where: Said = at.slice(0, -1).join('.')
  if (kind === 'added') return spoken('basis.of.added', { where, basis: cited(after) })
  if (kind === 'removed') return spoken('basis.of.removed', { where, basis: cited(before) })
  return undefined
}
const lawOf: Speaker = ({ at, before, after }) =>
  spoken('basis.of.law', { where: at.slice(0, -2).join('.'), before: bare(String(before)), after: bare(String(after)) })
const articlesOf: Speaker = (change, compared) => articles(change.at.slice(0, -2).join('.'))(change, compared)

const posts: Speaker = ({ at, kind, before, after }) => {
  const role: Said = { word: ['role', at[2]!] }
  const said = (post: unknown): Said => (post === undefined ? { say: 'difference.nobody' } : String(post))
  return spoken(`post.${kind}`, { role, before: said(before), after: said(after) })
}

const pair = (one: unknown, compared: Compared): Said => ({
  say: 'difference.of.pair',
  values: {
    one: stageSaid(compared, String((one as readonly unknown[])[0])),
    other: stageSaid(compared, String((one as readonly unknown[])[1])),
  },
})

const level: Speaker = byKind({
  added: ({ at, after }) => spoken('level.added', { level: { word: ['level', at[2]!] }, text: asText(after, '') }),
  removed: ({ at, before }) =>
    spoken('level.removed', { level: { word: ['level', at[2]!] }, text: asText(before, '') }),
})

const organ: Speaker = ({ before, after }) => spoken('organ', { before: { value: before }, after: { value: after } })

const drawer: Speaker = ({ before, after }) =>
  spoken('drawer', { before: { word: ['drawer', String(before)] }, after: { word: ['drawer', String(after)] } })

const code: Speaker = ({ at, kind, before, after }) =>
  spoken(`code.${kind}`, {
    scheme: { word: ['code-scheme', at[2]!] },
    before: { value: before ?? '' },
    after: { value: after ?? '' },
  })

const from: Speaker = ({ before, after }) =>
  spoken('effective.from', { before: { day: String(before) }, after: { day: String(after) } })
const to: Speaker = byKind({
  added: ({ after }) => spoken('effective.to.added', { day: { day: String(after) } }),
  removed: ({ before }) => spoken('effective.to.removed', { day: { day: String(before) } }),
  changed: ({ before, after }) =>
    spoken('effective.to.changed', { before: { day: String(before) }, after: { day: String(after) } }),
})

const until: Speaker = ({ before, after }) =>
  spoken('term', { before: { day: String(before) }, after: { day: String(after) } })

/** What watches over it: a row that came, went or is otherwise. */
const watched = (what: 'alarms' | 'patrol'): Speaker =>
  byKind({
    added: ({ at }) => spoken(`${what}.added`, { id: at[1]! }),
    removed: ({ at }) => spoken(`${what}.removed`, { id: at[1]! }),
  })

const rung: Speaker = ({ at, before, after }) =>
  spoken('alarms.rung', {
    id: at[1]!,
    level: { word: ['alarm-level', at[3]!] },
    before: { value: before ?? '–' },
    after: { value: after ?? '–' },
  })
const alarmTo: Speaker = (change, compared) =>
  listOf(({ at }) => ({ sentence: 'difference.of.alarmTo', values: { id: at[1]! } }), asWord('alarm-to'))(
    change,
    compared,
  )

const find: Speaker = byKind({
  changed: ({ at, before, after }, compared) =>
    rowOf(compared, 'patrol', at[1]) &&
    spoken('patrol.find', { id: at[1]!, before: { value: before }, after: { value: after } }),
})

const example: Speaker = ({ at, kind }) => spoken(`example.${kind}`, { name: at[1] ?? '' })

const visits: Speaker = byKind({
  changed: ({ before, after }) =>
    spoken(
      'guide.visits',
      { before: Number(before), after: Number(after) },
      ...(Number(after) > Number(before) ? (['heavier'] as const) : (['lighter'] as const)),
    ),
})

const place = (what: 'windows' | 'contacts'): Speaker => listOf(what, one => asText(one, String(one)))

/** The words people read; no rule changes with them. */
const wording: Speaker = ({ at, before, after, kind }) => {
  if (![before, after].every(text => text === undefined || asText(text, '') !== '')) return undefined
  const where = at.slice(0, -1).join('.')
  const part: Said = { say: `difference.of.word.${at.at(-1)!}` }
  if (kind === 'added') return spoken('wording.added', { where, part, after: asText(after, '') }, 'wording')
  if (kind === 'removed') return spoken('wording.removed', { where, part, before: asText(before, '') }, 'wording')
  return spoken('wording.changed', { where, part, before: asText(before, ''), after: asText(after, '') }, 'wording')
}

/** 事权、依据、权限、监督 Whose power it is, on which law it stands, who exercises it, and who watches. */
export const ofPower: Speakers = [
  ['effective.from', from],
  ['effective.to', to],
  ['category.drawer', drawer],
  ['category.starts', listOf('starts', asWord('start'))],
  ['category.levels.*', level],
  ['category.organ.post', organ],
  ['category.codes.*', code],
  ['category.term.until', until],
  ['category.basis.*', basis],
  ['category.basis.*.articles', (change, compared) => articles(bare(change.at[2]))(change, compared)],
  ['category.basis.*.issued', revision('issued')],
  ['category.basis.*.from', revision('from')],
  ['category.basis.*.to', revision('to')],
  [
    'content.name',
    ({ before, after }) => spoken('name', { before: asText(before, ''), after: asText(after, '') }, 'wording'),
  ],
  ['content.parties.*.unit', listOf('units', asWord('unit-of-party'))],
  ['content.channels', listOf('channels', asWord('channel'), { came: ['lighter'], went: ['heavier'] })],
  ['content.guide.visits', visits],
  ['content.guide.faq.*.answer', wording],
  ['content.guide.windows', place('windows')],
  ['content.guide.contacts', place('contacts')],
  ['authority.posts.*', posts],
  ['authority.separate', listOf('separate', pair)],
  ['authority.avoid.grounds', listOf('avoid', asWord('avoidance'))],
  [
    'authority.officers.min',
    ({ before, after }) => spoken('officers', { before: Number(before), after: Number(after) }),
  ],
  ['patrol.*', watched('patrol')],
  ['patrol.*.find', find],
  ['alarms.*', watched('alarms')],
  ['alarms.*.rungs.*', rung],
  ['alarms.*.to', alarmTo],
  ['examples.*', example],
]

/** By the last step alone, wherever it stands. */
export const byLast: Readonly<Record<string, Speaker>> = {
  name: wording,
  text: wording,
  label: wording,
  help: wording,
  sign: wording,
  reason: wording,
  hours: wording,
  supervision: wording,
  quantityLimit: wording,
  anywhere: wording,
  intermediary: wording,
  basis: standsOn,
}
/** And by the last two. */
export const byLastTwo: Readonly<Record<string, Speaker>> = { 'basis.law': lawOf, 'basis.articles': articlesOf }
