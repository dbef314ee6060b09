import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Issuer } from '#hubs/application/issuer'
import type { ManualClock } from '#kernel/clock'
import { codeAt, stepOf } from '../../hubs/application/sign-in/one-time-code.ts'
import { password, signInBy } from '../../test/harness/person.ts'
import { openVisitor } from '../../test/harness/visitor.ts'
import type { DrillHouse } from '../house.ts'
import type { Asker } from './asking.ts'

export interface SeatNeeds {
  readonly house: DrillHouse
  readonly app: FastifyInstance
  readonly issuer: Issuer
  readonly clock: ManualClock
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator with this secret shows now. */
function shownBy(secret: string, clock: ManualClock): string {
  const bits = [...secret].map(sign => letters.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return codeAt(bytes, stepOf(clock.now()))
}

/**
 * 登录坐席 An officer whose account the security administrator opens, who sets his password and his authenticator himself, signs in by both in a browser
 * of his own, and takes his post: the session that his pages of the desk ask by.
 */
export function makeSeats({ house: { city }, app, issuer, clock }: SeatNeeds) {
  let running = 10

  return async (person: string, post: string): Promise<Pick<Asker, 'cookie' | 'csrf' | 'desk'>> => {
    const [security] = await city.db.query<{ person: string }>(
      `select person from kernel.administrators where kind = 'security' and person <> $1 order by person limit 1`,
      [person],
    )
    const token = await issuer.mint({ sub: security!.person, administrator: 'security', scope: 'administer', acr: 2 })
    const opened = await app.inject({
      ...{ method: 'POST', url: '/api/administration/accounts', payload: { person } },
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    })
    if (opened.statusCode !== 200) throw new Error(`no account for ${post}: ${opened.body}`)
    const { code } = opened.json() as { code: string }
    const number = (await city.identity.directory()).person(person)!.personnelNumber
    // Another machine for each: one address signs in so often a minute.
    const visitor = openVisitor(app, { address: `192.0.2.${++running}` })
    await visitor.get('/sign-in/activate')
    const activated = await visitor.send('/sign-in/activate', { number, code, password, again: password })
    const secret = /<code>([A-Z2-7 ]{20,})<\/code>/.exec(activated.body)?.[1]?.replaceAll(' ', '') ?? ''
    // A code is good once.
    clock.advance({ seconds: 30 })
    await signInBy(visitor, number, shownBy(secret, clock))
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const seat = async () => (await city.signIn.sessions.of(cookie))!
    if ((await seat()).post !== post) {
      await visitor.get('/sign-in/post')
      await visitor.send('/sign-in/post', { post })
    }
    const { acr, csrf, post: taken } = await seat()
    if (acr !== 2 || taken !== post) throw new Error(`${post}: signed in as ${taken} with ${acr} factors`)
    return { cookie, csrf, desk: true }
  }
}
