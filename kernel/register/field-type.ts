import type { ScalarType } from '#kernel/rules'

/** What a register field may be: the types of a form field. */
export const fieldTypePattern =
  '^(boolean|string|text|integer|decimal\\([0-9]\\)|money|date|choice|uscc|citizen|phone|projectCode|person|file)$'

/** Digits after the point of `decimal(n)`. */
export const scaleOf = (type: string): number => Number(/^decimal\((\d)\)$/.exec(type)?.[1] ?? 0)

/** projectCode → project_code: the column of a field. */
export const columnOf = (field: string): string => field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** energy-review → energy_review: the table of a register. */
export const tableOf = (register: string): string => register.replaceAll('-', '_')

/** The PostgreSQL type of a plain field; text compares by bytes, so lists page alike on every server. */
export function sqlType(type: string): string {
  switch (type) {
    case 'boolean':
      return 'boolean'
    case 'integer':
    case 'money':
      return 'bigint'
    case 'date':
      return 'date'
    case 'person':
      return 'uuid'
    default:
      return type.startsWith('decimal') ? `numeric(30,${scaleOf(type)})` : 'text collate "C"'
  }
}

/** A boolean tells two rows apart at most, and older servers cannot put it into an exclusion constraint. */
export const mayBeKey = (type: string): boolean => !/^(boolean|text|file|citizen|phone)$/.test(type)

const textual = new Set(['string', 'text', 'choice', 'uscc', 'projectCode'])

/** 放宽 True when every value of the old type is a value of the new one. */
export function isWider(from: string, to: string): boolean {
  if (from === to) return true
  if (textual.has(from) && (to === 'string' || to === 'text')) return true
  if (from === 'integer' && to.startsWith('decimal')) return true
  return from.startsWith('decimal') && to.startsWith('decimal') && scaleOf(to) > scaleOf(from)
}

/** How an expression sees a field. */
export function feelType(type: string, unit?: string, options?: readonly unknown[]): ScalarType {
  const measured = unit === undefined ? {} : { unit }
  if (type === 'boolean' || type === 'date') return { kind: type }
  if (type === 'integer') return { kind: 'integer', ...measured }
  if (type === 'money') return { kind: 'integer', unit: 'fen' }
  if (type.startsWith('decimal')) return { kind: 'decimal', scale: scaleOf(type), ...measured }
  return { kind: 'string', ...(type === 'choice' && options && { values: options.map(String) }) }
}
