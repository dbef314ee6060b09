import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { stringify } from 'yaml'
import { ItemDefinition } from './settings/item.ts'

type Plain = Readonly<Record<string, unknown>>
interface Shape {
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly patternProperties?: Readonly<Record<string, TSchema>>
  readonly items?: TSchema
  readonly anyOf?: readonly TSchema[]
  readonly allOf?: readonly TSchema[]
}

/** Keys in the order the settings name them; keys of a record keep theirs if `asWritten`, else they are sorted. */
function inSchemaOrder(schema: TSchema | undefined, value: unknown, path: string): unknown {
  const shape = (schema ?? {}) as Shape
  const fitting = shape.anyOf?.find(option => Check(option, value))
  if (fitting) return inSchemaOrder(fitting, value, path)
  if (Array.isArray(value)) return value.map(item => inSchemaOrder(shape.items, item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return value
  const parts = [shape, ...((shape.allOf ?? []) as Shape[])]
  const properties = Object.assign({}, ...parts.map(part => part.properties ?? {})) as Record<string, TSchema>
  const others = parts.flatMap(part => Object.values(part.patternProperties ?? {}))[0]
  const named = Object.keys(properties).filter(name => Object.hasOwn(value, name))
  const rest = Object.keys(value).filter(name => !Object.hasOwn(properties, name))
  if (path !== 'content.form') rest.sort()
  return Object.fromEntries(
    [...named, ...rest].map(name => [
      name,
      inSchemaOrder(properties[name] ?? others, (value as Plain)[name], path ? `${path}.${name}` : name),
    ]),
  )
}

/**
 * 导出 A definition as YAML, template filled in, in the order of the fourteen settings. Equal definitions give equal
 * bytes, and reading the export gives the definition back. Comments are only in the source, which is stored as written.
 */
export function exportDefinition(definition: ItemDefinition): string {
  const { extends: _, ...whole } = definition
  return stringify(inSchemaOrder(ItemDefinition, whole, ''), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    defaultStringType: 'PLAIN',
    version: '1.2',
  })
}
