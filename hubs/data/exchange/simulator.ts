import type { KeyObject } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '#kernel/clock'
import { type Asked, type ExchangeAdapter, type OutsideAnswer, type OutsideSystem, signAnswer } from './contract.ts'

/** What a department's system does wrong, one fault an answer. */
export type SimulatedFault =
  | 'slow'
  | 'silent'
  | 'away'
  | 'wrong-type'
  | 'garbage'
  | 'duplicate'
  | 'contradictory'
  | 'out-of-order'
  | 'unsigned'
  | 'stale'
  | 'from-the-future'

export interface SimulatorSettings {
  readonly outside: OutsideSystem
  readonly clock: Clock
  /** What the department knows. */
  readonly know: (asked: Asked) => boolean | number | string | null
  readonly key?: KeyObject
  /** What goes wrong with the next answers, in order; afterwards nothing does. */
  readonly faults?: SimulatedFault[]
  /** The way back for answers nobody waits for. */
  readonly deliver?: (system: string, payload: unknown) => Promise<unknown>
  /** Milliseconds a slow answer takes. */
  readonly slow?: number
}

/** 部门系统仿真 A department's system for tests and demonstrations, which fails on demand; `heard` is every question it got. */
export function makeSimulator(settings: SimulatorSettings): ExchangeAdapter & { readonly heard: Asked[] } {
  const { outside, clock, know, key, faults = [], deliver = async () => {}, slow = outside.within * 3 } = settings
  const heard: Asked[] = []
  const held: Asked[] = []
  const answerTo = (asked: Asked, more: Partial<OutsideAnswer> = {}): OutsideAnswer => {
    const now = clock.now()
    const plain = {
      request: asked.request,
      question: asked.question,
      value: know(asked),
      source: `${outside.system}-simulator`,
      obtained: now.toString(),
      validUntil: now.add({ minutes: 30 }).toString(),
      ...more,
    }
    return key ? signAnswer(plain, key) : plain
  }
  const opposite = (value: OutsideAnswer['value']): OutsideAnswer['value'] =>
    typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : `${value}!`

  return {
    outside,
    heard,
    async ask(asked, signal) {
      heard.push(asked)
      const fault = faults.shift()
      const sound = answerTo(asked)
      switch (fault) {
        case 'slow':
          await pause(slow, undefined, { signal })
          return sound
        case 'silent':
          return pause(60_000, undefined, { signal, ref: false })
        case 'away':
          throw new Error('ECONNREFUSED')
        case 'wrong-type':
          return answerTo(asked, { value: 'perhaps' })
        case 'garbage':
          return { status: 'ok', html: '<h1>502</h1>' }
        case 'duplicate':
          await deliver(outside.system, sound)
          return sound
        case 'contradictory':
          await deliver(outside.system, answerTo(asked, { value: opposite(sound.value) }))
          return sound
        case 'out-of-order':
          held.push(asked)
          return pause(60_000, undefined, { signal, ref: false })
        case 'unsigned': {
          const { signature, ...bare } = sound
          return bare
        }
        case 'stale':
          return answerTo(asked, {
            obtained: clock.now().subtract({ hours: 2 }).toString(),
            validUntil: clock.now().subtract({ hours: 1 }).toString(),
          })
        case 'from-the-future':
          return answerTo(asked, {
            obtained: clock.now().add({ hours: 1 }).toString(),
            validUntil: clock.now().add({ hours: 2 }).toString(),
          })
        default:
          // What was held back comes after what was asked later.
          for (const earlier of held.splice(0))
            setImmediate(() => void deliver(outside.system, answerTo(earlier, { value: opposite(sound.value) })))
          return sound
      }
    },
  }
}
