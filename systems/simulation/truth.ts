import { isUndetectable, type Violation, type ViolationKind, violations } from './violation.ts'

/** An answer of the city, as far as the simulator judges it. */
export interface Answer {
  readonly status: number
  /** The problem's own code and those of its reasons. */
  readonly codes: readonly string[]
}

/** 应得的发现 What must come of a wrong that no list of ours names: one given in a file, or one made from an item's definition. */
export interface Foreseen {
  readonly kind: string
  readonly expect: 'refused' | 'alarmed'
  /** Only these codes of a refusal, or names of an alarm, count. */
  readonly codes?: readonly string[]
  /** 逐级 `red hold`: each level of each alarm that must ring. */
  readonly rungs?: readonly string[]
  /** Made from the item's definition. */
  readonly made?: true
  /** Nobody goes on with the case afterwards: what is late in it later is no news. */
  readonly abandoned?: true
}

export interface Planted {
  /** One of ours, or the name of a given one. */
  readonly kind: string
  readonly case: string
  /** Set for a wrong that our list does not name. */
  readonly given?: Foreseen
  caught: 'refused' | 'alarmed' | undefined
  /** Codes with which it was refused, or the alarm that was raised; what came instead when it was not caught. */
  found: string
}

/** 误报 Something right that was refused, or an alarm about nothing. */
export interface FalseAlarm {
  readonly case: string
  readonly what: string
  readonly codes: readonly string[]
}

export interface RaisedAlarm {
  readonly id: string
  readonly caseId: string
  readonly alarm: string
  readonly level: string
  readonly codes: readonly string[]
}

/** 一案真相 What the simulator alone knows of one case. */
export interface CaseTruth {
  readonly key: string
  /** The item as reports name it. */
  readonly item: string
  id: string | undefined
  number: string | undefined
  /** Nothing wrong was planned in it. */
  readonly clean: boolean
  ended: boolean
  /** Slow but lawful: warnings before a limit are due, and only those. */
  slow: boolean
  /** Set when something unforeseen stopped the life of the case. */
  derailed: boolean
}

export interface Truth {
  readonly planted: readonly Planted[]
  readonly falseAlarms: readonly FalseAlarm[]
  readonly cases: ReadonlyMap<string, CaseTruth>
  /** Warnings before a limit was reached, each of them due. */
  readonly warnings: number
  open(truth: CaseTruth): void
  /** A wrong act was tried: was it refused, and for that very reason? True when it was refused at all. */
  tried(kind: ViolationKind, key: string, answer: Answer): boolean
  /** A wrong was done that only an alarm can tell of, later. */
  expectAlarm(kind: ViolationKind, key: string): void
  /** The same of a wrong that was given in a file: refused as it says, or for any reason where it names none. */
  triedGiven(given: Foreseen, key: string, answer: Answer): boolean
  expectGiven(given: Foreseen, key: string): void
  /** A lie nobody can see. */
  hide(kind: ViolationKind, key: string): void
  wronglyRefused(key: string, what: string, answer: Answer): void
  /** Holds every alarm of the city against what was planted. */
  compareAlarms(alarms: readonly RaisedAlarm[]): void
}

const nearOnly = ({ level, codes }: RaisedAlarm): boolean =>
  level !== 'red' && codes.every(code => code === 'LIMIT_NEAR')

/** Alarms that follow from a planted wrong although another one names it: late once means late for the promise as well. */
const accompany: Readonly<Partial<Record<ViolationKind, readonly string[]>>> = {
  'challenged-acts': ['avoidance'],
  'supplement-late': ['promise'],
  'paper-late': ['service', 'delivery'],
  'decision-late': ['promise'],
  'hearing-late': ['promise', 'statutory', 'stop-too-long'],
}

const expectedOf = (kind: string): Violation | undefined => (violations as Record<string, Violation>)[kind]

