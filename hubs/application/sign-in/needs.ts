import type { Clock } from '#kernel/clock'
import type { Identity } from '#kernel/identity'
import type { Log } from '#kernel/log'
import type { BlindIndex, Keyring, Parties } from '#kernel/party'
import type { Db } from '#kernel/storage'
import type { PasswordCost } from './passwords.ts'

/** 短信 What the city says to somebody's phone. A code is for one sign-in; a notice tells what happened to the account. */
export interface PhoneMessage {
  readonly to: string
  readonly kind: 'code' | 'notice'
  readonly text: string
}

/** Whoever carries messages to phones; the sign-in waits for none of them. */
export interface PhoneMessages {
  send(message: PhoneMessage): Promise<void>
}

/**
 * 国家网络身份认证 The national network identity service: whether the person who holds this credential is the one of this name and number.
 * It answers nothing else, and we keep nothing of the credential.
 */
export interface NetworkIdentity {
  compare(claim: {
    readonly name: string
    readonly number: string
    readonly credential: string
  }): Promise<'same' | 'different' | 'unavailable'>
}

/** 账户知会 What happened to an account; `cause` names it, so that it is told once. */
export interface AccountNotice {
  readonly party: string
  readonly cause: string
  readonly kind: string
  /** What leaves the house; absent: it is told in his own pages only. */
  readonly outside?: {
    readonly subject: string
    readonly text: string
    /** Telephones that were told already. */
    readonly told: readonly string[]
    /** Also by letter, to where he said he can be written to. */
    readonly letter?: boolean
  }
}

export interface SignInNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly log: Pick<Log, 'error' | 'warn'>
  readonly keyring: Keyring
  readonly index: BlindIndex
  readonly parties: Pick<Parties, 'register' | 'find' | 'currentOf' | 'isNamed'>
  readonly identity: Pick<Identity, 'directory' | 'prove' | 'recordPerson' | 'appointAdministrator'>
  /** Cookies are bound to TLS. */
  readonly secure: boolean
  readonly passwordCost: PasswordCost
  /** 知会 Tells a person in his own pages, and wherever else he said he can be reached. */
  readonly alsoTell?: (notice: AccountNotice) => Promise<void>
  /** Absent: nobody is offered a code by message. */
  readonly phones?: PhoneMessages
  /** Absent: accounts are opened at the counter only. */
  readonly networkIdentity?: NetworkIdentity
}

/** Where a request comes from, as far as sign-in asks. */
export interface Origin {
  /** What the browser carries to tell one device from another. */
  readonly device: string
  readonly address: string
  /** `User-Agent`, as it was sent. */
  readonly agent: string
}
