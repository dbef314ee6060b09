import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ask } from '../api.ts'
import type { Text } from '../words.ts'

/** 理由 Why the answer is no, as the engine says it. */
export interface Reason {
  readonly code: string
  readonly text?: Text
  readonly rule?: string
  readonly basis?: { readonly law: string; readonly articles: readonly (string | number)[] }
  readonly facts?: Readonly<Record<string, unknown>>
  /** What the offices and persons in its facts are called. */
  readonly names?: Readonly<Record<string, readonly string[]>>
}

export interface Due {
  readonly limit: string
  readonly text: Text | null
  readonly ends: readonly string[]
  readonly on: string | null
  readonly from: string
  readonly workdaysLeft: number
  readonly workdays: number
  readonly provisional: boolean
  readonly status: string
  readonly promised: boolean
  readonly basis: Reason['basis'] | null
}

export interface PartyShown {
  readonly party: string
  readonly role: string
  readonly shown: { readonly name: string; readonly identifiers?: readonly { scheme: string; value: string }[] } | null
}

/** 办件 As its handler sees it: GET /api/cases/{number}. */
export interface CaseShown {
  readonly number: string
  readonly item: string
  readonly name: Text
  readonly version: number
  readonly organ: string
  readonly status: 'open' | 'ended'
  readonly start: string
  readonly channel: string
  readonly openedOn: string
  readonly seq: number
  readonly outcome: string | null
  readonly result: string | null
  readonly stages: readonly { stage: string; name: Text; status: string; on: string | null }[]
  readonly due: Due | null
  readonly yours: readonly Due[]
  readonly holders: readonly { organ: string; post: string | null }[]
  readonly suspended: {
    readonly for: string
    readonly since: string
    readonly basis: Reason['basis'] | null
    readonly max: string | null
  } | null
  readonly parties: readonly PartyShown[]
  readonly tasks: readonly { task: string; stage: string; organ: string; post: string; person: string | null }[]
  readonly facts: Readonly<Record<string, unknown>>
  readonly materials: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly disputed: Readonly<Record<string, string>>
  readonly missing: { readonly materials: readonly string[]; readonly fields: readonly string[] } | null
  readonly origin: string | null
  readonly opened: readonly { readonly number: string; readonly item: string; readonly name?: Text }[]
  readonly checkCode: string
}

export interface FieldWords {
  readonly label: Text
  readonly type: string
  readonly at: string | null
  readonly unit: string | null
  readonly help: Text | null
  readonly options: readonly { value: string; label: Text }[]
  readonly repeat: number | null
  readonly required: boolean
  /** Wanted only on a condition, which the city knows. */
  readonly sometimes?: boolean
}

export interface Verdict {
  readonly id: string
  readonly text: Text | null
  readonly basis: Reason['basis'] | null
  readonly answer: 'holds' | 'refuses' | 'unknown' | 'alarms'
  readonly reasons: readonly Reason[]
}

export interface Choice {
  readonly value: string
  readonly text: Text
}

export interface FormSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, FormSchema>>
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly items?: FormSchema
  readonly patternProperties?: Readonly<Record<string, FormSchema>>
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly minItems?: number
}

export interface ActShown {
  readonly verb: string
  readonly stage: string | null
  readonly possible: boolean
  readonly refusal: {
    readonly code: string
    readonly title: string
    readonly facts: Readonly<Record<string, unknown>>
    readonly reasons: readonly Reason[]
  } | null
  readonly verdicts: readonly Verdict[]
  readonly strong: boolean
  readonly form: FormSchema | null
  readonly choices: Readonly<Record<string, readonly Choice[]>>
}

export interface ItemWords {
  readonly form: Readonly<Record<string, FieldWords>>
  readonly materials: readonly { id: string; name: Text; from: string; stage: string | null }[]
  readonly outcomes: Readonly<Record<string, { name: Text; favourable: boolean }>>
  readonly documents: Readonly<Record<string, Text>>
  readonly limits: Readonly<Record<string, { text: Text | null }>>
  /** What conditions, rules and comparisons say, by the `rule` of a reason. */
  readonly grounds: Readonly<Record<string, Text>>
}

/** 紧急实施 What may be done before its approval, on one of the item's grounds. */
export interface UrgentShown {
  readonly verb: string
  readonly stage: string | null
  readonly name: Text | null
  readonly grounds: readonly Text[]
  readonly basis: Reason['basis']
  readonly form: FormSchema
  readonly choices: ActShown['choices']
}

export interface ActsShown {
  readonly seq: number
  readonly urgent: readonly UrgentShown[]
  readonly words: ItemWords
  readonly acts: readonly ActShown[]
}

export interface EventShown {
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly on: string
  readonly verb: string | null
  readonly by: { readonly post?: string; readonly party?: string; readonly system?: string }
  readonly data?: Readonly<Record<string, unknown>>
}

export interface Said {
  readonly seq: number
  readonly verb: string
  readonly at: string
  readonly of: string | null
  readonly erased: boolean
  readonly said: Readonly<Record<string, unknown>>
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

const most = 2_000

/** Everything there is of a case, page after page; a case of thousands is read as far as people read. */
async function allOf<Item>(path: string): Promise<readonly Item[]> {
  const all: Item[] = []
  let after = '0'
  while (all.length < most) {
    const { items, next } = await ask<Page<Item>>(`${path}&after=${after}`)
    all.push(...items)
    if (next === null) break
    after = next
  }
  return all
}

/** 一件 What the desk shows of one case; each part has its own answer, so that one that is refused does not hide the others. */
export function useCase(number: string) {
  const key = ['case', number]
  const shown = useQuery({ queryKey: [...key, 'shown'], queryFn: () => ask<CaseShown>(`/api/cases/${number}`) })
  const acts = useQuery({ queryKey: [...key, 'acts'], queryFn: () => ask<ActsShown>(`/api/cases/${number}/acts`) })
  const events = useQuery({
    queryKey: [...key, 'events'],
    queryFn: () => allOf<EventShown>(`/api/cases/${number}/events?limit=200`),
  })
  const verdicts = useQuery({
    queryKey: [...key, 'verdicts'],
    queryFn: () =>
      ask<Page<{ seq: number; at: string; verb: string; verdicts: readonly Verdict[] }>>(
        `/api/cases/${number}/verdicts`,
      ),
  })
  const details = useQuery({
    queryKey: [...key, 'details'],
    queryFn: () => allOf<Said>(`/api/cases/${number}/details?limit=100`),
    // Each reading of what is personal is on record: it is done when the case is opened, not whenever the window is looked at.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { shown, acts, events, verdicts, details }
}

/** Reads a case again after an act, and the lists it stood in. */
export function useReread(number: string): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['case', number] }),
      queries.invalidateQueries({ queryKey: ['inbox'] }),
    ])
  }
}
