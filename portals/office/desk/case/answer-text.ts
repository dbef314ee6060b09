import { dayOf, say, sayFirst, textOf, yuanOf } from '../words.ts'
import type { FieldWords } from './case-data.ts'

/** 答案 An answer as it is read: money in yuan, a choice by its words, a day as a day. */
export function answerText(value: unknown, field?: FieldWords): string {
  if (value === null || value === undefined) return say('value.nothing')
  if (Array.isArray(value)) return value.map(one => answerText(one, field)).join(say('listed'))
  if (typeof value === 'boolean') return say(value ? 'form.yes' : 'form.no')
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (!field) return text
  if (field.type === 'choice') return textOf(field.options.find(one => one.value === text)?.label) || text
  if (field.type === 'money') return Number.isSafeInteger(Number(text)) ? yuanOf(Number(text)) : text
  if (field.type === 'date') return dayOf(text)
  return field.unit ? say('form.amountOf', { amount: text, unit: sayFirst(`unit.${field.unit}`, field.unit) }) : text
}
