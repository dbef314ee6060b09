import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export const roles = ['nobody', 'person', 'agent', 'officer', 'supervisor', 'administrator'] as const
export const relations = [
  'own',
  'other-person',
  'other-organ',
  'delegated',
  'not-covered',
  'expired',
  'revoked',
  'avoidance',
  'closed',
] as const
/** `any`: whatever it is, it is not a foreign thing shown. */
export type Expected = 'yes' | 'no' | 'sign-in' | 'absent' | 'any'

export interface Row {
  readonly about: string
  readonly routes: readonly string[]
  readonly object?: 'case' | 'draft' | 'mandate' | 'batch' | 'file'
  readonly expect: Readonly<Record<string, Expected>>
}

export interface Route {
  readonly method: string
  readonly path: string
}

/** 准入表 What is expected, as it is written; a word that is none of ours is a mistake in the table. */
export function readTable(): readonly Row[] {
  const rows = parse(readFileSync(join(import.meta.dirname, 'table.yaml'), 'utf8')) as readonly Row[]
  for (const { about, expect } of rows)
    for (const [cell, expected] of Object.entries(expect)) {
      const [role, relation] = cell.split('.')
      const known = (roles as readonly string[]).includes(role!) && (relations as readonly string[]).includes(relation!)
      if (!known || !['yes', 'no', 'sign-in', 'absent', 'any'].includes(expected))
        throw new Error(`${about}: ${cell}: ${expected}`)
    }
  return rows
}

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
    // What the router hands on whole: below `/oidc`.
    path.push(part === '*' ? '(wildcard)' : part)
    const whole = path.join('').replace(/\/{2,}/g, '/')
    for (const method of (methods ?? '').split(', '))
      if (method !== '' && method !== 'HEAD' && method !== 'OPTIONS') found.push({ method, path: whole })
  }
  return found
}
