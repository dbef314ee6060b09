import type { Cursor } from './cursor.ts'
import { canonicalName } from './names.ts'
import type { TypeSyntax } from './syntax.ts'

/** Names of types that are more than one word, longest first. */
const long = /years\s+and\s+months\s+duration|days\s+and\s+time\s+duration|date\s+and\s+time/y
const component = /[^,:<>]+/y

function readAll(cursor: Cursor): readonly TypeSyntax[] {
  cursor.needs('<')
  if (cursor.takes('>')) return []
  const types = [readType(cursor)]
  while (cursor.takes(',')) types.push(readType(cursor))
  cursor.needs('>')
  return types
}

function readComponents(cursor: Cursor) {
  cursor.needs('<')
  const components: { name: string; type: TypeSyntax }[] = []
  do {
    const name = canonicalName(cursor.matches(component)?.[0] ?? cursor.fail('the name of an entry is missing'))
    cursor.needs(':')
    components.push({ name, type: readType(cursor) })
  } while (cursor.takes(','))
  cursor.needs('>')
  return components
}

/** `number`, `list<string>`, `context<a: number>`, `function<number>->string`, or the name of an item definition. */
export function readType(cursor: Cursor): TypeSyntax {
  return cursor.nested(() => {
    const builtIn = cursor.matches(long)
    if (builtIn) return { name: canonicalName(builtIn[0]) }
    if (cursor.word('function')) {
      if (!cursor.looks('<')) return { name: 'function' }
      const of = readAll(cursor)
      cursor.needs('->')
      return { name: 'function', of, result: readType(cursor) }
    }
    let name = cursor.name()
    if (name === null) return cursor.word('null') ? { name: 'null' } : cursor.fail('the name of a type is missing')
    while (cursor.source[cursor.at()] === '.' && cursor.takes('.')) name += `.${cursor.name() ?? ''}`
    if (!cursor.looks('<')) return { name }
    if (name === 'context') return { name, components: readComponents(cursor) }
    return name === 'list' || name === 'range' ? { name, of: readAll(cursor) } : { name }
  })
}