/** Whether an alarm only follows from a planted wrong; from one that was given in a file nobody knows what follows. */
const follows = ({ kind, given }: Planted, { alarm }: RaisedAlarm): boolean =>
  (given !== undefined && (given.made !== true || given.abandoned === true || given.expect === 'alarmed')) ||
  accompany[kind as ViolationKind]?.includes(alarm) === true

/** 真相 Keeps what was planted apart from the city and compares afterwards. */
export function makeTruth(): Truth {
  const planted: Planted[] = []
  const falseAlarms: FalseAlarm[] = []
  const cases = new Map<string, CaseTruth>()
  let warnings = 0
  const plant = (kind: string, key: string, caught: Planted['caught'], found: string, given?: Foreseen) =>
    planted.push({ kind, case: key, caught, found, ...(given && { given }) })
  const names = ({ kind, given }: Planted, raised: RaisedAlarm): boolean =>
    given ? (given.codes?.includes(raised.alarm) ?? true) : expectedOf(kind)?.alarm?.includes(raised.alarm) === true

  return {
    planted,
    falseAlarms,
    cases,
    get warnings() {
      return warnings
    },
    open: truth => void cases.set(truth.key, truth),
    tried(kind, key, { status, codes }) {
      const expected: Violation = violations[kind]
      const was = status >= 400 && status < 500
      const right = was && codes.some(code => expected.refused?.includes(code))
      plant(kind, key, right ? 'refused' : undefined, `${status} ${codes.join(' ')}`.trim())
      return was
    },
    expectAlarm: (kind, key) => void plant(kind, key, undefined, 'no alarm'),
    triedGiven(given, key, { status, codes }) {
      const was = status >= 400 && status < 500
      const right = was && given.expect === 'refused' && (given.codes?.some(code => codes.includes(code)) ?? true)
      plant(given.kind, key, right ? 'refused' : undefined, `${status} ${codes.join(' ')}`.trim(), given)
      return was
    },
    expectGiven: (given, key) => void plant(given.kind, key, undefined, 'no alarm', given),
    hide: (kind, key) => void plant(kind, key, undefined, 'hidden'),
    wronglyRefused: (key, what, { status, codes }) =>
      void falseAlarms.push({ case: key, what, codes: [String(status), ...codes] }),
    compareAlarms(alarms) {
      const byId = new Map([...cases.values()].map(truth => [truth.id, truth]))
      const byCase = Map.groupBy(planted, one => one.case)
      const rung = new Map<Planted, Set<string>>()
      for (const raised of alarms) {
        const truth = byId.get(raised.caseId)
        const wrongs = (truth && byCase.get(truth.key)) ?? []
        const named = wrongs.filter(one => names(one, raised))
        for (const one of named) rung.set(one, (rung.get(one) ?? new Set()).add(`${raised.level} ${raised.alarm}`))
        if (named.length > 0) {
          if (!nearOnly(raised))
            for (const one of named) {
              one.caught ??= 'alarmed'
              one.found = `${raised.level} ${raised.alarm}`
            }
          else warnings++
        } else if (wrongs.some(one => follows(one, raised))) warnings++
        else if (truth?.slow === true && nearOnly(raised)) warnings++
        // What follows from an act that was wrongly refused is not counted a second time.
        else if (truth?.derailed !== true)
          falseAlarms.push({
            case: truth?.key ?? raised.caseId,
            what: `${raised.level} ${raised.alarm}`,
            codes: raised.codes,
          })
      }
      for (const [one, heard] of rung) {
        const silent = one.given?.rungs?.filter(wanted => !heard.has(wanted)) ?? []
        if (silent.length === 0) continue
        one.caught = undefined
        one.found = `silent: ${silent.join(', ')}`
      }
    },
  }
}

export const detectable = (truth: Truth): readonly Planted[] =>
  truth.planted.filter(({ kind, given }) => given !== undefined || !isUndetectable(kind as ViolationKind))
