import type { Provision } from '#kernel/definition'
import { allOf, type Element } from './element.ts'
import { openFindings } from './findings.ts'
import { leavesOf } from './source.ts'

/** 已理解 Which element of the source became which setting of the draft. */
export interface Understood {
  readonly source: string
  readonly setting: string
  readonly text: string
}

/** 依法补定 What the source leaves open and a statute, or the publisher's own place, decides; `source` where an element was set aside for it. */
export interface Decided {
  readonly source?: string
  readonly setting: string
  readonly text: string
  readonly basis?: Provision
}

/** 矛盾 The source says two things that cannot both be. */
export interface Contradiction {
  readonly source: string
  readonly text: string
  /** What is published must be accurate (政府信息公开条例6), unless a nearer article says it. */
  readonly basis: Provision
}

/** 违法 What the law says against an element, and how the draft is repaired. `doubtful`: the law is not in the library, or was not read. */
export interface Faulty {
  readonly source: string
  readonly rule: string
  readonly text: string
  readonly doubtful: boolean
  readonly basis?: Provision
  readonly repaired?: string
}

/** 未理解 What nobody could read; an editor looks at it. */
export interface Listed {
  readonly source: string
  readonly value: string
  /** Why it could not be read, where that is known. */
  readonly why?: string
}

export interface Report {
  readonly understood: readonly Understood[]
  readonly decided: readonly Decided[]
  readonly contradictory: readonly Contradiction[]
  readonly faulty: readonly Faulty[]
  readonly listed: readonly Listed[]
}

const accurate: Provision = { law: '政府信息公开条例', articles: [6] }

const shownValue = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

const empty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

function valueAt(source: unknown, path: string): unknown {
  let value = source
  for (const key of path.split(/[.[\]]/).filter(Boolean)) value = (value as Record<string, unknown> | undefined)?.[key]
  return value
}

/**
 * 账 Keeps account of every element of a source: each ends as understood, as set aside with a reason, or as listed, and as one of
 * them only. What is wrong with it is said besides.
 */
export function openAccount(source: object) {
  const understood = new Map<string, Understood>()
  const aside = new Map<string, Decided>()
  const findings = openFindings()
  const contradictory = new Map<string, Contradiction>()
  const values = new Map<string, string>()
  const leaves = leavesOf(source)
  const byElement = (element: Element): readonly string[] =>
    [...allOf(element)]
      .filter(({ entries, items, path }) => path !== '' && entries.size === 0 && items.length === 0)
      .map(({ path, value }) => {
        values.set(path, shownValue(value))
        return path
      })

  return {
    ...findings.told,
    /** The element, with all below it, became this setting. The first reading stands; another only adds an origin. */
    understood(element: Element | undefined, setting: string, text = ''): void {
      if (element === undefined) return
      for (const path of byElement(element)) {
        if (!understood.has(path))
          understood.set(path, { source: path, setting, text: text || (values.get(path) ?? '') })
        aside.delete(path)
      }
      findings.from(setting, element.path || (byElement(element)[0] ?? ''))
    },
    /** The element is not taken over, for a reason. */
    setAside(element: Element | undefined, setting: string, text: string, basis?: Provision): void {
      if (element === undefined) return
      for (const path of byElement(element))
        if (!understood.has(path) && !aside.has(path))
          aside.set(path, { source: path, setting, text, ...(basis && { basis }) })
    },
    /** What was understood turns out not to be lawful: it leaves the draft, with the reason. */
    withdraw(source: string, setting: string, text: string, basis?: Provision): void {
      for (const path of [...understood.keys()].filter(
        one => one === source || one.startsWith(`${source}.`) || one.startsWith(`${source}[`),
      )) {
        understood.delete(path)
        aside.set(path, { source: path, setting, text, ...(basis && { basis }) })
      }
    },
    contradict(source: string, text: string, basis: Provision = accurate): void {
      contradictory.set(`${source} ${text}`, { source, text, basis })
    },
    close(): Report {
      const at = (path: string): Listed => ({
        source: path,
        value: values.get(path) ?? shownValue(valueAt(source, path) ?? null),
      })
      for (const path of leaves)
        if (empty(valueAt(source, path)) && !understood.has(path) && !aside.has(path))
          aside.set(path, { source: path, setting: 'source', text: '来源没有填写 nothing was filled in' })
      return {
        understood: [...understood.values()],
        decided: [...aside.values(), ...findings.decided()],
        contradictory: [...contradictory.values()],
        faulty: findings.faulty(),
        listed: leaves.filter(leaf => !understood.has(leaf) && !aside.has(leaf)).map(at),
      }
    },
  }
}
export type Account = ReturnType<typeof openAccount>
