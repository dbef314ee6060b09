import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { caseNotFound, type Judged } from '#kernel/case'
import { statement } from '#kernel/storage'
import { findCase, handles, stepsIn } from './access.ts'
import { choicesOf } from './act-choices.ts'
import { strongVerbs } from './case-acts.routes.ts'
import { actShown, itemWords, urgentActs, verdictShown } from './possible-acts.ts'
import { namedReasons } from './reason-names.ts'
import type { RouteNeeds } from './routes.ts'
import { ByNumber } from './words.ts'

const verdictsOf = statement(
  'power.verdicts',
  `select seq, at, verb, actor, verdicts from kernel.case_steps where case_id = $1 and verdicts is not null order by seq desc limit 100`,
)

/**
 * 可办动作 What an officer can do in a case now, with the form of each act; why everything else is not open, as the engine says it; and
 * what the controls answered at each step that was taken.
 */
export const possibleActRoutes: FastifyPluginAsyncTypebox<RouteNeeds> = async (app, needs) => {
  const { db, cases, clock, directory, questionWords } = needs
  const { asked } = questionWords
  const common = {
    schema: { params: ByNumber },
    config: {
      words: {
        access: ['cases.read'] as const,
        says: '',
        refuses: [caseNotFound, officersOnly],
      },
    },
  }

  /** The case, where the officer handles it or has stepped in; else none. */
  async function seenBy(request: Parameters<typeof callerOf>[0] & { params: { number: string } }) {
    const officer = officerOf(request)
    const caller = callerOf(request)
    const row = await findCase(db, request.params.number)
    if (!row) throw caseNotFound()
    const around = async () => ({
      definition: await cases.definitionOf(row.id),
      directory: await directory(),
      on: clock.today().toString(),
    })
    if (!handles(row.state, caller) && !stepsIn(row.state, caller, await around())) throw caseNotFound()
    return { row, officer }
  }

  app.get(
    '/cases/:number/acts',
    {
      ...common,
      config: {
        words: {
          ...common.config.words,
          says: 'Every act of the case: open with its form, or why it is not open to the caller now; and what may be done before its approval. Nothing is written',
        },
      },
    },
    async request => {
      const { row, officer } = await seenBy(request)
      const { definition, state, tried } = await cases.tryActs(row.id, officer, choicesOf)
      const around = { definition, state, directory: await directory(), actor: officer, on: clock.today().toString() }
      const named = namedReasons(around.directory, state, around.on)
      return {
        number: row.number,
        seq: row.state.seq,
        words: itemWords(definition, questionWords),
        urgent: urgentActs(around, asked),
        acts: tried.map(one =>
          actShown(definition, one, {
            ...{ asked, named },
            strong: strongVerbs.has(one.verb),
            choices: one.refusal === null ? choicesOf(one.verb, around, asked) : {},
          }),
        ),
      }
    },
  )

  app.get(
    '/cases/:number/verdicts',
    {
      ...common,
      config: {
        words: { ...common.config.words, says: 'What the controls answered at each step of a case, the latest first' },
      },
    },
    async request => {
      const { row } = await seenBy(request)
      const definition = await cases.definitionOf(row.id)
      type Row = { seq: number; at: string; verb: string; actor: string; verdicts: string }
      const rows = await db.run<Row>(verdictsOf, [row.id])
      return {
        items: rows.map(({ seq, at, verb, verdicts }) => ({
          ...{ seq, at, verb },
          verdicts: (JSON.parse(verdicts) as readonly Judged[]).map(one => verdictShown(definition, one, asked)),
        })),
      }
    },
  )
}
