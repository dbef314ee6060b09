import type { Officer } from '#kernel/identity'
import { type BlindIndex, mustAgree, personScheme } from '#kernel/party'
import { refusal } from '#kernel/refusal'
import type { Sql } from '#kernel/storage'
import type { AccountNotices } from './account-notices.ts'
import { type Account, type AccountKind, nobody } from './accounts.ts'
import { heldFor } from './held.ts'
import { tagsOfName } from './names.ts'
import type { Origin } from './needs.ts'
import { type Weakness, weaknessOf } from './passwords.ts'
import type { Recovery } from './recovery.ts'
import { newCode, typedCode } from './secrets.ts'
import * as store from './sign-in.store.ts'
import type { SigningIn, SigningInNeeds } from './signing-in.ts'

export const enrolmentFailed = refusal('ENROLMENT_FAILED', 422, 'Number and opening code do not fit together')
export const passwordWeak = refusal('PASSWORD_WEAK', 422, 'This password is too easy to guess')
export const registrationFailed = refusal(
  'REGISTRATION_FAILED',
  422,
  'Name, number and network identity do not fit together',
)
export const registrationClosed = refusal('REGISTRATION_CLOSED', 503, 'Accounts are opened at the counter now')
export const accountExists = refusal('ACCOUNT_EXISTS', 409, 'You have an account already')
export const enrolmentNotYours = refusal('ENROLMENT_NOT_YOURS', 403, 'You may not open this account')
export const enrolmentOwn = refusal('ENROLMENT_OWN', 403, 'Nobody opens or recovers his own account at the counter')

/** How long an opening code is good: to open, a week; to recover, a day. */
const lasts = { open: { hours: 24 * 7 }, recover: { hours: 24 } } as const
const length = 15

/** What is kept of a code with which somebody sets his password. */
export const enrolmentTag = (index: BlindIndex, account: string, code: string): Buffer =>
  index.tag('sign-in:enrolment', `${account} ${typedCode(code)}`)

export interface EnrolmentNeeds extends SigningInNeeds {
  readonly recovery: Pick<Recovery, 'setAside' | 'tell' | 'close'>
  readonly signingIn: Pick<SigningIn, 'around' | 'where'>
  readonly notices: Pick<AccountNotices, 'changed'>
}

export interface Enrolled {
  readonly account: string
  readonly purpose: 'open' | 'recover'
  /** Shown to the officer once, printed and handed over; good once. */
  readonly code: string
  readonly lastsHours: number
}

