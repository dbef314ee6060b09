/** How many ratings of one grade an organ has. */
export interface GradeCount {
  readonly organ: string
  readonly level: number
  readonly count: number
}

/**
 * 小数不公布 What may be told of counts without anybody being recognised: an organ with fewer ratings than `smallest` is left out; of the others
 * each grade with fewer, and where what is left out of one organ would still stand for fewer, its next smallest grade as well.
 */
export function withoutSmallCells(counts: readonly GradeCount[], smallest: number): readonly GradeCount[] {
  const organs = [...new Set(counts.map(({ organ }) => organ))]
  return organs.flatMap(organ => {
    const cells = counts.filter(one => one.organ === organ && one.count > 0).toSorted((a, b) => a.count - b.count)
    if (cells.reduce((sum, { count }) => sum + count, 0) < smallest) return []
    let hidden = 0
    const shown = cells.filter(({ count }) => {
      const hides = count < smallest || (hidden > 0 && hidden < smallest)
      if (hides) hidden += count
      return !hides
    })
    return shown.toSorted((a, b) => a.level - b.level)
  })
}
