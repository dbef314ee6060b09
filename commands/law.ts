import { isDay, systemClock } from '#kernel/clock'
import {
  articlesCited,
  type ItemDefinition,
  lawFacts,
  readDefinition,
  readLimited,
  readSurroundings,
} from '#kernel/definition'
import { contentDirectory } from '../content.ts'
import { itemFilesOf } from './check/item-files.ts'
import type { Command } from './command.ts'
import { usage } from './line.ts'

const statusWords = {
  'in-force': '现行',
  'not-yet': '尚未施行',
  repealed: '已经失效',
  'earlier-revision': '适用修订前的版本',
} as const

/** 查法规 What the library knows of a law, or of all: since when it binds, its articles, limits and demands, and which items stand on it. */
export const law: Command = {
  summary: {
    zh: '查法规库:效力、条文、时限、哪些事项引用',
    en: 'look a law up: force, articles, limits, which items cite it',
  },
  usage: 'law [NAME]',
  options: { on: { about: '看哪一天的效力 as of which day; today', value: 'YYYY-MM-DD' } },
  takes: [0, 1],
  run: async ({ args: [name], options }) => {
    const day = typeof options.on === 'string' ? options.on : systemClock().today().toString()
    if (!isDay(day)) throw usage({ detail: `--on is a day, not ${day}.`, remedy: 'Write it as 2026-07-01.' })
    const { laws, template } = await readSurroundings(contentDirectory)
    if (name === undefined) {
      const all = laws.laws.map(one => lawFacts(one, day))
      return {
        ok: true,
        figures: {
          laws: all.length,
          verified: all.filter(one => one.verified).length,
          articles: all.reduce((sum, { articles }) => sum + articles.length, 0),
          limits: all.reduce((sum, one) => sum + one.articles.reduce((more, { limits }) => more + limits.length, 0), 0),
        },
        text: all
          .map(
            one =>
              `${one.verified ? '已核对' : '未核对'} ${statusWords[one.status]} ${one.law}（${one.from} 起${one.to === undefined ? '' : `，${one.to} 止`}）`,
          )
          .join('\n'),
      }
    }
    const found = laws.find(name)
    if (!found)
      throw usage({
        detail: `The library has no ${name}.`,
        remedy: 'plumbline law lists what it has; a law is found by its short or full name or its number.',
      })
    const facts = lawFacts(found, day)
    const items = itemFilesOf(contentDirectory).flatMap(file => {
      const definition: ItemDefinition | undefined = readDefinition(file, readLimited(file), template).loaded
        ?.definition
      const articles = definition ? articlesCited(definition, found, laws) : []
      const cites =
        definition !== undefined &&
        (articles.length > 0 || definition.category.basis.some(one => laws.find(one.law) === found))
      return cites ? [{ item: definition.item, articles }] : []
    })
    const limit = ({ what, kind, value, unit, verified }: (typeof facts.articles)[number]['limits'][number]) =>
      `    ${kind === 'max' ? '最长' : kind === 'min' ? '最短' : '提前'} ${value} ${unit} ${what}${verified ? '' : '（未核对）'}`
    return {
      ok: true,
      figures: { ...facts, items },
      text: [
        `${facts.name}${facts.number === undefined ? '' : ` ${facts.number}`} · ${statusWords[facts.status]}（${facts.from} 起${facts.to === undefined ? '' : `，${facts.to} 止`}）· 正式文本${facts.verified ? '已核对' : '未核对'}`,
        ...facts.earlier.map(
          ({ from, to, became }) =>
            `  旧版 ${from}–${to}${
              became
                ? `：${Object.entries(became)
                    .map(([old, now]) => `${old}→${now.join('、')}`)
                    .join(' ')}`
                : ''
            }`,
        ),
        ...facts.articles.flatMap(({ article, topic, limits, demands }) => [
          `  ${article === '' ? '（条号未核对）' : `第${article}条`}${topic === undefined ? '' : ` ${topic}`}`,
          ...limits.map(limit),
          ...demands.map(one => `    要求：${one}`),
        ]),
        ...items.map(({ item, articles }) => `  引用 ${item}：${articles.join('、')}`),
      ].join('\n'),
    }
  },
}
