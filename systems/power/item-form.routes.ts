import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { callerOf, officerOf, officersOnly } from '#hubs/application/access'
import { authorityLacking, type OpeningTried } from '#kernel/case'
import { type CompiledItem, itemUnknown } from '#kernel/definition'
import { partyUnknown } from '#kernel/party'
import { choicesOf } from './act-choices.ts'
import { isPresent } from './at-counter.ts'
import type { FieldMeanings } from './field-meanings.ts'
import { startNotOffered } from './openings.ts'
import { makePlaces, organNotForItem, organUnknown } from './places.ts'
import { itemWords, openingShown, rolesShown } from './possible-acts.ts'
import { type Filled, makePrefill, type OfficerCaller } from './prefill.ts'
import { namedReasons } from './reason-names.ts'
import type { RouteNeeds } from './routes.ts'
import { Key, strict, Uuid } from './words.ts'

const ForWhom = Type.Object(
  {
    party: Type.Optional(Uuid),
    presence: Type.Optional(
      Type.String({
        maxLength: 40,
        description: 'what the city answered when the party was named at the counter today',
      }),
    ),
  },
  strict,
)

/** 收件的人 Whoever may not take an application of this item in learns nothing of anybody by its form. */
function mustTakeApplications(tried: readonly OpeningTried[], { definition }: CompiledItem): void {
  const submitting = tried.filter(({ verb }) => verb === 'submit')
  if (submitting.some(({ refusal }) => refusal === null)) return
  throw submitting[0]?.refusal ?? startNotOffered({ facts: { offered: definition.category.starts } })
}

/** Beside each answer where it is from; of an earlier case the day, and no number. */
const shownFilled = (filled: ReadonlyMap<string, Filled>) =>
  Object.fromEntries(
    [...filled].map(([name, { value, from }]) => [
      name,
      { value, from: from.kind === 'case' ? { kind: from.kind, on: from.on } : from },
    ]),
  )

/**
 * 窗口填表 What the counter asks for somebody: the form and the papers of an item, as the officer's own organ carries it out; for whoever has come,
 * filled in with what the city knows.
 */
export const itemFormRoutes: FastifyPluginAsyncTypebox<RouteNeeds & { readonly meanings: FieldMeanings }> = async (
  app,
  needs,
) => {
  const { cases, clock, directory, implementations, index, parties, db } = needs
  const { asked } = needs.questionWords
  const placeOf = makePlaces(needs)
  const prefill = makePrefill(needs, needs.meanings)

  async function filledFor(caller: OfficerCaller, party: string, presence: string | undefined, compiled: CompiledItem) {
    if (!isPresent(index, { officer: caller.actor, party, on: clock.today().toString() }, presence))
      throw partyUnknown()
    return shownFilled(await prefill.atCounter(caller, await parties.currentOf(db, party), compiled))
  }

  app.get(
    '/items/:item/form',
    {
      schema: { params: Type.Object({ item: Key }, strict), querystring: ForWhom },
      config: {
        words: {
          access: ['cases.act'],
          says: 'The form and the papers of an item as the caller’s organ carries it out; each way in which a case of it may begin: open with its form, or why it is not open to the caller. With `party` also what the city knows of whoever has come, with its sources; only for who may take the application in, recorded as a look',
          refuses: [
            officersOnly,
            itemUnknown,
            organUnknown,
            organNotForItem,
            authorityLacking,
            startNotOffered,
            partyUnknown,
          ],
        },
      },
    },
    async request => {
      const officer = officerOf(request)
      const { organ } = officer
      const { definition, place } = await placeOf(request.params.item, organ)
      const { party, presence } = request.query
      const tried = await cases.tryOpenings(definition, place, officer, choicesOf)
      if (party !== undefined) mustTakeApplications(tried, definition)
      const filled =
        party === undefined
          ? undefined
          : await filledFor(
              callerOf(request) as OfficerCaller,
              party,
              presence,
              await implementations.implemented(definition.hash, place.implementation),
            )
      const around = { definition, directory: await directory(), actor: officer, on: clock.today().toString() }
      const named = namedReasons(around.directory, { organ }, around.on)
      const { content, category, item } = definition.definition
      const { unit } = content.parties.subject ?? {}
      return {
        ...{ item, organ, name: content.name, channels: content.channels, starts: category.starts },
        units: [unit ?? []].flat(),
        roles: rolesShown(definition),
        words: itemWords(definition, needs.questionWords),
        openings: tried.map(one =>
          openingShown(definition, one, {
            ...{ asked, named },
            choices: choicesOf(one.verb, { ...around, state: one.state }, asked),
          }),
        ),
        ...(filled && { filled }),
      }
    },
  )
}
