/** Letters that take a whole square: Chinese signs and their punctuation. */
const square = /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u3000-\u303f]/u
/** How wide a text stands, in pixels of its size; a little more than it needs, so that it is never cut. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + size * (square.test(sign) ? 1 : 0.58), 0)

/** Words, and single Chinese signs with the punctuation that belongs to them: it may not begin a line. */
const piecesOf = (text: string): readonly string[] =>
  text.match(
    /(?:[^\s\u2e80-\u9fff\uf900-\uff60]+|[\u2e80-\u9fff\uf900-\uff60])[，。；：、！？）》」”’,.;:!?)]*\s*/gu,
  ) ?? [text]

/** 折行 A text in lines that fit `room` pixels: drawings do not break lines by themselves. A word longer than that stays whole. */
export function linesOf(text: string, size: number, room: number): readonly string[] {
  const lines: string[] = []
  for (const piece of piecesOf(text)) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf((last + piece).trimEnd(), size) <= room) lines[lines.length - 1] = last + piece
    else lines.push(piece)
  }
  return lines.length === 0 ? [''] : lines.map(line => line.trimEnd())
}
