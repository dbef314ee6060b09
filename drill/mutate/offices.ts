import type { ItemDefinition } from '#kernel/definition'
import type { Mutation, Mutator } from './mutator.ts'

/** Names in the form of a post, a body or an organ, each of which nobody has. */
const ofNobody = ['post/nobody', 'body/nobody']
const ofNowhere = ['organ/nowhere', 'post/bureau-head@nowhere']

const routes = (item: ItemDefinition, names: readonly string[]): readonly Mutation[] =>
  names.flatMap(name => [
    ...item.alarms.map(({ id }, at) => ({
      what: `${id}: to ${name}`,
      apply: (one: ItemDefinition) => void one.alarms[at]!.to.push(name),
    })),
    ...item.problems.flatMap((_, at): readonly Mutation[] => [
      {
        what: `problem ${at}: escalates to ${name}`,
        apply: one => {
          one.problems[at]!.escalate = [...(one.problems[at]!.escalate ?? []), name]
        },
      },
      {
        what: `problem ${at}: verified by ${name}`,
        apply: one => {
          one.problems[at]!.verifyBy = name
        },
      },
    ]),
    ...Object.keys(item.authority.posts).map(role => ({
      what: `${role} is ${name}`,
      apply: (one: ItemDefinition) => {
        one.authority.posts[role] = name
      },
    })),
  ])

/** 岗位 Alarms, problems and roles that lead to a post, a body or an organ which no office has. */
export const ofOffices: readonly Mutator[] = [
  {
    rule: 'OFFICE_UNKNOWN_POST',
    wording: 'dead alarm routes: to a post or body that nobody has',
    at: item => routes(item, ofNobody),
  },
  {
    rule: 'OFFICE_UNKNOWN_ORGAN',
    wording: 'dead alarm routes: to a kind of organ there is not',
    at: item => routes(item, ofNowhere),
  },
]
