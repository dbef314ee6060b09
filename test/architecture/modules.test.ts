import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite, test } from 'node:test'
import { files, find, findings, moduleOf, modules, read, root, storeys } from './tree.ts'

const doors = files.filter(({ path }) => modules.some(module => path === `${module}/index.ts`))
const storeyFolders = modules.filter(module => !module.startsWith('portals/'))

suite('模块 modules and their doors', () => {
  test('every file of a storey lies in a module', () => {
    const astray = files.filter(
      ({ path }) => (storeys as readonly string[]).includes(path.split('/')[0]!) && moduleOf(path) === undefined,
    )
    assert.deepEqual(
      astray.map(({ path }) => path),
      [],
    )
    assert.ok(modules.length >= 22, `${modules.length} modules`)
  })

  test('every module has a door', () => {
    assert.deepEqual(
      storeyFolders.filter(module => !existsSync(join(root, module, 'index.ts'))),
      [],
    )
  })

  test('a door only hands on what others made', () => {
    assert.ok(doors.length >= 22, `${doors.length} doors`)
    const handsOn = /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s+from\s+ *'[^']*'$/
    assert.deepEqual(
      findings(doors, function* ({ path, code }) {
        for (const [statement] of code.matchAll(
          /\S[^\n]*(?:\n(?!export|import|const|function|interface|type)[^\n]*)*/g,
        )) {
          const flat = statement.replaceAll(/\s+/g, ' ').trim()
          if (!handsOn.test(flat)) yield `${path}: ${flat.slice(0, 80)}`
        }
      }),
      [],
    )
  })

  test('every module says what it is, on one page', () => {
    const readmes = modules.map(module => `${module}/README.md`)
    assert.deepEqual(
      readmes.filter(path => !existsSync(join(root, path))),
      [],
      'no README.md',
    )
    const long = find('**/README.md')
      .filter(path => path !== 'README.md')
      .map(path => ({ path, lines: read(path).split('\n').length - 1 }))
    assert.deepEqual(
      long.filter(({ lines }) => lines > 80),
      [],
      'more than 80 lines',
    )
    assert.ok(long.length >= 30, `${long.length} READMEs`)
  })

  test('every module is tested', () => {
    const untested = modules.filter(
      module => !files.some(({ path }) => path.startsWith(`${module}/`) && path.endsWith('.test.ts')),
    )
    assert.deepEqual(untested, [])
  })

  test('files are short: 300 lines and no more', () => {
    const long = [
      ...files,
      ...find('**/*.{mjs,sql,css}').map(path => ({ path, lines: read(path).split('\n').length - 1 })),
    ].filter(({ lines }) => lines > 300)
    assert.deepEqual(
      long.map(({ path, lines }) => `${path}: ${lines}`),
      [],
    )
    const sizes = files.map(({ lines }) => lines).sort((a, b) => a - b)
    assert.ok(sizes.length >= 400, `${sizes.length} files`)
    assert.ok(sizes[sizes.length >> 1]! <= 90, `the median file has ${sizes[sizes.length >> 1]} lines`)
  })

  test('names say what is there', () => {
    const saysNothing = /^(?:utils?|common|shared|helpers?|misc|lib|core|base|managers?|v\d+|index\.[a-z]+\.ts)$/i
    const paths = [...files.map(({ path }) => path), ...find('**/*.{sql,md,yaml,mjs,css}')]
    const folders = new Set(paths.flatMap(path => path.split('/').map(part => part.replace(/\..*$/, '') || part)))
    assert.deepEqual(
      [...folders].filter(name => saysNothing.test(name)),
      [],
    )
    const code = files.filter(({ path }) => !/\.(?:tsx)$/.test(path)).map(({ path }) => basename(path))
    assert.deepEqual(
      code.filter(name => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.ts$/.test(name)),
      [],
      'kebab-case',
    )
  })

  test('components stand in portals only', () => {
    assert.deepEqual(
      files.filter(({ path }) => path.endsWith('.tsx') && !path.startsWith('portals/')).map(({ path }) => path),
      [],
    )
  })
})
