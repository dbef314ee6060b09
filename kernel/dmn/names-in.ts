import type { Boxed, DmnModel, ItemDefinition } from './model.ts'

function* ofType({ components }: ItemDefinition): Generator<string> {
  for (const component of components) {
    yield component.name
    yield* ofType(component)
  }
}

function* ofBox(box: Boxed | undefined): Generator<string> {
  if (!box) return
  switch (box.is) {
    case 'context':
      for (const { variable, value } of box.entries) {
        if (variable) yield variable.name
        yield* ofBox(value)
      }
      return
    case 'table':
      for (const { name } of box.outputs) if (name !== undefined) yield name
      return
    case 'relation':
      yield* box.columns
      return
    case 'function':
      yield* ofBox(box.body)
      return
    default:
      return
  }
}

/** The names of parts that an expression may ask for after a point: components of types, entries, columns. */
export function namesIn({ types, elements, imports }: DmnModel): readonly string[] {
  const names = new Set<string>(imports.map(({ name }) => name))
  for (const type of types) {
    names.add(type.name)
    for (const name of ofType(type)) names.add(name)
  }
  for (const element of elements)
    if (element.is === 'decision' || element.is === 'knowledge')
      for (const name of ofBox(element.logic)) names.add(name)
  return [...names]
}
