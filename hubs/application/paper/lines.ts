/** 避头 What no line begins with, and 避尾 what none ends with. */
const neverFirst = new Set('，。；：、？！）》〉」』】〕”’％…—·,.;:?!)]}%'.split(''))
const neverLast = new Set('（《〈「『【〔“‘([{'.split(''))

/** Signs that stay together (a number, a word, a web address), and all others one by one. */
const pieces = (text: string): readonly string[] => text.match(/[A-Za-z0-9][A-Za-z0-9.,:/%+@#&_=?~-]*|[\s\S]/gu) ?? []

/** A piece longer than a whole line is broken where it must be. */
const broken = (piece: string, fits: (text: string) => boolean): readonly string[] =>
  [...piece].length > 1 && !fits(piece) ? [...piece] : [piece]

/**
 * 分行 Breaks a text into lines no wider than `width`, the first `indent` narrower, as Chinese is set: anywhere but before a closing sign
 * or after an opening one. `widthOf` measures in the same unit.
 */
export function linesOf(
  text: string,
  { width, indent = 0, widthOf }: { width: number; indent?: number; widthOf: (text: string) => number },
): readonly string[] {
  const fits = (line: string, room: number) => widthOf(line) <= room + 0.05
  const lines: string[] = []
  let line: string[] = []
  const room = () => width - (lines.length === 0 ? indent : 0)
  for (const piece of pieces(text).flatMap(one => broken(one, whole => fits(whole, width)))) {
    if (line.length > 0 && !fits([...line, piece].join(''), room())) {
      // At most three go down with it: a line of closing signs only is no text.
      const carried: string[] = []
      while (
        carried.length < 3 &&
        line.length > 1 &&
        (neverFirst.has(carried[0] ?? piece) || neverLast.has(line.at(-1)!))
      )
        carried.unshift(line.pop()!)
      lines.push(line.join('').trimEnd())
      line = carried
      if (piece === ' ' && line.length === 0) continue
    }
    line.push(piece)
  }
  lines.push(line.join('').trimEnd())
  return lines
}
