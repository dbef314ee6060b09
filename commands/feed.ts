import type { FeedEncoding, FeedFormat, FeedWanted } from '#hubs/data/feed'
import { isDay } from '#kernel/clock'
import type { City } from '../main.ts'
import type { Command, CommandLine, Outcome } from './command.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

const encodings: readonly FeedEncoding[] = ['utf-8', 'gb18030']
const formats: readonly FeedFormat[] = ['csv', 'jsonl']
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function oneOf<T extends string>(options: CommandLine['options'], name: string, known: readonly T[]): T | undefined {
  const said = options[name]
  if (said === undefined) return undefined
  const found = known.find(one => one === String(said).toLowerCase())
  if (!found)
    throw usage({ detail: `--${name} is one of ${known.join(', ')}.`, remedy: 'Leave it out: the file is looked at.' })
  return found
}

function wantedOf({ args: [register = '', path = ''], options }: CommandLine): FeedWanted {
  const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {})
  const from = options['from']
  if (from !== undefined && !isDay(String(from)))
    throw usage({ detail: `--from is a day, not ${String(from)}.`, remedy: 'Write it as 2026-03-02.' })
  const encoding = oneOf(options, 'encoding', encodings)
  const format = oneOf(options, 'format', formats)
  return {
    register,
    path,
    complete: options['complete'] === true,
    ...text('source'),
    ...text('organ'),
    ...text('from'),
    ...(encoding && { encoding }),
    ...(format && { format }),
  }
}

async function showBad(city: City, { args: [, which = ''], options }: CommandLine): Promise<Outcome> {
  const id = uuid.test(which) ? which : (await city.feeds.list(which, 1))[0]?.id
  if (id === undefined) return { ok: true, figures: { feed: null, rows: [] }, text: `${which} was never fed` }
  const number = (name: string) => (options[name] === undefined ? {} : { [name]: Number(options[name]) })
  const { feed, rows, next } = await city.feeds.bad(id, {
    content: options['content'] === true,
    ...number('after'),
    ...number('limit'),
  })
  const lines = rows.map(({ line, code, field, first, reason, remedy, content }) =>
    [
      `${line}  ${code}${field === null ? '' : ` ${field}`}${first === null ? '' : ` (line ${first})`}  ${reason.zh} ${reason.en}`,
      `    → ${remedy.zh} ${remedy.en}`,
      ...(content === undefined ? [] : [`    ${JSON.stringify(content)}`]),
    ].join('\n'),
  )
  return {
    ok: true,
    figures: { feed: feed.id, register: feed.register, bad: feed.bad, rows, next: next ?? null },
    text: [
      ...lines,
      `${feed.bad} of ${feed.rows} rows of feed ${feed.id} were not taken${next === undefined ? '' : `; go on with --after ${next}`}`,
    ].join('\n'),
  }
}

/** 数据归集 Takes a file of a declared source into its register; what cannot be taken is set apart and shown by `feed bad`. */
export const feed: Command = {
  summary: { zh: '归集数据到基础台账;查看被隔离的行', en: 'feed a file into its register; show the rows set apart' },
  usage: 'feed REGISTER FILE | feed bad FEED|REGISTER',
  options: {
    ...cityOptions,
    source: { value: 'NAME', about: '来源 the source (default: the feed the register declares)' },
    organ: { value: 'ORGAN', about: '负责机关 the organ that answers for the rows (default: as declared)' },
    encoding: { value: 'ENCODING', about: '编码 utf-8 or gb18030 (default: looked at)' },
    format: { value: 'FORMAT', about: '格式 csv or jsonl (default: looked at)' },
    from: { value: 'DATE', about: '生效日 first day of rows that say none (default: today)' },
    complete: { about: '全量 what the file does not carry ends' },
    content: { about: '显示原文 feed bad: with the rows as they stood' },
    after: { value: 'LINE', from: 0, about: '起始行 feed bad: rows behind this line' },
    limit: { value: 'N', from: 1, about: '行数 feed bad: at most so many (default 50)' },
  },
  takes: [2, 2],
  run: line =>
    withCity(line, async city => {
      if (line.args[0] === 'bad') return showBad(city, line)
      const fed = await city.feeds.feed(wantedOf(line), ({ rows, bad }) => {
        line.closing.refuseWhenStopped()
        line.fold(`${rows} rows, ${bad} bad`)
      })
      const { id, rows, bad, written, known, ended, again, endingWithheld, encoding, format } = fed
      if (bad > 0) line.say(`${bad} rows were set apart: plumbline feed bad ${id}`)
      if (endingWithheld) line.say('Nothing was ended: with bad rows it is not known who is absent.')
      return {
        ok: true,
        figures: { feed: id, rows, bad, written, known, ended, again, endingWithheld, encoding, format },
        text: again
          ? `fed before, nothing changed: ${rows} rows, ${bad} bad`
          : `${rows} rows: ${written} new or changed, ${known} known, ${bad} bad, ${ended} ended`,
      }
    }),
}
