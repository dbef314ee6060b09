import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { officerOf, officersOnly } from '#hubs/application/access'
import type { Clock } from '#kernel/clock'
import { type Definitions, type Implementations, type LawLibrary, lint, type VersionRow } from '#kernel/definition'

export interface OwnItemsNeeds {
  readonly clock: Clock
  readonly definitions: Definitions
  readonly implementations: Implementations
  readonly laws: LawLibrary
}

/** 本机关事项 What the officer's organ carries out: the version in force, and what the linter finds in it against the laws. Nothing is changed here. */
export const ownItemRoutes: FastifyPluginAsyncTypebox<OwnItemsNeeds> = async (
  app,
  { clock, definitions, implementations, laws },
) => {
  // A version never changes, nor do the laws while the program runs.
  const found = new Map<string, ReturnType<typeof lint>>()
  async function findingsOf({ hash }: VersionRow): Promise<ReturnType<typeof lint>> {
    const known = found.get(hash)
    if (known) return known
    const findings = lint(await definitions.definition(hash), laws)
    found.set(hash, findings)
    return findings
  }

  app.get(
    '/own-items',
    {
      config: {
        words: {
          access: ['cases.read'],
          says: 'The items that the caller’s organ carries out, with the version in force and what the linter finds in it',
          refuses: [officersOnly],
        },
      },
    },
    async request => {
      const { organ } = officerOf(request)
      const today = clock.today()
      const known = await definitions.directory()
      const carried = await implementations.itemsOf(organ, today)
      const rows = [...carried].sort().flatMap(item => known.inForce(item, today) ?? [])
      return {
        organ,
        items: await Promise.all(
          rows.map(async row => ({
            item: row.item,
            name: row.summary.name,
            drawer: row.summary.drawer,
            version: row.version,
            from: row.from,
            findings: (await findingsOf(row)).map(({ rule, severity, path, text, basis }) => ({
              ...{ rule, severity, text, basis: basis ?? null },
              path: path.join('.'),
            })),
          })),
        ),
      }
    },
  )
}
