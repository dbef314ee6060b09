import {
  dateFrom,
  dateTimeFrom,
  decimalFrom,
  durationFrom,
  type FeelShape,
  type FeelValue,
  isContext,
  isList,
  isNumber,
  timeFrom,
  written,
  writtenDecimal,
} from '#kernel/feel'
import { dmnFaults } from './faults.ts'

/** A value as JSON: dates, times and durations as text; a number as text where JSON would not keep it. */
export type Told = null | boolean | string | number | readonly Told[] | { readonly [name: string]: Told }

export function told(value: FeelValue): Told {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isList(value)) return value.map(told)
  if (isContext(value)) return Object.fromEntries([...value].map(([name, entry]) => [name, told(entry)]))
  if (!isNumber(value)) return written(value)
  const text = writtenDecimal(value)
  return String(Number(text)) === text ? Number(text) : text
}

const readers: Partial<Record<FeelShape['type'], (text: string) => FeelValue>> = {
  number: decimalFrom,
  date: dateFrom,
  time: timeFrom,
  'date and time': dateTimeFrom,
  'days and time duration': durationFrom,
  'years and months duration': durationFrom,
}

/**
 * A fact given as JSON, in the declared type where one is declared.
 * @throws Refusal 422 DMN_FACT_INVALID, naming the fact and never its value
 */
export function factFrom(given: unknown, shape: FeelShape | undefined, name: string): FeelValue {
  if (given === null || given === undefined) return null
  if (Array.isArray(given))
    return given.map((item: unknown, index) =>
      factFrom(item, shape?.type === 'list' ? shape.element : shape, `${name}[${index + 1}]`),
    )
  if (typeof given === 'object')
    return new Map(
      Object.entries(given).map(([key, value]) => [
        key,
        factFrom(value, shape?.components?.get(key), `${name}.${key}`),
      ]),
    )
  if (typeof given === 'boolean') return given
  const reader = typeof given === 'number' ? decimalFrom : shape && readers[shape.type]
  const value = reader ? reader(String(given)) : typeof given === 'string' ? given : null
  if (value !== null) return value
  throw dmnFaults.fact({
    detail: `${name} is no ${shape?.type ?? 'value'}`,
    remedy: 'write it as the model declares it',
  })
}
