import {
  type CaseColumn,
  type ExportWanted,
  marked,
  type OpenExport,
  type PartyColumn,
  partyColumns,
} from '#hubs/data/export'
import { xlsxOf } from '#hubs/data/sheet'
import type { Directory } from '#kernel/identity'
import type { MaskedParty, RevealedParty } from '#kernel/party'
import type { CaseListed } from './export-list.ts'
import type { PaperWords } from './paper-words.ts'

/** 当事人 As the list shows one: masked, and in clear what was asked for so. */
export interface PartyListed {
  readonly masked: MaskedParty
  readonly clear: RevealedParty | undefined
}

export interface SheetSettings {
  readonly words: PaperWords
  readonly directory: Directory
  /** The instant and the legal day on which it is made. */
  readonly at: Temporal.ZonedDateTime
  readonly leftOut: number
}

const isOfParty = (column: CaseColumn | PartyColumn): column is PartyColumn =>
  (partyColumns as readonly string[]).includes(column)

function partyCell({ masked, clear }: PartyListed, column: PartyColumn, isClear: boolean, words: PaperWords): string {
  if (masked.erased) return column === 'name' ? words.say('exports.erased') : ''
  const shown = isClear && clear ? clear : masked
  if (column === 'name') return shown.name ?? ''
  return shown.identifiers
    .filter(({ scheme }) => scheme !== 'bank-account' && (scheme === 'phone') === (column === 'phone'))
    .map(({ value }) => value)
    .join(words.say('exports.join'))
}

function caseCell(one: CaseListed, column: CaseColumn, { words, directory, at }: SheetSettings): string {
  const { content } = one.definition.definition
  switch (column) {
    case 'number':
      return one.number
    case 'item':
      return words.plain(content.name)
    case 'organ':
      return directory.organ(one.organ, at.toPlainDate().toString())?.name ?? one.organ
    case 'region':
      return directory.region(one.region)?.name ?? one.region
    case 'status':
      return words.say(`exports.status.${one.status}`)
    case 'openedOn':
      return one.openedOn
    case 'endedOn':
      return one.endedOn ?? ''
    case 'outcome': {
      const named = one.outcome === null ? undefined : content.outcomes[one.outcome]?.name
      return named === undefined ? '' : words.plain(named)
    }
  }
}

/** 制表 The list as a spreadsheet: a row for each case and party, every block and every row marked with who took it out, when and why. */
export function exportSheet(
  { number, person, post, organ, purpose, wanted }: OpenExport,
  cases: readonly CaseListed[],
  parties: ReadonlyMap<string, PartyListed>,
  settings: SheetSettings,
): Buffer {
  const { words, directory, at, leftOut } = settings
  const { columns, clear }: ExportWanted = wanted
  const on = at.toPlainDate().toString()
  const officer = directory.person(person)
  const mark = words.say('exports.mark', {
    number,
    organ: directory.organ(organ, on)?.name ?? organ,
    post: directory.post(post, on)?.name ?? post,
    name: officer?.name ?? '',
    personnel: officer?.personnelNumber ?? '',
    at: `${on} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`,
    purpose: words.say(`exports.purpose.${purpose}`),
  })
  const withParties = columns.some(isOfParty)
  const cellsOf = (one: CaseListed, party: PartyListed | undefined) =>
    columns.map(column =>
      isOfParty(column)
        ? party === undefined
          ? ''
          : partyCell(party, column, clear.includes(column), words)
        : caseCell(one, column, settings),
    )
  const rows = cases.flatMap(one => {
    const shown = withParties ? one.parties.flatMap(id => parties.get(id) ?? []) : []
    return shown.length === 0 ? [cellsOf(one, undefined)] : shown.map(party => cellsOf(one, party))
  })
  const headings = [...columns.map(column => words.say(`exports.column.${column}`)), words.say('exports.column.mark')]
  const short = words.say('exports.short', { number, personnel: officer?.personnelNumber ?? '' })
  const out = marked(rows, { mark, short, number, headings, traced: columns.indexOf('item') })
  const foot = leftOut === 0 ? [] : [[words.say('exports.leftOut', { count: leftOut })]]
  return xlsxOf({ name: words.say('exports.sheet', { number }), head: mark, rows: [...out, ...foot, [mark]] })
}
