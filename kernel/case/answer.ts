import { isDay } from '#kernel/clock'
import { parseCitizen, parseProject, parseUscc } from '#kernel/code'
import type { CompiledItem } from '#kernel/definition'

type Field = CompiledItem['definition']['content']['form'][string]

/** White space and whatever else shows nothing: format signs, and the fillers of Hangul and Braille. */
const isBlank = (text: string): boolean => /^[\s\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]*$/u.test(text)
/** Signs that break a line, or make what is read another thing than what is written. */
const breaksLine = (text: string): boolean => /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\uFEFF]/u.test(text)
const breaksText = (text: string): boolean => /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(text.replace(/[\t\n\r]/g, ''))

/** A number, or its exact decimal as text: JSON numbers are read as binary fractions by many programs. */
function problemOfNumber({ type, min, max }: Field, value: unknown): string | undefined {
  const places = Number(/^decimal\((\d)\)$/.exec(type)?.[1] ?? 0)
  if (typeof value !== 'number' && !(typeof value === 'string' && /^-?\d{1,18}(\.\d+)?$/.test(value)))
    return 'NOT_A_NUMBER'
  const [, fraction = ''] = String(value).split('.')
  if (fraction.length > places || /e/i.test(String(value))) return 'TOO_MANY_PLACES'
  const number = Number(value)
  if (!Number.isFinite(number) || Math.abs(number) > 999_999_999_999_999) return 'OUT_OF_RANGE'
  if (number < (min ?? (type === 'money' ? 0 : Number.NEGATIVE_INFINITY))) return 'TOO_SMALL'
  return max !== undefined && number > max ? 'TOO_LARGE' : undefined
}

function problemOfText({ type, maxLength, options }: Field, value: string, on: string): string | undefined {
  if (value.length > (maxLength ?? (type === 'text' ? 4_000 : 200))) return 'TOO_LONG'
  if (isBlank(value)) return 'BLANK'
  if (type === 'text' ? breaksText(value) : breaksLine(value)) return 'FORBIDDEN_CHARACTER'
  switch (type) {
    case 'date':
      return isDay(value) ? undefined : 'NOT_A_DATE'
    case 'choice':
      return options?.some(option => option.value === value) ? undefined : 'NOT_AN_OPTION'
    case 'uscc':
      return parseUscc(value).ok ? undefined : 'NOT_A_USCC'
    case 'citizen':
      return parseCitizen(value, { today: Temporal.PlainDate.from(on) }).ok ? undefined : 'NOT_A_CITIZEN_NUMBER'
    case 'projectCode':
      return parseProject(value).ok ? undefined : 'NOT_A_PROJECT_CODE'
    case 'phone':
      return /^\+?[0-9-]{5,20}$/.test(value) ? undefined : 'NOT_A_PHONE'
    default:
      return undefined
  }
}

function problemOfOne(field: Field, value: unknown, on: string): string | undefined {
  if (/^(decimal\(\d\)|integer|money)$/.test(field.type)) return problemOfNumber(field, value)
  if (field.type === 'boolean') return typeof value === 'boolean' ? undefined : 'NOT_A_BOOLEAN'
  return typeof value === 'string' ? problemOfText(field, value, on) : 'NOT_A_TEXT'
}

/** 答案 What is wrong with one answer of a form, as a code; undefined when nothing is. A field that repeats takes a list. */
export function answerProblem(field: Field, value: unknown, on: string): string | undefined {
  if (!field.repeat) return problemOfOne(field, value, on)
  if (!Array.isArray(value)) return 'NOT_A_LIST'
  if (value.length > field.repeat.max) return 'TOO_MANY'
  return value.map(each => problemOfOne(field, each, on)).find(problem => problem !== undefined)
}
