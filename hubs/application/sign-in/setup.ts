import type { AdministratorKind } from '#kernel/identity'
import { refusal } from '#kernel/refusal'
import { stateOf } from '#kernel/storage'
import type { Enrolment } from './enrolment.ts'
import { typedName } from './names.ts'
import type { Origin } from './needs.ts'
import { newCode, typedCode } from './secrets.ts'
import * as store from './setup.store.ts'
import type { SigningIn, SigningInNeeds } from './signing-in.ts'

export const setupFailed = refusal('SETUP_FAILED', 401, 'The setup code is not the one that was printed')
export const setupPersonsUnfit = refusal(
  'SETUP_PERSONS_UNFIT',
  422,
  'The three administrators are three persons, none of whom holds a post',
)

/** 首任管理员 Whom the first start names: each kind once. */
export interface SetupPerson {
  readonly kind: AdministratorKind
  readonly number: string
  readonly name: string
}

export interface SetupGiven {
  readonly kind: AdministratorKind
  readonly number: string
  /** Shown once, handed to that person and to nobody else. */
  readonly code: string
}

export interface SetupNeeds extends SigningInNeeds {
  readonly enrolment: Pick<Enrolment, 'ofSetup'>
  readonly signingIn: Pick<SigningIn, 'around'>
}

const by = { kind: 'system', name: 'setup' } as const
const length = 20
/** PostgreSQL: two rows exclude each other. */
const excluded = '23P01'

/**
 * 首次启动 A new city has nobody who may name anybody. Whoever started it reads a code from the terminal, once; with it three persons are named, each gets
 * a code of his own, and when all three have set a password and taken a token the city opens. From then on one appoints, one records and one watches.
 */
export function makeSetup(needs: SetupNeeds) {
  const { db, clock, index, identity, enrolment, throttle, signingIn } = needs
  const tagOf = (code: string): Buffer => index.tag('sign-in:setup', typedCode(code))
  let finished = false

  return {
    /** The code to print, the first time it is asked for; undefined ever after. */
    async firstCode(): Promise<string | undefined> {
      const code = newCode(length)
      return (await db.run(store.addSetup, [tagOf(code), clock.now()])).length > 0 ? code : undefined
    },

    /** Another code in place of one that was lost, for whoever sits at the machine; undefined once the city is set up. */
    async anotherCode(): Promise<string | undefined> {
      const code = newCode(length)
      const values = [tagOf(code), clock.now()]
      const made = [...(await db.run(store.addSetup, values)), ...(await db.run(store.renewSetup, values))]
      return made.length > 0 ? code : undefined
    },

    /** 开城 Whether three different persons have signed on; from then on for ever. */
    async isFinished(): Promise<boolean> {
      if (finished) return true
      const [row] = await db.run<{ finishedAt: string | null; ready: number }>(store.findSetup)
      if (row === undefined || (row.finishedAt === null && row.ready < 3)) return false
      if (row.finishedAt === null) await db.run(store.finishSetup, [clock.now()])
      finished = true
      return true
    },

    /**
     * 指定三员 @returns a code for each, with which he sets a password and takes a token.
     * @throws SETUP_FAILED, SETUP_PERSONS_UNFIT, SIGN_IN_SLOWED
     */
    async name(code: string, persons: readonly SetupPerson[], origin: Origin): Promise<readonly SetupGiven[]> {
      const tried = signingIn.around(origin)
      await throttle.take(db, tried)
      if ((await db.run(store.isSetupCode, [tagOf(code)])).length === 0) throw setupFailed()
      if (new Set(persons.map(({ number }) => typedName(number))).size !== persons.length)
        throw setupPersonsUnfit({ detail: 'One person is named twice.' })
      const from = clock.today().toString()
      const given = await db
        .transaction(async sql => {
          const named: { readonly person: string; readonly one: SetupPerson }[] = []
          for (const one of persons) {
            const person = await identity.recordPerson(sql, by, { personnelNumber: one.number, name: one.name, from })
            await identity.appointAdministrator(sql, by, { person, kind: one.kind, from })
            named.push({ person, one })
          }
          const ids = named.map(({ person }) => person)
          if ((await sql.run(store.useSetup, [tagOf(code), clock.now(), ids])).length === 0) throw setupFailed()
          await identity.prove(sql, by, 'administrators-set-up', { persons: ids })
          const codes: SetupGiven[] = []
          for (const { person, one } of named) {
            const { kind, number } = one
            codes.push({ kind, number, code: await enrolment.ofSetup(sql, person, number) })
          }
          return codes
        })
        .catch(fault => {
          throw stateOf(fault) === excluded
            ? setupPersonsUnfit({
                detail: 'One of them holds a post, or is an administrator of another kind.',
                cause: fault,
              })
            : fault
        })
      await throttle.give(db, tried)
      return given
    },
  }
}
