import {
  dateFrom,
  dateTimeFrom,
  decimalFrom,
  durationFrom,
  equal,
  type FeelValue,
  isContext,
  isList,
  isNumber,
  timeFrom,
  writtenDecimal,
} from '#kernel/feel'
import { attributeOf, elementsIn, textIn, type XmlElement } from '#kernel/markup'

const xsi = 'http://www.w3.org/2001/XMLSchema-instance'

function scalar(element: XmlElement): FeelValue {
  if (attributeOf(element, 'nil', xsi) === 'true') return null
  const text = textIn(element)
  switch (attributeOf(element, 'type', xsi)?.replace(/^.*:/, '')) {
    case 'boolean':
      return text.trim() === 'true'
    case 'decimal':
    case 'double':
    case 'integer':
    case 'int':
    case 'long':
    case 'float':
      return decimalFrom(text.trim())
    case 'date':
      return dateFrom(text.trim())
    case 'time':
      return timeFrom(text.trim())
    case 'dateTime':
      return dateTimeFrom(text.trim())
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration':
      return durationFrom(text.trim())
    default:
      return text
  }
}

/** The value a test case gives or expects: `value`, `list` of items, or components by name. */
export function valueIn(element: XmlElement): FeelValue {
  const children = elementsIn(element)
  const components = children.filter(({ local }) => local === 'component')
  if (components.length > 0)
    return new Map(components.map(component => [attributeOf(component, 'name') ?? '', valueIn(component)]))
  const [list] = children.filter(({ local }) => local === 'list')
  if (list)
    return attributeOf(list, 'nil', xsi) === 'true'
      ? null
      : elementsIn(list)
          .filter(({ local }) => local === 'item')
          .map(valueIn)
  const [value] = children.filter(({ local }) => local === 'value')
  return value ? scalar(value) : null
}

/** Numbers of a suite are often written with fewer digits than 34: they agree to eight behind the point. */
function near(a: FeelValue, b: FeelValue): boolean {
  if (!isNumber(a) || !isNumber(b)) return false
  const [left, right] = [Number(writtenDecimal(a)), Number(writtenDecimal(b))]
  return Math.abs(left - right) <= 1e-8 * Math.max(1, Math.abs(right))
}

export function agrees(actual: FeelValue, expected: FeelValue): boolean {
  if (isList(expected))
    return (
      isList(actual) && actual.length === expected.length && expected.every((item, at) => agrees(actual[at]!, item))
    )
  if (isContext(expected))
    return (
      isContext(actual) &&
      actual.size === expected.size &&
      [...expected].every(([name, value]) => actual.has(name) && agrees(actual.get(name)!, value))
    )
  return near(actual, expected) || equal(actual, expected) === true
}
