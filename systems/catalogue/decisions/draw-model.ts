import { type Writable, xmlElement } from '#kernel/markup'

/** One arrow of the picture: an information requirement, and what it joins. */
export interface Arrow {
  readonly id: string
  readonly from: string
  readonly to: string
}

const box = { width: 180, height: 60 }
const gap = 40

/** 画图 The requirement diagram: decisions above, what they ask below, one arrow for each requirement (DMN 1.5, chapter 13). */
export function drawModel(decisions: readonly string[], inputs: readonly string[], arrows: readonly Arrow[]): Writable {
  const places = new Map<string, { readonly x: number; readonly y: number }>()
  const lay = (ids: readonly string[], y: number) => {
    for (const [at, id] of ids.entries()) places.set(id, { x: gap + at * (box.width + gap), y })
  }
  lay(decisions, gap)
  lay(inputs, gap + 3 * box.height)
  const shapes = [...places].map(([id, { x, y }]) =>
    xmlElement('dmndi:DMNShape', { id: `shape_${id}`, dmnElementRef: id }, [xmlElement('dc:Bounds', { x, y, ...box })]),
  )
  const edges = arrows.map(({ id, from, to }) => {
    const [start, end] = [places.get(from)!, places.get(to)!]
    const middle = box.width / 2
    return xmlElement('dmndi:DMNEdge', { id: `edge_${id}`, dmnElementRef: id }, [
      xmlElement('di:waypoint', { x: start.x + middle, y: start.y }),
      xmlElement('di:waypoint', { x: end.x + middle, y: end.y + box.height }),
    ])
  })
  return xmlElement('dmndi:DMNDI', {}, [xmlElement('dmndi:DMNDiagram', { id: 'diagram' }, [...shapes, ...edges])])
}
