import { hash } from 'node:crypto'
import { type Clock, uuidv7 } from '#kernel/clock'
import type { Sql, Statement } from '#kernel/storage'
import { type Actor, partsOfPost } from '../actor.ts'
import type { WriteChange } from '../changes/journal.ts'
import * as store from './city.store.ts'
import type { City } from './read-city.ts'

export const cityLoader: Actor = { kind: 'system', name: 'city-loader' }

export interface CityLoad {
  /** Rows written; 0 when the city is as the files say already. */
  readonly rows: number
}

/**
 * 装载城市 Writes what a city's files say and the database does not have yet, in the caller's transaction. Changed organs and posts get
 * a new dated row from today on; what the files no longer name stays (end it by hand); what was ended by hand is not revived.
 */
export const makeCityLoader =
  ({ clock, prove }: { readonly clock: Clock; readonly prove: WriteChange }) =>
  async (sql: Sql, city: City): Promise<CityLoad> => {
    const today = clock.today()
    const officers = city.officers.map(({ number, name }) => ({ id: uuidv7(clock), number, name }))
    const steps: readonly (readonly [Statement, readonly unknown[], ...unknown[]])[] = [
      [store.putRegions, city.regions],
      [store.fillInitials, city.organs],
      [store.endChangedOrgans, city.organs, today],
      [store.addOrgans, city.organs, today, city.from],
      [store.endChangedPosts, city.posts, today],
      [store.addPosts, city.posts, today, city.from],
      [store.addPersons, officers],
      [store.addStatuses, officers, city.from],
      [
        store.addAppointments,
        city.officers.flatMap(({ number, posts }) =>
          posts.map(post => ({ number, organ: partsOfPost(post).organ, post: partsOfPost(post).code })),
        ),
        city.from,
      ],
      [
        store.addCertificates,
        city.officers.flatMap(({ number, certificates }) =>
          certificates.map(({ kind, number: printed, from, to }) => ({
            number,
            kind,
            printed,
            valid_from: from,
            valid_to: to,
          })),
        ),
      ],
      [
        store.addAdministrators,
        city.officers.flatMap(({ number, administrator: kind }) => (kind === null ? [] : [{ number, kind }])),
        city.from,
      ],
    ]
    let rows = 0
    for (const [step, list, ...values] of steps) rows += (await sql.run(step, [JSON.stringify(list), ...values])).length
    if (rows > 0)
      await prove(sql, cityLoader, 'city-loaded', {
        city: city.city,
        rows,
        sha256: hash('sha256', JSON.stringify(city)),
      })
    return { rows }
  }