/** 开户与恢复 An account begins with somebody who has shown who he is: to an officer at the counter, or to the national network identity. */
export function makeEnrolment(needs: EnrolmentNeeds) {
  const { db, clock, index, identity, parties, accounts, factors, passwords, sessions, throttle } = needs
  const { networkIdentity, recovery, signingIn, notices } = needs
  const tagOf = (account: string, code: string): Buffer => enrolmentTag(index, account, code)

  function mustBeStrong(password: string, about: readonly string[]): void {
    const weakness: Weakness | undefined = weaknessOf(password, about)
    if (weakness !== undefined) throw passwordWeak({ facts: { weakness } })
  }

  async function giveCode(
    sql: Sql,
    account: Account,
    { purpose, by, at = clock.now() }: { purpose: Enrolled['purpose']; by: string; at?: Temporal.Instant },
  ): Promise<Enrolled> {
    await sql.run(store.voidEnrolments, [account.id, at])
    const code = newCode(length)
    const expires = at.add(lasts[purpose])
    await sql.run(store.addEnrolment, [tagOf(account.id, code), account.id, purpose, by, at, expires])
    await accounts.record(sql, account.id, 'code-given', { byWhat: purpose })
    return { account: account.id, purpose, code, lastsHours: lasts[purpose].hours }
  }
  async function issue(
    sql: Sql,
    by: Officer,
    account: Account,
    { purpose, at, document }: { purpose: Enrolled['purpose']; at?: Temporal.Instant; document?: string },
  ): Promise<Enrolled> {
    const giver = `officer:${by.person}@${by.post}`
    const enrolled = await giveCode(sql, account, { purpose, by: giver, ...(at && { at }) })
    const shown = { account: account.id, ...(document !== undefined && { document }) }
    await identity.prove(sql, by, purpose === 'open' ? 'account-opened' : 'account-recovered', shown)
    return enrolled
  }

  /** A password set anew: everything that went with the old one ends. */
  async function renew(sql: Sql, account: Account, hash: string, label: string): Promise<readonly string[]> {
    await accounts.setPassword(sql, account, hash)
    await accounts.record(sql, account.id, 'password-set')
    return factors.allows(account.kind, 'printed') ? factors.print(sql, account, label) : []
  }

  return {
    /**
     * 窗口开户 The officer at the counter has seen the person and his document. An account that is there is recovered, not doubled. `number` is
     * what the person will type to sign in; `phone`, the telephone he has shown; `document`, what was looked at, for the journal. Nobody does
     * it for himself (回避): whoever has the officer's own name goes to another one.
     */
    async atCounter(
      sql: Sql,
      by: Officer,
      wanted: { readonly party: string; readonly number: string; readonly phone?: string; readonly document: string },
    ): Promise<Enrolled> {
      const party = await parties.currentOf(sql, wanted.party)
      const scheme = personScheme(wanted.number)
      const [named] = await parties.find(sql, scheme, wanted.number)
      if (named !== party) throw enrolmentNotYours({ detail: 'The number is not this party’s.' })
      const officer = (await identity.directory(sql)).person(by.person)
      if (!officer || (await parties.isNamed(sql, party, officer.name)))
        throw enrolmentOwn({ remedy: 'Another officer at the counter opens or recovers it; a namesake’s too.' })
      const { account, created } = await accounts.open(sql, 'person', party)
      await accounts.name(sql, account.id, scheme, wanted.number)
      // A telephone that is replaced here is one that stood before the code was given.
      const at = clock.now()
      const before = await factors.phoneOf(sql, account)
      if (wanted.phone !== undefined && wanted.phone !== before) {
        await factors.setPhone(sql, account, wanted.phone)
        if (!created) notices.changed(account, 'account-phone', before === undefined ? [] : [before])
      }
      const purpose = created || account.password === undefined ? 'open' : 'recover'
      return issue(sql, by, account, { purpose, at, document: wanted.document })
    },

    /** 人员开户 The security administrator opens the account of an officer, never his own. */
    async ofOfficer(sql: Sql, by: Officer, person: string): Promise<Enrolled> {
      const directory = await identity.directory(sql)
      const found = directory.person(person)
      if (!directory.isAdministrator(by.person, 'security', clock.today().toString()) || by.person === person || !found)
        throw enrolmentNotYours()
      const { account, created } = await accounts.open(sql, 'officer', person)
      await accounts.name(sql, account.id, 'personnel', found.personnelNumber)
      return issue(sql, by, account, { purpose: created || account.password === undefined ? 'open' : 'recover' })
    },

    /** 首次启动 The account of one of the first three administrators; one who has signed on already keeps what he has. */
    async ofSetup(sql: Sql, person: string, number: string): Promise<string> {
      const { account } = await accounts.open(sql, 'officer', person)
      await accounts.name(sql, account.id, 'personnel', number)
      const purpose = account.password === undefined ? 'open' : 'recover'
      return (await giveCode(sql, account, { purpose, by: 'setup' })).code
    },

    /**
     * 启用 Whoever has the code sets a password. @returns the printed codes, shown once; none for an officer, who gets `secret` for his token.
     * @throws ENROLMENT_FAILED whatever was wrong, PASSWORD_WEAK, SIGN_IN_SLOWED
     */
    async activate(
      typed: { readonly number: string; readonly code: string; readonly password: string },
      origin: Origin,
    ): Promise<{ readonly kind: AccountKind; readonly printed: readonly string[]; readonly secret?: string }> {
      mustBeStrong(typed.password, [typed.number])
      const tried = signingIn.around(origin)
      await throttle.take(db, tried)
      const account = await accounts.byNames(db, tagsOfName(index, typed.number))
      const hash = await passwords.hash(typed.password)
      let over: readonly string[] = []
      const activated = await db.transaction(async sql => {
        const id = account?.id ?? nobody
        const values = [tagOf(id, typed.code), id, clock.now()]
        const [used] = await sql.run<{ purpose: Enrolled['purpose'] | 'recover-online'; givenAt: string }>(
          store.useEnrolment,
          values,
        )
        if (!account || !used) throw enrolmentFailed()
        let cancel: string | undefined
        if (used.purpose !== 'open') {
          const counter = used.purpose === 'recover'
          if (counter) await recovery.close(sql, account.id)
          if (account.kind === 'person')
            cancel = await recovery.setAside(sql, account, counter ? { since: used.givenAt } : undefined)
          await sql.run(store.holdAccount, [account.id, clock.now().add(heldFor)])
          await sql.run(store.forgetDevices, [account.id])
          over = await sessions.endAll(sql, account.id, 'recovered')
          await factors.endKind(sql, account.id, 'authenticator')
          await factors.endKind(sql, account.id, 'passkey')
          await accounts.record(sql, account.id, counter ? 'recovered' : 'recovered-online', signingIn.where(origin))
        }
        const printed = await renew(sql, account, hash, 'activation')
        const secret = account.kind === 'officer' ? await factors.issueToken(sql, account) : undefined
        return { purpose: used.purpose, kind: account.kind, printed, secret, cancel }
      })
      await throttle.give(db, tried)
      needs.ended(over)
      if (activated.cancel !== undefined)
        recovery.tell(account!, activated.cancel, activated.purpose === 'recover' ? 'counter' : 'online')
      const { kind, printed, secret } = activated
      return { kind, printed, ...(secret !== undefined && { secret }) }
    },

    /** Whether accounts can be opened without coming to a counter. */
    registers: networkIdentity !== undefined,

    /**
     * 网上注册 The national network identity says that it is the person. Nothing is told of an account before that.
     * @throws REGISTRATION_FAILED, REGISTRATION_CLOSED, ACCOUNT_EXISTS (to the person himself), PASSWORD_WEAK, SIGN_IN_SLOWED
     */
    async register(
      typed: {
        readonly name: string
        readonly number: string
        readonly credential: string
        readonly password: string
      },
      origin: Origin,
    ): Promise<readonly string[]> {
      if (!networkIdentity) throw registrationClosed()
      mustAgree('citizen', typed.number, clock.today())
      mustBeStrong(typed.password, [typed.number, typed.name])
      const tried = signingIn.around(origin)
      await throttle.take(db, tried)
      const { name, number, credential } = typed
      const [answer, hash] = await Promise.all([
        networkIdentity.compare({ name, number, credential }),
        passwords.hash(typed.password),
      ])
      if (answer === 'unavailable') {
        // That the service is away is nobody's failure.
        await throttle.give(db, tried)
        throw registrationClosed({ remedy: 'Try again later, or come to a counter.' })
      }
      if (answer === 'different') throw registrationFailed()
      const printed = await db.transaction(async sql => {
        const identifiers = [{ scheme: 'citizen', value: number } as const]
        const { party } = await parties.register(sql, { kind: 'person', name, identifiers })
        const { account } = await accounts.open(sql, 'person', party)
        // Opened at the counter and never used: the person himself goes on with it here.
        if (account.password !== undefined)
          throw accountExists({ remedy: 'Sign in; if you cannot, recover the account.' })
        await accounts.name(sql, account.id, 'citizen', number)
        await sql.run(store.voidEnrolments, [account.id, clock.now()])
        return renew(sql, account, hash, 'registration')
      })
      await throttle.give(db, tried)
      return printed
    },
  }
}
export type Enrolment = ReturnType<typeof makeEnrolment>
