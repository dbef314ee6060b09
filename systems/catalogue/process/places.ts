import type { XmlAttribute, XmlDocument, XmlElement } from '#kernel/markup'

/** 要素 One place of a model where something is said: an attribute, a text, an element without either, a comment. */
export interface ModelPlace {
  readonly path: string
  readonly value: string
  readonly owner: XmlElement
  readonly above: readonly XmlElement[]
  readonly attribute?: XmlAttribute
  readonly kind: 'attribute' | 'text' | 'element' | 'remark'
}

const idOf = ({ attributes }: XmlElement): string | undefined =>
  attributes.find(({ local, uri }) => local === 'id' && uri === '')?.value

/** `userTask#review`, or by its number among its like: `outgoing[2]`. */
function nameOf(element: XmlElement, turn: number, many: boolean): string {
  const id = idOf(element)
  return `${element.name}${id === undefined ? '' : `#${id}`}${many ? `[${turn}]` : ''}`
}

/** Every place of a model, in order, each under a path of its own. */
export function placesIn({ before, root, after }: XmlDocument): readonly ModelPlace[] {
  const places: ModelPlace[] = []
  const remark = (node: { readonly kind: string; readonly text: string }, path: string, above: readonly XmlElement[]) =>
    places.push({ path, value: node.text, owner: above.at(-1) ?? root, above, kind: 'remark' })
  for (const [at, node] of before.entries()) remark(node, `before[${at}]`, [])
  walk(root, root.name, [], places)
  for (const [at, node] of after.entries()) remark(node, `after[${at}]`, [])
  return places
}

function walk(element: XmlElement, path: string, above: readonly XmlElement[], places: ModelPlace[]): void {
  const { attributes, children } = element
  const owner = element
  for (const attribute of attributes)
    places.push({
      path: `${path}/@${attribute.name}`,
      value: attribute.value,
      owner,
      above,
      attribute,
      kind: 'attribute',
    })
  const inside = [...above, element]
  const turns = new Map<string, number>()
  const twice = new Set<string>()
  for (const child of children) {
    if (child.kind !== 'element') continue
    const name = nameOf(child, 0, false)
    if (turns.has(name)) twice.add(name)
    turns.set(name, 0)
  }
  let texts = 0
  let remarks = 0
  for (const child of children) {
    if (child.kind === 'element') {
      const name = nameOf(child, 0, false)
      const turn = (turns.get(name) ?? 0) + 1
      turns.set(name, turn)
      walk(child, `${path}/${nameOf(child, turn, twice.has(name))}`, inside, places)
    } else if (child.kind === 'text') {
      if (child.text.trim() === '') continue
      places.push({ path: `${path}/text()[${++texts}]`, value: child.text.trim(), owner, above, kind: 'text' })
    } else
      places.push({
        path: `${path}/${child.kind}[${++remarks}]`,
        value: child.text,
        owner,
        above: inside,
        kind: 'remark',
      })
  }
  if (attributes.length === 0 && texts === 0 && remarks === 0 && turns.size === 0)
    places.push({ path, value: '', owner, above, kind: 'element' })
}
