import assert from 'node:assert/strict'
import type { Calendar } from '#kernel/calendar'
import {
  type CompiledItem,
  compileItem,
  type ItemDefinition,
  loadDefinition,
  type TemplateSource,
} from '#kernel/definition'
import { readCalendar, readItemFiles, readTemplates } from '../../content.ts'

/** A definition while a test bends it to its purpose: a copy, open to writing. */
export type Bent = Mutable<ItemDefinition>
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T

export const calendar: Calendar = readCalendar()

let files: Promise<{ items: Awaited<ReturnType<typeof readItemFiles>>; templates: TemplateSource }> | undefined
const contentFiles = () =>
  (files ??= (async () => ({ items: await readItemFiles(), templates: await readTemplates() }))())

/** Every item of the city, as its file and template say. */
export async function allItems(): Promise<readonly ItemDefinition[]> {
  const { items, templates } = await contentFiles()
  return items.map(({ file, bytes }) => loadDefinition(file, bytes, templates).definition)
}

/** 事项 One item of the city, compiled; `bend` changes a copy of its definition first (then it is another item). */
export async function itemOf(name: string, bend?: (definition: Bent) => void): Promise<CompiledItem> {
  const { items, templates } = await contentFiles()
  const file = items.find(({ file }) => file.endsWith(`/${name}.yaml`))
  assert.ok(file, `no item ${name}`)
  const { definition } = loadDefinition(file.file, file.bytes, templates)
  if (!bend) return compileItem(definition)
  const copy = structuredClone(definition) as Bent
  bend(copy)
  return compileItem(copy as ItemDefinition)
}
