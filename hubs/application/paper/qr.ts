import { encode } from 'uqr'

/** 二维码 Draws the modules of a code as runs of one path: vector, sharp at any size, a few hundred bytes. */
export function drawCode(
  doc: Pick<PDFKit.PDFDocument, 'rect' | 'fill'>,
  text: string,
  { x, y, side }: { x: number; y: number; side: number },
  colour: string,
): void {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const module = side / size
  for (const [row, cells] of data.entries())
    for (let from = 0; from < size; ) {
      let to = from
      while (to < size && cells[to]) to++
      if (to > from) doc.rect(x + from * module, y + row * module, (to - from) * module, module)
      from = to + 1
    }
  doc.fill(colour)
}
