import { builtIn } from './built-in.ts'
import { type FeelContext, type FeelList, type FeelValue, isContext, isList } from './value.ts'

function valueAt(context: FeelContext, keys: FeelList): FeelValue {
  let value: FeelValue = context
  for (const key of keys) {
    if (!isContext(value) || typeof key !== 'string') return null
    value = value.get(key) ?? null
  }
  return value
}

function put(context: FeelContext, keys: FeelList, value: FeelValue): FeelValue {
  const [key, ...rest] = keys
  if (typeof key !== 'string') return null
  if (rest.length === 0) return new Map([...context, [key, value]])
  const inner = context.get(key) ?? null
  const changed = isContext(inner) ? put(inner, rest, value) : null
  return changed && new Map([...context, [key, changed]])
}

function contextOf(entries: FeelList): FeelValue {
  const made = new Map<string, FeelValue>()
  for (const entry of entries) {
    const key = isContext(entry) ? entry.get('key') : undefined
    if (!isContext(entry) || typeof key !== 'string' || !entry.has('value') || made.has(key)) return null
    made.set(key, entry.get('value')!)
  }
  return made
}

const merged = (contexts: FeelList): FeelValue =>
  contexts.every(isContext) ? new Map(contexts.flatMap(context => [...context])) : null

const entriesOf = (context: FeelContext): FeelList =>
  [...context].map(
    ([key, value]): FeelContext =>
      new Map<string, FeelValue>([
        ['key', key],
        ['value', value],
      ]),
  )

/** Functions of contexts (DMN 1.5, Table 83) and `not`. */
export const contextFunctions = [
  builtIn('not', ['negand: boolean', ([negand]) => !negand]),
  builtIn(
    'get value',
    ['m: context, key: string', ([m, key]) => valueAt(m as FeelContext, [key!])],
    ['m: context, keys: list', ([m, keys]) => valueAt(m as FeelContext, keys as FeelList)],
    ['context: context, keys: list', ([m, keys]) => valueAt(m as FeelContext, keys as FeelList)],
  ),
  builtIn('get entries', ['m: context', ([m]) => entriesOf(m as FeelContext)]),
  builtIn('context', ['entries: list', ([entries]) => (isList(entries!) ? contextOf(entries) : null)]),
  builtIn(
    'context put',
    [
      'context: context, key: string, value: Any',
      ([context, key, value]) => put(context as FeelContext, [key!], value!),
    ],
    [
      'context: context, keys: list, value: Any',
      ([context, keys, value]) => put(context as FeelContext, keys as FeelList, value!),
    ],
  ),
  builtIn('context merge', ['contexts: list', ([contexts]) => merged(contexts as FeelList)]),
]
