import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { verbs } from '#kernel/case'
import { migrations } from '../../migrations.ts'
import { controls } from '../../systems/power/controls.ts'
import { files, find, read, root } from './tree.ts'

suite('行权 what holds power to the line', () => {
  test('no act without asking who may: every verb’s first control is authority', () => {
    assert.ok(verbs.length >= 38, `${verbs.length} verbs`)
    assert.deepEqual(Object.keys(controls).sort(), [...verbs].sort())
    assert.deepEqual(
      verbs.filter(verb => controls[verb][0]?.name !== 'authority'),
      [],
    )
  })

  test('who acts in a case never acts on the other side, nor for himself: decisions ask separation and avoidance', () => {
    const deciding = [
      'accept',
      'refuseAcceptance',
      'complete',
      'notify',
      'hear',
      'deliberate',
      'decide',
      'deliver',
      'ratify',
      'terminate',
    ] as const
    for (const verb of deciding)
      assert.deepEqual(
        ['separation', 'avoidance'].filter(name => !controls[verb].some(control => control.name === name)),
        [],
        verb,
      )
  })

  test('a control asks and never writes', () => {
    const asking = files.filter(
      ({ path, isTest }) => !isTest && /^(?:hubs\/business\/control|kernel\/identity\/controls)\//.test(path),
    )
    assert.ok(asking.length >= 15, `${asking.length} controls`)
    const writes = asking.filter(
      ({ bare, imports }) =>
        /\basync\b|\bawait\b|\bPromise\b/.test(bare) ||
        imports.some(({ from, typeOnly }) => !typeOnly && /#kernel\/storage|^node:(?!assert)/.test(from)),
    )
    assert.deepEqual(
      writes.map(({ path }) => path),
      [],
    )
  })

  test('deciding and folding are pure: no clock, no database, no chance', () => {
    const pure = files.filter(
      ({ path, isTest }) =>
        !isTest &&
        /^kernel\/case\/(?:acts\/|evolve\/|decide-step|firing|timing|deadline|progress|draft|facts|limits|state|event|act)/.test(
          path,
        ),
    )
    assert.ok(pure.length >= 20, `${pure.length} files`)
    assert.deepEqual(
      pure.filter(({ bare }) => /\bawait\b|\basync\b|\bsystemClock\b|\brandom\w*\(/.test(bare)).map(({ path }) => path),
      [],
    )
    const reaching = pure.flatMap(({ path, imports }) =>
      imports
        .filter(({ from, typeOnly }) => !typeOnly && /#kernel\/storage|^node:/.test(from))
        .map(({ from }) => `${path} takes ${from}`),
    )
    assert.deepEqual(reaching, [])
  })

  test('migrations: every folder is listed, numbered without gaps from 0001, and the program gets no more than it is granted', () => {
    const scripts = find('{kernel,hubs,systems}/**/migrations/*.sql')
    assert.deepEqual(
      migrations.map(({ module }) => module).sort(),
      [...new Set(scripts.map(path => path.split('/migrations/')[0]!))].sort(),
    )
    for (const { module } of migrations) {
      const numbers = scripts
        .filter(path => path.startsWith(`${module}/migrations/`))
        .map(path => Number(/\/(\d{4})_/.exec(path)?.[1]))
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => index + 1),
        module,
      )
    }
    assert.ok(scripts.length >= 12, `${scripts.length} migrations`)
    const generous = scripts.filter(path =>
      /\bgrant\s+all\b|\bto\s+public\b|\bgrant\b[^;]*\btruncate\b/i.test(read(path).replaceAll(/--[^\n]*/g, '')),
    )
    assert.deepEqual(generous, [])
  })

  test('what has happened cannot be changed: the program holds no update or delete on events, leaves and bookings', () => {
    const granted = find('{kernel,hubs,systems}/**/migrations/*.sql').flatMap(path =>
      [
        ...read(path)
          .replaceAll(/--[^\n]*/g, '')
          .matchAll(/\bgrant\s+([^;]*?)\s+on\s+([^;]*?)\s+to\s+plumbline_app/gi),
      ].map(([, rights, on]) => ({ path, rights: rights!.toLowerCase(), on: on! })),
    )
    assert.ok(granted.length >= 15, `${granted.length} grants`)
    const kept =
      /\b(?:kernel\.case_events|kernel\.trail_(?:bundles?|tiles?|head|index|checkpoints?|outbox)|application\.(?:entries|postings|payments))\b/
    assert.deepEqual(
      granted.filter(({ rights, on }) => kept.test(on) && /\b(?:update|delete)\b/.test(rights)),
      [],
    )
  })

  test('refusal codes are permanent, and declared once', () => {
    const declared = files.flatMap(({ path, code, isTest }) =>
      isTest
        ? []
        : [...code.matchAll(/\brefusal\(\s*'([^']+)',\s*(\d+)/g)].map(([, code, status]) => ({
            path,
            code: code!,
            status: Number(status),
          })),
    )
    assert.ok(declared.length >= 60, `${declared.length} refusals`)
    const twice = declared.filter(({ code }, index) => declared.findIndex(other => other.code === code) !== index)
    assert.deepEqual(twice, [])
    assert.deepEqual(
      declared.filter(
        ({ code, status }) => !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(code) || status < 400 || status > 599,
      ),
      [],
    )
  })

  test('every command the command line names is there, and says what it is for in both languages', async () => {
    const named = [
      ...read('plumbline.ts').matchAll(
        /^ {2}(\w+): async \(\) => \(await import\('\.\/(commands\/[\w-]+\.ts)'\)\)\.(\w+)/gm,
      ),
    ].map(([, name, path, exported]) => ({ name: name!, path: path!, exported: exported! }))
    assert.deepEqual(
      named.map(({ name }) => name),
      [
        'serve',
        'check',
        'publish',
        'law',
        'import',
        'dmn',
        'export',
        'synth',
        'simulate',
        'verify',
        'audit',
        'backup',
        'restore',
        'files',
        'directory',
        'item',
        'national',
        'feed',
        'budget',
        'migrate',
        'doctor',
        'successor',
        'erase',
        'merge',
        'key',
        'setup',
        'code',
      ],
    )
    assert.deepEqual(
      named.filter(({ path }) => !existsSync(join(root, path))).map(({ path }) => path),
      [],
    )
    for (const { name, path, exported } of named) {
      const command = (
        (await import(join(root, path))) as Record<string, { summary: { zh: string; en: string }; usage: string }>
      )[exported]
      assert.ok(command?.summary.zh && command.summary.en && command.usage, name)
    }
  })
})
