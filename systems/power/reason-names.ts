import type { CaseState } from '#kernel/case'
import type { Directory } from '#kernel/identity'
import type { Reason } from '#kernel/refusal'

/** 理由 As it is shown: with what the offices and persons in its facts are called, so that it can say who may. */
export interface ReasonShown extends Reason {
  readonly names?: Readonly<Record<string, readonly string[]>>
}

const texts = (fact: unknown): readonly string[] =>
  Array.isArray(fact) ? fact.filter(one => typeof one === 'string') : typeof fact === 'string' ? [fact] : []

/** 谁能办 Names the posts, offices and colleagues that a reason has but by their keys; nobody outside of the house is among them. */
export const namedReasons =
  (directory: Directory, { organ }: Pick<CaseState, 'organ'>, on: string) =>
  (reason: Reason): ReasonShown => {
    const { needs, persons } = reason.facts ?? {}
    const called = {
      needs: texts(needs).flatMap(
        key => directory.organ(key, on)?.name ?? directory.post(`${organ}/${key}`, on)?.name ?? [],
      ),
      persons: texts(persons).flatMap(key => directory.person(key)?.name ?? []),
    }
    const names = Object.fromEntries(Object.entries(called).filter(([, list]) => list.length > 0))
    return Object.keys(names).length > 0 ? { ...reason, names } : reason
  }
