import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { suite, test } from 'node:test'
import { doorOf, files, find, findings, moduleOf, modules, read, root, type SourceFile } from './tree.ts'

const { dependencies, optionalDependencies, imports } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>
const brought = new Set([...Object.keys(dependencies!), ...Object.keys(optionalDependencies!)])

const storeyOf = (path: string): string => path.split('/')[0]!
const hubOf = (path: string): string => path.split('/').slice(0, 2).join('/')
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
const resolved = (file: SourceFile, from: string): string => normalize(join(file.path, '..', from))

const inside = files.filter(({ path, isTest }) => moduleOf(path) !== undefined && !isTest)
const of = (storey: string): SourceFile[] => inside.filter(({ path }) => storeyOf(path) === storey)

/** What a storey's files take through doors, against what they may. */
const doors = (storey: string, may: (file: SourceFile, door: string) => boolean): string[] =>
  findings(of(storey), function* (file) {
    for (const { from, line } of file.imports) {
      const door = doorOf(from)
      if (door !== undefined && !may(file, door)) yield `${file.path}:${line} takes ${from}`
    }
  })

suite('楼层法 the storey law', () => {
  test('it sees the house', () => {
    assert.ok(of('kernel').length >= 250, `kernel: ${of('kernel').length} files`)
    assert.ok(of('hubs').length >= 40, `hubs: ${of('hubs').length} files`)
    assert.ok(of('systems').length >= 20, `systems: ${of('systems').length} files`)
    assert.ok(modules.length >= 22, `${modules.length} modules: ${modules.join(' ')}`)
    assert.ok(
      inside.filter(({ imports: taken }) => taken.length > 0).length > inside.length / 2,
      'most files import something',
    )
    assert.deepEqual(Object.keys(imports!), ['#kernel/*', '#hubs/*', '#systems/*', '#portals/*'])
  })

  test('the kernel imports the kernel only', () => {
    assert.deepEqual(
      doors('kernel', (_, door) => storeyOf(door) === 'kernel'),
      [],
    )
  })

  test('a hub imports the kernel and its own modules, never another hub', () => {
    assert.deepEqual(
      doors('hubs', ({ path }, door) => storeyOf(door) === 'kernel' || hubOf(door) === hubOf(path)),
      [],
    )
  })

  test('a system imports kernel and hubs, never another system', () => {
    assert.deepEqual(
      doors('systems', (_, door) => ['kernel', 'hubs'].includes(storeyOf(door))),
      [],
    )
  })

  test('portals take no hub, no system and no store: pure kernel words and what the gate serves', () => {
    assert.deepEqual(
      doors('portals', (_, door) =>
        ['kernel/calendar', 'kernel/clock', 'kernel/code', 'kernel/definition', 'kernel/refusal'].includes(door),
      ),
      [],
    )
  })

  test('no module depends on itself by way of others', () => {
    const needs = new Map<string, Set<string>>(modules.map(module => [module, new Set()]))
    for (const { path, imports: taken } of inside)
      for (const { from } of taken) if (doorOf(from)) needs.get(moduleOf(path)!)!.add(doorOf(from)!)
    const circles: string[] = []
    const done = new Set<string>()
    const visit = (module: string, way: readonly string[]): void => {
      if (way.includes(module)) circles.push([...way.slice(way.indexOf(module)), module].join(' → '))
      else if (!done.has(module)) {
        for (const next of needs.get(module) ?? []) visit(next, [...way, module])
        done.add(module)
      }
    }
    for (const module of modules) visit(module, [])
    assert.deepEqual(circles, [])
    assert.ok([...needs.values()].reduce((sum, { size }) => sum + size, 0) >= 60, 'the graph has edges')
  })

  test('nobody leaves a module by a path: no ../ beyond its folder', () => {
    assert.deepEqual(
      findings(inside, function* (file) {
        for (const { from, line } of file.imports)
          if (from.startsWith('.') && !`${resolved(file, from)}/`.startsWith(`${moduleOf(file.path)}/`))
            yield `${file.path}:${line} takes ${from}`
      }),
      [],
    )
  })

  test('every door that is taken exists, and imports of files end in .ts', () => {
    assert.deepEqual(
      findings(files, function* (file) {
        for (const { from, line } of file.imports) {
          const door = doorOf(from)
          if (door !== undefined && !existsSync(join(root, door, 'index.ts')))
            yield `${file.path}:${line} takes ${from}, which has no index.ts`
          if (from.startsWith('.') && !/\.(?:tsx?|mjs|json)$/.test(from))
            yield `${file.path}:${line} takes ${from} without its extension`
        }
      }),
      [],
    )
  })

  test('who composes the city takes modules through their doors', () => {
    const composing = files.filter(
      ({ path, isTest }) => !isTest && moduleOf(path) === undefined && /^(?:[\w-]+\.ts$|commands\/|gate\/)/.test(path),
    )
    assert.ok(composing.length >= 10, `${composing.length} files`)
    assert.deepEqual(
      findings(composing, function* (file) {
        for (const { from, line } of file.imports)
          if (from.startsWith('.') && moduleOf(resolved(file, from)) !== undefined)
            yield `${file.path}:${line} takes ${from}`
      }),
      [],
    )
  })

  test('content is imported by nobody and holds no code', () => {
    assert.deepEqual(
      findings(files, function* (file) {
        for (const { from, line } of file.imports)
          if (from.startsWith('.') && resolved(file, from).startsWith('content/'))
            yield `${file.path}:${line} takes ${from}`
      }),
      [],
    )
    assert.deepEqual(find('content/**/*.{ts,js,mjs,tsx,sh}'), [])
    assert.ok(find('content/**/*.yaml').length >= 60)
  })

  test('the program runs on what it declares: packages of production, and none of the tools', () => {
    assert.deepEqual(
      findings(inside, function* (file) {
        for (const { from, line, typeOnly } of file.imports)
          if (!/^[.#]|^node:/.test(from) && !typeOnly && !brought.has(packageOf(from)))
            yield `${file.path}:${line} takes ${from}`
      }),
      [],
    )
  })

  test('the kernel’s own package.json knows no other storey', () => {
    assert.deepEqual(Object.keys((JSON.parse(read('kernel/package.json')) as { imports: object }).imports), [
      '#kernel/*',
    ])
  })
})
