import { builtIn } from './built-in.ts'
import { evaluate, type FeelScope } from './evaluate.ts'
import { contextFunctions } from './functions-context.ts'
import { listFunctions } from './functions-list.ts'
import { numberFunctions } from './functions-number.ts'
import { rangeFunctions } from './functions-range.ts'
import { stringFunctions } from './functions-string.ts'
import { temporalFunctions } from './functions-temporal.ts'
import { makeNames } from './names.ts'
import { parseExpression } from './parse.ts'
import { builtInShape } from './shape.ts'
import type { Feel } from './syntax.ts'
import { type FeelValue, isRange } from './value.ts'

const properties = ['time offset', 'start included', 'end included']

const isEnd = (node: Feel): boolean =>
  node.is === 'literal' ||
  node.is === 'at' ||
  (node.is === 'minus' && isEnd(node.operand)) ||
  (node.is === 'call' && node.callee.is === 'name' && node.values.every(isEnd))

/** `range("[1..10)")`: ends are literals or dates, times and durations of literals; an end may be left out. */
const range = builtIn('range', [
  'from: string',
  ([from], evaluation) => {
    const text = (from as string).trim()
    const whole = text.replace(/^([[\](])\s*\.\./, '$1null..').replace(/\.\.\s*([\])[])$/, '..null$1')
    try {
      const node = parseExpression(whole, feelNames)
      if (node.is !== 'range' || !isEnd(node.start) || !isEnd(node.end)) return null
      const value = evaluate(node, feelScope, evaluation)
      return isRange(value) ? (value.start === null || value.end === null ? { ...value, test: true } : value) : null
    } catch (fault) {
      if (fault instanceof Error && 'code' in fault && fault.code === 'FEEL_SYNTAX') return null
      throw fault
    }
  },
])

const functions: ReadonlyMap<string, FeelValue> = new Map<string, FeelValue>([
  ...numberFunctions,
  ...stringFunctions,
  ...temporalFunctions,
  ...listFunctions,
  ...contextFunctions,
  ...rangeFunctions,
  range,
])

/** The names of FEEL itself: its functions and the parts of its values. */
export const feelNames = makeNames([...functions.keys(), ...properties])
/** What every expression may use. */
export const feelScope: FeelScope = { names: functions, typeNamed: builtInShape }
