import {
  anything,
  builtInShape,
  type FeelScope,
  type FeelShape,
  feelNames,
  feelScope,
  makeEvaluation,
  type Names,
  parseUnaryTests,
  passes,
  type TypeNamed,
  type UnaryTests,
} from '#kernel/feel'
import type { DmnModel, ItemDefinition } from './model.ts'

/** No model asks what time it is while it declares what is allowed. */
const noTime = { kind: 'date and time', day: 0, nanos: 0n } as const

function allowing(source: string, scope: FeelScope, names: Names): NonNullable<FeelShape['allows']> {
  let tests: UnaryTests | undefined
  return value => {
    tests ??= parseUnaryTests(source, names)
    return passes(value, tests, scope, makeEvaluation(noTime))
  }
}

/** `feel:number`, `ns:tLoan`: prefixes of the older versions say nothing here. */
const withoutPrefix = (name: string) => name.replace(/^[A-Za-z0-9_-]+:(?=.)/, '')

/**
 * The types of a model by name, its imports' under `import.type`. A type that names itself (a tree) is one shape that holds itself;
 * a name that nothing declares is undefined, and then nothing is checked.
 */
export function typesOf(model: DmnModel, imported: (namespace: string) => DmnModel | undefined): TypeNamed {
  const shapes = new Map<string, FeelShape>()
  const definitions = new Map(model.types.map(definition => [definition.name, definition]))
  const others = new Map<string, TypeNamed>()
  const scope: FeelScope = { ...feelScope, typeNamed: name => named(name) }

  function fromImport(name: string): FeelShape | undefined {
    for (const { name: alias, namespace } of model.imports) {
      if (alias !== '' && !name.startsWith(`${alias}.`)) continue
      const other = imported(namespace)
      if (!other || other === model) continue
      if (!others.has(namespace)) others.set(namespace, typesOf(other, imported))
      const found = others.get(namespace)!(alias === '' ? name : name.slice(alias.length + 1))
      if (found) return found
    }
    return undefined
  }

  function named(given: string): FeelShape | undefined {
    const name = given.trim()
    const known = shapes.get(name)
    if (known) return known
    const definition = definitions.get(name) ?? definitions.get(withoutPrefix(name))
    if (!definition) return builtInShape(name) ?? builtInShape(withoutPrefix(name)) ?? fromImport(name)
    // The shape stands before its parts are looked up, so that a part may be the shape itself.
    const shape = { ...anything }
    shapes.set(name, shape)
    return Object.assign(shape, shapeOf(definition))
  }

  function ownShape(definition: ItemDefinition): FeelShape {
    const { components, functionItem, typeRef } = definition
    if (components.length > 0)
      return {
        type: 'context',
        components: new Map(components.map(component => [component.name, shapeOf(component)])),
      }
    if (functionItem)
      return {
        type: 'function',
        parameters: functionItem.parameters.map(({ typeRef: ref }) => (ref && named(ref)) || anything),
        result: (functionItem.outputTypeRef && named(functionItem.outputTypeRef)) || anything,
      }
    return (typeRef && named(typeRef)) || anything
  }

  function shapeOf(definition: ItemDefinition): FeelShape {
    const own = ownShape(definition)
    const { allowedValues, typeConstraint, collection } = definition
    const narrowed = (shape: FeelShape, source: string | undefined): FeelShape => {
      if (source === undefined || source === '') return shape
      const allows = allowing(source, scope, feelNames)
      const { allows: before } = shape
      return { ...shape, allowed: source, allows: value => allows(value) && (before === undefined || before(value)) }
    }
    const element = narrowed(own, allowedValues)
    return narrowed(collection ? { type: 'list', element } : element, typeConstraint)
  }

  return named
}
