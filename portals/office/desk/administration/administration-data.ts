/** 人员 An officer as the administrators see him: GET /api/administration/persons/{person}. */
export interface OfficerFound {
  readonly person: string
  readonly personnelNumber: string
  readonly name: string
  readonly status: 'active' | 'suspended' | 'left' | null
  readonly administrator: 'system' | 'security' | 'audit' | null
  readonly posts: readonly { readonly id: string; readonly name: string; readonly organName: string }[]
}

export interface OrgansFound {
  readonly more: boolean
  readonly items: readonly {
    readonly id: string
    readonly name: string
    readonly posts: readonly { readonly id: string; readonly name: string }[]
  }[]
}

export interface ClientShown {
  readonly id: string
  readonly name: string
  readonly redirects: readonly string[]
  readonly scopes: readonly string[]
  readonly proposedAt: string
  readonly approvedAt: string | null
  readonly endedAt: string | null
}

export interface MoveShown {
  readonly id: string
  readonly item: string
  readonly from: number
  readonly to: number
  readonly status: string
}

export const clientsPath = '/api/administration/clients'
export const movesPath = '/api/administration/item-moves'
export const officerPath = (number: string): string => `/api/administration/persons/${encodeURIComponent(number)}`
