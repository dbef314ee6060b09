import type { IsoDate } from './actor.ts'

/** 有效期 Holds from the first day on; `to` is the first day it no longer holds, null while open. */
export interface Dated {
  readonly from: IsoDate
  readonly to: IsoDate | null
}

/** Whether a dated row holds on a day. */
export const holds = (row: Dated, on: IsoDate): boolean => row.from <= on && (row.to === null || on < row.to)

/** 机关性质 By law itself, authorised by a law or regulation (处罚法19), or entrusted in writing (处罚法20). */
export type OrganNature = 'statutory' | 'authorised' | 'entrusted'

/** 机关 An organ of the city. `parent` is the body it belongs to (the tree); `superior` the organ that leads its business, where another. */
export interface Organ extends Dated {
  readonly id: string
  readonly name: string
  readonly parent: string | null
  readonly superior: string | null
  readonly region: string
  readonly nature: OrganNature
  readonly entruster: string | null
  readonly uscc: string | null
  /** 机关代字 What stands for it in the numbers of its papers: 沈和审批. */
  readonly initials?: string | null
  /** What the organ is for, as items name it: `approval`, `market-supervision`, `justice`. */
  readonly functions: readonly string[]
}

export type PostLevel = 'officer' | 'section' | 'head'

/** 岗位 A post of an organ: items name it by `code` (`post/acceptance`), the city fills it. */
export interface Post extends Dated {
  readonly id: string
  readonly organ: string
  readonly code: string
  readonly name: string
  readonly level: PostLevel
  /** 窗口岗位 Whether people stand before it and show who they are. */
  readonly counter?: boolean
}

export type PersonStatus = 'active' | 'suspended' | 'left'

/** 人员 An officer. */
export interface Person {
  readonly id: string
  readonly personnelNumber: string
  readonly name: string
  readonly statuses: readonly (Dated & { readonly status: PersonStatus })[]
}

/** 任职 A person's time in a post. */
export interface Appointment extends Dated {
  readonly person: string
  readonly post: string
}

/** 证件 An officer's certificate, e.g. 行政执法证 (kind `law-enforcement`). `to` is the day after the last printed day. */
export interface Certificate extends Dated {
  readonly kind: string
  readonly number: string
  readonly person: string
  readonly to: IsoDate
  readonly revokedOn: IsoDate | null
}

/** 委托代行 A post holder's dated delegation of that post's power over named items to another person of the same organ. */
export interface Delegation extends Dated {
  readonly id: string
  readonly fromPerson: string
  readonly toPerson: string
  readonly post: string
  readonly items: readonly string[]
  readonly to: IsoDate
}

/** 三员 System, security and audit administrator: three persons, never one. */
export type AdministratorKind = 'system' | 'security' | 'audit'

export interface Administrator extends Dated {
  readonly person: string
  readonly kind: AdministratorKind
}

/** 区划 City, district (区、县、县级市) or street (街道、镇、乡), by its statistics code. */
export interface Region {
  readonly code: string
  readonly name: string
  readonly kind: 'city' | 'district' | 'street'
  readonly parent: string | null
}

/** Everything a directory is built from, read in one statement so that it is one moment. */
export interface DirectoryRows {
  readonly epoch: number
  readonly regions: readonly Region[]
  readonly organs: readonly Organ[]
  readonly posts: readonly Post[]
  readonly persons: readonly Person[]
  readonly appointments: readonly Appointment[]
  readonly certificates: readonly Certificate[]
  readonly delegations: readonly Delegation[]
  readonly administrators: readonly Administrator[]
}
