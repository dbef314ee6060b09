import { acts } from '#kernel/case'
import type { CompiledItem, Example } from '#kernel/definition'
import type { Refusal } from '#kernel/refusal'
import { beginsOn, endingOf, isWait, moved } from './finish.ts'
import type { Attempt, Deed, Rehearse, Script, Written } from './script.ts'

export interface Scripts {
  /** The life that an example tells, begun on a day, or a variant of it. */
  of(item: CompiledItem, example: Example, day: string, variant?: Variant): Script
}

/** 变奏 The same life with something wrong in it. */
export interface Variant {
  /** 拖延 A wait put before the n-th deed. */
  readonly delay?: { readonly before: number; readonly span: string }
  /** 改填 Another answer in the form. */
  readonly bend?: { readonly field: string; readonly value: unknown }
  /** 漏交 A paper that is not handed in with the application. */
  readonly lacking?: string
}

/** Codes and rules by which a refusal may be known: `RULE_BROKEN`, `rules.parts`, `parts`. */
const namesOf = ({ code, reasons }: Refusal): readonly string[] => [
  code,
  ...reasons.flatMap(reason => [
    reason.code,
    ...(reason.rule === undefined ? [] : [reason.rule, reason.rule.split('.').at(-1)!]),
  ]),
]

/** Whether the engine knows every act of it. */
export const isLived = ({ acts: written }: Example): boolean =>
  written.every(act => {
    const verb = typeof act === 'string' ? act : Object.keys(act)[0]!
    return verb === 'wait' || verb in acts
  })

/** Every place of the example at which the field is answered. */
function bent<T>(value: T, { field, value: other }: NonNullable<Variant['bend']>): T {
  if (Array.isArray(value)) return value.map(one => bent(one, { field, value: other })) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === field ? other : bent(one, { field, value: other })]),
  ) as T
}

/** The opening with every paper but one. */
function without({ definition }: CompiledItem, opening: Written, lacking: string): Written {
  const [verb, body] = typeof opening === 'string' ? [opening, {}] : Object.entries(opening)[0]!
  const papers = definition.materials.filter(
    ({ id, from, stage }) => from === 'applicant' && stage === undefined && id !== lacking,
  )
  return {
    [verb]: {
      ...(typeof body === 'string' ? {} : body),
      materials: Object.fromEntries(papers.map(({ id }) => [id, 'original'])),
    },
  }
}

/** Scripts kept at hand; each holds every state of its case. */
const mostKept = 400

/** 脚本库 Rehearses each example once a day that it begins on: what a life does is known before it is lived. */
export function makeScripts(rehearse: Rehearse): Scripts {
  const known = new Map<string, Script>()
  const endings = new Map<string, readonly Written[]>()

  /** What has to be added to an example until its case ends; found out on the day on which its file lets it begin. */
  function endingFor(item: CompiledItem, example: Example): readonly Written[] {
    const key = `${item.hash} ${item.definition.examples.indexOf(example)}`
    const before = endings.get(key)
    if (before !== undefined) return before
    const ending = example.expect.refused === undefined ? endingOf(rehearse, item, example) : []
    endings.set(key, ending)
    return ending
  }

  function make(item: CompiledItem, example: Example, day: string, { delay, bend, lacking }: Variant): Script {
    const days = Temporal.PlainDate.from(beginsOn(example)).until(Temporal.PlainDate.from(day)).days
    const told = bend ? bent(example, bend) : example
    const [first, ...others] = told.acts
    const opening = lacking === undefined ? first! : without(item, first!, lacking)
    const written = [...moved([opening, ...others], days), ...endingFor(item, example)]
    const nth = written.flatMap((act, at) => (isWait(act) ? [] : [at]))[delay?.before ?? -1]
    const acts = nth === undefined || !delay ? written : written.toSpliced(nth, 0, { wait: { for: delay.span } })
    const deeds: Deed[] = []
    let attempt: Attempt | undefined
    let refused: Script['refused']
    const { ended, alarms } = rehearse(
      item,
      { ...moved(told, days), at: day, acts },
      {
        tried: one => {
          attempt = one
        },
        done: after => {
          deeds.push({ ...attempt!, after })
        },
        refused: fault => {
          refused = { attempt: attempt!, names: namesOf(fault) }
          return false
        },
      },
    )
    return { item, example, deeds, ended, alarms, ...(refused && { refused }) }
  }

  return {
    of(item, example, day, variant = {}) {
      const nth = item.definition.examples.indexOf(example)
      const key = `${item.hash} ${nth} ${day} ${JSON.stringify(variant)}`
      const before = known.get(key)
      if (before) return before
      const script = make(item, example, day, variant)
      if (known.size >= mostKept) known.delete(known.keys().next().value!)
      known.set(key, script)
      return script
    },
  }
}
