import type { countDifferences, DifferenceTold } from '#kernel/definition'

/** 说法 Signs first, so that the lines can be read down: what came, what went, what is otherwise; then for whom it is what. */
export function lineOfDifference({ path, text, directions, before, after }: DifferenceTold): string {
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~'
  const of = directions.length === 0 ? '' : ` [${directions.join(', ')}]`
  return `${sign} ${path}${of}\n    ${text.zh}\n    ${text.en}`
}

/** `12 differences: 3 lighter, 1 heavier …`, without what there is none of. */
export function summaryOfDifferences(counts: ReturnType<typeof countDifferences>): string {
  const { all, ...rest } = counts
  const said = Object.entries(rest).flatMap(([direction, count]) => (count > 0 ? [`${count} ${direction}`] : []))
  return `${all} ${all === 1 ? 'difference' : 'differences'}${said.length > 0 ? `: ${said.join(', ')}` : ''}`
}
