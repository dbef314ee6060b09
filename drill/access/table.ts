import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ThingKind } from './asking.ts'
import type { NamedKind } from './named.ts'

export const roles = [
  'nobody',
  'person',
  'agent',
  'clerk',
  'guardian',
  'representative',
  'officer',
  'supervisor',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
] as const
export const relations = [
  'own',
  'other-person',
  'other-organ',
  'delegated',
  'see-only',
  'not-covered',
  'expired',
  'revoked',
  'avoidance',
  'closed',
  'no-counter',
  'self',
] as const
/** `missing`: of a case that he may see, what he asks for in it is as if it were not there. `any`: whatever it is, it is not a foreign thing shown. */
export const answers = ['yes', 'no', 'sign-in', 'absent', 'missing', 'any'] as const
export type Expected = (typeof answers)[number]

export interface Row {
  /** What is reviewed together, by another than whoever wrote it (review.yaml). */
  readonly section: string
  readonly about: string
  readonly basis: string
  /** Why it says nothing of some role. */
  readonly unsaid?: string
  readonly routes: readonly string[]
  readonly object?: ThingKind | NamedKind
  /** Why nothing that it names is there to be asked for: so nobody of those who may is asked in truth. */
  readonly lacking?: string
  readonly expect: Readonly<Record<string, Expected>>
}

export interface Route {
  readonly method: string
  readonly path: string
}

type WrittenRow = Omit<Row, 'expect'> & {
  readonly expect: Readonly<Record<string, Readonly<Record<string, Expected>>>>
}

const flat = (expect: WrittenRow['expect']): Row['expect'] =>
  Object.fromEntries(
    Object.entries(expect).flatMap(([role, relations]) =>
      Object.entries(relations).map(([relation, expected]) => [`${role}.${relation}`, expected]),
    ),
  )

/** 准入表 What is expected, as it is written; a word that is none of ours is a mistake in the table. */
export function readTable(): readonly Row[] {
  const written = parse(readFileSync(join(import.meta.dirname, 'table.yaml'), 'utf8')) as readonly WrittenRow[]
  const rows = written.map(({ expect, ...row }): Row => ({ ...row, expect: flat(expect) }))
  for (const { about, expect } of rows)
    for (const [cell, expected] of Object.entries(expect)) {
      const [role, relation] = cell.split('.')
      const known = (roles as readonly string[]).includes(role!) && (relations as readonly string[]).includes(relation!)
      if (!known || !answers.includes(expected)) throw new Error(`${about}: ${cell}: ${expected}`)
    }
  return rows
}

/** 不在窗口的 Whoever sits behind the counter is answered as everybody of his organ, but where the row says otherwise. */
export const expectedOf = ({ expect }: Row): Row['expect'] =>
  expect['officer.own'] === undefined ? expect : { 'officer.no-counter': expect['officer.own'], ...expect }

const pattern = (route: string): RegExp => {
  const [method, path] = route.split(' ') as [string, string]
  const parts = path
    .replaceAll(/[.?+^$()[\]{}|\\]/g, '\\$&')
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]+')
    .replaceAll('\u0000', '.*')
  return new RegExp(`^${method === '*' ? '[A-Z]+' : method} ${parts}$`)
}

/** The first row that names an address; undefined: nobody has thought of it. */
export function rowsOf(table: readonly Row[]) {
  const patterns = table.map(row => ({ row, routes: row.routes.map(route => ({ route, form: pattern(route) })) }))
  const used = new Set<string>()
  return {
    rowFor({ method, path }: Route): Row | undefined {
      for (const { row, routes } of patterns)
        for (const { route, form } of routes)
          if (form.test(`${method} ${path}`)) {
            used.add(route)
            return row
          }
      return undefined
    },
    unused: (): readonly string[] => table.flatMap(({ routes }) => routes.filter(route => !used.has(route))),
  }
}

/** Every address of the program, from the tree that its router prints. */
export function routesIn(tree: string): readonly Route[] {
  const path: string[] = []
  const found: Route[] = []
  for (const line of tree.split('\n')) {
    const [, indent, part, methods] = /^((?:[│ ] {3})*)[└├]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    if (part === undefined) continue
    path.length = indent!.length / 4
    // What the router hands on whole: below `/oidc`, below `/office`.
    path.push(part === '*' ? '/(wildcard)' : part)
    const whole = path.join('').replace(/\/{2,}/g, '/')
    for (const method of (methods ?? '').split(', '))
      if (method !== '' && method !== 'HEAD' && method !== 'OPTIONS') found.push({ method, path: whole })
  }
  return found
}
