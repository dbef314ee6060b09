import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { itemUnknown, itemVersionUnknown } from '#kernel/definition'
import { officeUnknown } from './guide.ts'
import type { DifferenceWanted, Versions } from './versions.ts'

const strict = { additionalProperties: false } as const
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$', maxLength: 64 })
const OrganId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const Item = Type.Object({ item: Key }, strict)

/** 版本与对比 Every version that was published, and what one says otherwise than another. Open to anybody. */
export const versionRoutes: FastifyPluginAsyncTypebox<{ readonly versions: Versions }> = async (app, { versions }) => {
  app.get(
    '/items/:item/versions',
    {
      schema: { params: Item },
      config: {
        words: {
          access: 'public',
          says: 'The published versions of an item: days in force, when published, how much each changed',
          refuses: [itemUnknown],
        },
      },
    },
    request => versions.list(request.params.item),
  )

  app.get(
    '/items/:item/versions/:version',
    {
      schema: { params: Type.Object({ item: Key, version: Version }, strict) },
      config: {
        words: {
          access: 'public',
          says: 'One version of an item as the guide shows it, in force or not',
          refuses: [itemUnknown, itemVersionUnknown],
        },
      },
    },
    request => versions.version(request.params.item, request.params.version),
  )

  app.get(
    '/items/:item/difference',
    {
      schema: {
        params: Item,
        querystring: Type.Object(
          {
            from: Type.Optional({ ...Version, description: 'the version before `to`' }),
            to: Type.Optional({ ...Version, description: 'the version in force' }),
            organ: Type.Optional({ ...OrganId, description: 'as this organ carries it out' }),
            against: Type.Optional({ ...OrganId, description: 'the later side as this other organ carries it out' }),
          },
          strict,
        ),
      },
      config: {
        words: {
          access: 'public',
          says: 'What one version says otherwise than another, in sentences, with whom it makes what easier',
          refuses: [itemUnknown, itemVersionUnknown, officeUnknown],
        },
      },
    },
    request => {
      const wanted = Object.entries(request.query).filter(([, value]) => value !== undefined)
      return versions.difference(request.params.item, Object.fromEntries(wanted) as DifferenceWanted)
    },
  )

  app.get(
    '/items/:item/implementations/:organ/difference',
    {
      schema: {
        params: Type.Object({ item: Key, organ: OrganId }, strict),
        querystring: Type.Object({ from: Version, to: Version }, strict),
      },
      config: {
        words: {
          access: 'public',
          says: 'What one version of an organ’s implementation says otherwise than another',
          refuses: [itemUnknown, itemVersionUnknown, officeUnknown],
        },
      },
    },
    ({ params: { item, organ }, query: { from, to } }) => versions.implementationDifference(item, organ, from, to),
  )
}
