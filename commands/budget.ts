import { type BudgetLine, budgetOf, type Carried, carryYear } from '#hubs/application/ledger'
import type { Command, CommandLine, Outcome } from './command.ts'
import { usage } from './line.ts'
import { withCity } from './opened.ts'
import { cityOptions } from './settings.ts'

const yuan = (fen: number): string => (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })

function yearOf(said: string | undefined): number {
  if (said === undefined || !/^20\d\d$/.test(said))
    throw usage({ detail: `A budget is of a year, not ${said ?? 'of none'}.`, remedy: 'Write it as 2025.' })
  return Number(said)
}

const told = ({ line, available, reserved, committed, paid }: BudgetLine): string =>
  `${line}: 可用 free ${yuan(available)}, 预留 reserved ${yuan(reserved)}, 承诺 committed ${yuan(committed)}, 已付 paid ${yuan(paid)}`

const toldCarried = ({ line, amount, left }: Carried): string =>
  `${line}: 结转 carried ${yuan(amount)}${left === 0 ? '' : `; 余 left ${yuan(left)} (本文号已结转过,须另有文号 this document has carried it before)`}`

function show(line: CommandLine): Promise<Outcome> {
  const asked = line.args[0] === undefined ? undefined : yearOf(line.args[0])
  return withCity(line, async city => {
    const year = asked ?? city.clock.today().year
    const lines = await budgetOf(city.db, year)
    const text = lines.length === 0 ? `${year}: 没有预算科目 no lines` : lines.map(told).join('\n')
    return { ok: true, figures: { year, lines }, text }
  })
}

function carry(line: CommandLine): Promise<Outcome> {
  const { source, line: named } = line.options
  const year = yearOf(line.args[1])
  if (typeof source !== 'string' || source.trim() === '')
    throw usage({
      detail: 'Nothing says by which document it is carried over.',
      remedy: 'Name it: budget carry 2025 --source 沈财预〔2026〕1号.',
    })
  return withCity(line, async city => {
    const carried = await city.db.transaction(sql =>
      carryYear(sql, city.ledger.budget, { year, source, ...(typeof named === 'string' && { lines: [named] }) }),
    )
    return { ok: true, figures: { year, source, carried }, text: carried.map(toldCarried).join('\n') }
  })
}

/** 预算 What the lines of a year hold; and what is free on them when the year is over goes to the next (结转). */
export const budget: Command = {
  summary: { zh: '查看预算科目;年终结转', en: 'show the budget lines of a year; carry over what is free' },
  usage: 'budget [YEAR] | budget carry YEAR --source NUMBER',
  options: {
    ...cityOptions,
    source: { value: 'NUMBER', about: '结转依据的文号 the document by which it is carried over' },
    line: { value: 'LINE', about: '只结转此科目 this line alone (default: every line of the year)' },
  },
  takes: [0, 2],
  run: line => {
    const [first, second] = line.args
    if (first === 'carry') return carry(line)
    if (second !== undefined)
      throw usage({ detail: `${second} is too much.`, remedy: 'budget YEAR, or budget carry YEAR.' })
    return show(line)
  },
}
