import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { Refusal } from '#kernel/refusal'
import { backup, restore } from '../commands/backup.ts'
import { budget } from '../commands/budget.ts'
import { check } from '../commands/check.ts'
import { makeClosing } from '../commands/closing.ts'
import { code } from '../commands/code.ts'
import type { Command } from '../commands/command.ts'
import { exportItem } from '../commands/export.ts'
import { importItem } from '../commands/import.ts'
import { key } from '../commands/key.ts'
import { helpOf, readLine } from '../commands/line.ts'
import { publish } from '../commands/publish.ts'
import { serve } from '../commands/serve.ts'
import { simulate } from '../commands/simulate.ts'
import { audit } from '../commands/verify.ts'

const root = join(import.meta.dirname, '..')
const house = mkdtempSync(join(tmpdir(), 'plumbline-commands-'))
chmodSync(house, 0o711)
after(() => rmSync(house, { recursive: true, force: true }))

function launch(words: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(root, 'plumbline.ts'), ...words], {
    cwd: root,
    env: { PATH: '/usr/bin:/bin', TMPDIR: house, ...environment },
  })
}

async function heard(child: ChildProcess) {
  let out = ''
  let err = ''
  child.stdout?.on('data', part => (out += part))
  child.stderr?.on('data', part => (err += part))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}
const plumbline = (...words: string[]) => heard(launch(words, { PLUMBLINE_DATA_DIRECTORY: join(house, 'none') }))

/** The command as the program runs it, in this process: for what must not come to open anything. */
async function answerOf(command: Command, words: readonly string[]) {
  const closing = makeClosing()
  try {
    return await command.run({ ...readLine(command, words), say: () => {}, fold: () => {}, follow: () => {}, closing })
  } finally {
    await closing.close()
  }
}
const refusalOf = (command: Command, words: readonly string[]): Promise<string> =>
  answerOf(command, words).then(
    () => assert.fail(`${words.join(' ')} was not refused`),
    fault => {
      if (!(fault instanceof Refusal)) throw fault
      assert.ok(fault.remedy, fault.code)
      return `${fault.code}: ${fault.message}\n${fault.remedy}`
    },
  )

const misread = (words: readonly string[], command: Parameters<typeof readLine>[0] = simulate): string => {
  try {
    readLine(command, words)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    assert.equal(fault.code, 'USAGE')
    assert.match(fault.remedy!, /^usage: plumbline /)
    return fault.message
  }
  assert.fail(`${words.join(' ')} was read`)
}

suite('命令行 the command line', () => {
  test('is read by what the command declares, and by nothing else', () => {
    assert.deepEqual(readLine(simulate, ['--days=3', '--seed', 'a b', '--json']).options, {
      days: '3',
      seed: 'a b',
      json: true,
    })
    assert.deepEqual(readLine({ usage: '', options: {}, takes: [0, 2] }, ['a', '--', '--b']).args, ['a', '--b'])
    assert.match(misread(['--dayz', '3']), /no option --dayz/)
    assert.match(misread(['-d']), /no option -d/)
    assert.match(misread(['--days', 'x']), /whole number from 1 on, not x/)
    assert.match(misread(['--days', '0']), /from 1 on/)
    assert.match(misread(['--days']), /wants N/)
    assert.match(misread(['--seed', '--days', '2']), /wants S/)
    assert.match(misread(['--days', '1', '--days', '2']), /twice/)
    assert.match(misread(['--json=yes']), /no value/)
    assert.match(misread(['march']), /Too much was said: march/)
    assert.match(misread([], { usage: 'x FILE', options: {}, takes: [1, 1] }), /missing/)
    assert.match(helpOf(serve), /^plumbline serve [\s\S]*--demo[\s\S]*--port N[\s\S]*--help/)
  })

  test('--help says how and does nothing; a mistake is one line and a way out, with 2, and no fault', async () => {
    const help = await plumbline('migrate', '--help')
    assert.deepEqual([help.code, help.err], [0, ''])
    assert.match(help.out, /^plumbline migrate/)
    const wrong = await plumbline('simulate', '--days', 'x')
    assert.match(wrong.err, /^USAGE: --days is a whole number[^\n]*\n→ usage: plumbline simulate[^\n]*\n$/)
    assert.equal(wrong.code, 2)
    assert.equal((await plumbline('dance')).code, 2)
    assert.equal(existsSync(join(house, 'none')), false)
  })

  test('roles are those there are, and a demonstration is one process', async () => {
    assert.match(await refusalOf(serve, ['--roles', 'web,painter']), /^USAGE: There is no role painter/)
    const demo = ['--demo', '--roles', 'web', '--data', join(house, 'demo-roles')]
    assert.match(await refusalOf(serve, demo), /^USAGE: A demonstration plays all roles/)
  })

  test('what an argument names is looked for before anything is opened', async () => {
    assert.match(await refusalOf(check, ['content/nosuch']), /^USAGE: There is no content\/nosuch/)
    assert.match(await refusalOf(importItem, ['nosuch.json']), /^USAGE: There is no nosuch\.json/)
    assert.match(await refusalOf(importItem, [join(root, 'README.md')]), /^IMPORT_UNREADABLE: .*README\.md is no JSON/)
    assert.match(await refusalOf(publish, ['nowhere']), /^USAGE: .*cities\/nowhere\..*shenyang/s)
    assert.match(await refusalOf(budget, ['soon']), /^USAGE: A budget is of a year, not soon\..*2025/s)
    assert.match(await refusalOf(budget, ['carry', '2025']), /^USAGE: Nothing says by which document/)
    assert.match(await refusalOf(audit, ['everything']), /^USAGE: There is no audit everything/)
    assert.match(await refusalOf(code, ['nosuch', '1']), /^USAGE: There is no scheme nosuch/)
  })

  test('an item goes out as a picture and comes in again; a hostile one is refused at once', async () => {
    const out = join(house, 'review.bpmn')
    const item = join(root, 'content/items/permit/energy-review.yaml')
    assert.equal((await answerOf(exportItem, [item, '--out', out])).ok, true)
    const { figures } = await answerOf(importItem, [out, '--out', house])
    const { drafts, listed, written } = figures as { drafts: object[]; listed: object[]; written: string[] }
    assert.deepEqual(drafts, [{ item: 'energy-review', drawer: 'permit', template: '', sound: true }])
    assert.deepEqual(listed, [])
    assert.equal(written.length, 2)
    assert.equal((await answerOf(exportItem, [out])).text, readFileSync(out, 'utf8').trimEnd())
    const large = join(house, 'large.bpmn')
    writeFileSync(large, '')
    truncateSync(large, 50_000_000)
    assert.match(await refusalOf(importItem, [large]), /^MARKUP_UNREADABLE: .*large\.bpmn:1:1: /)
    assert.match(await refusalOf(exportItem, ['nosuch.yaml']), /^USAGE: There is no nosuch\.yaml/)
    assert.match(await refusalOf(exportItem, [join(root, 'README.md')]), /^DEFINITION_INVALID: /)
  })

  test('a code comes back taken apart, under its own writing', async () => {
    const { figures } = await answerOf(code, ['project', '2601-210102-04-01-123456'])
    const parts = { year: '2026', month: '01', division: '210102', industry: '04', projectType: '01' }
    assert.deepEqual(figures, {
      scheme: 'project',
      value: '2601-210102-04-01-123456',
      parts: { ...parts, sequence: '123456' },
    })
  })

  test('a production is not opened as a demonstration, and nothing is written into it', async () => {
    const dataDirectory = mkdtempSync(join(house, 'production-'))
    writeFileSync(join(dataDirectory, 'plumbline.yaml'), 'mode: production\n')
    for (const command of [serve, backup, restore, key, audit]) {
      const words = command === restore ? ['somewhere'] : []
      assert.match(
        await refusalOf(command, [...words, '--demo', '--data', dataDirectory]),
        /^CITY_MODE_DIFFERS: plumbline\.yaml says production, the command line says demo\.\n./,
      )
    }
    assert.deepEqual(readdirSync(dataDirectory), ['plumbline.yaml'])
  })

  test('keys come first: no other setting has to be right, and none is made behind one’s back', async () => {
    const dataDirectory = mkdtempSync(join(house, 'keys-'))
    const keyFile = join(dataDirectory, 'master.key')
    const here = ['--data', dataDirectory]
    assert.match(await refusalOf(key, here), /^KEY_UNNAMED: .*keyFile is not set\.\nSet keyFile/)
    writeFileSync(
      join(dataDirectory, 'plumbline.yaml'),
      `mode: production\nkeyFile: ${keyFile}\norigin: power.city.example/trail\n`,
    )
    assert.match(await refusalOf(serve, here), /^CONFIG_UNSAFE: .*CONFIG_KEY_MISSING.*plumbline key/s)
    assert.equal(existsSync(keyFile), false)
    const made = await answerOf(key, here)
    assert.match(made.text!, /^master key [0-9a-f]{16}\npower\.city\.example\/trail\/1\+[0-9a-f]{8}\+\S+$/)
    assert.equal((await answerOf(key, here)).text, made.text)
    assert.doesNotMatch(await refusalOf(serve, here), /CONFIG_KEY/)
  })
})

suite('收尾 what was opened is closed', () => {
  test('in reverse, once, whatever one of them does; what is still being opened too', async () => {
    const told: string[] = []
    const closing = makeClosing()
    closing.add(() => told.push('directory'))
    closing.add(() => {
      told.push('database')
      throw new RangeError('lost')
    })
    const { promise, resolve } = Promise.withResolvers<string>()
    void closing.open(promise, opened => told.push(opened))
    const ended = assert.rejects(closing.stop(), RangeError)
    assert.throws(() => closing.refuseWhenStopped())
    resolve('door')
    await ended
    assert.deepEqual(told, ['door', 'database', 'directory'])
    await assert.rejects(closing.close(), RangeError)
    assert.equal(told.length, 3)
  })

  test('a port that is taken is refused and the database stopped; a terminal that closes stops a city; doctor knows it', async t => {
    const dataDirectory = mkdtempSync(join(house, 'city-'))
    chmodSync(dataDirectory, 0o711)
    const around = { PLUMBLINE_DATA_DIRECTORY: dataDirectory, PLUMBLINE_MODE: 'test' }
    const running = () => existsSync(join(dataDirectory, 'postgres/postmaster.pid'))
    const other = createServer().listen(0, '127.0.0.1')
    t.after(() => other.close())
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const taken = await heard(launch(['serve', '--port', String(port)], around))
    assert.match(
      taken.err,
      new RegExp(`^PORT_TAKEN: Something listens on 127\\.0\\.0\\.1:${port} already\\.\\n→ .*PLUMBLINE_PORT`),
    )
    assert.deepEqual([taken.code, running()], [1, false])
    assert.equal(readFileSync(join(dataDirectory, 'city.mode'), 'utf8'), 'test\n')

    // The mode is kept: nobody has to say it again.
    const city = launch(['serve'], { PLUMBLINE_DATA_DIRECTORY: dataDirectory })
    const [first] = (await once(city.stdout!, 'data')) as [Buffer]
    assert.match(first.toString(), /^准绳 Plumbline · 试验 test {3}http:\/\/127\.0\.0\.1:\d+\/ /)
    assert.ok(running())
    const doctor = await plumbline('doctor', '--data', dataDirectory)
    assert.match(doctor.out, /✔ settings: .*"mode":"test"[\s\S]*✔ city: runs/)
    city.kill('SIGHUP')
    assert.equal((await heard(city)).code, 0)
    assert.equal(running(), false)
  })

  test('a simulation that is stopped leaves no server and no directory', async () => {
    const child = launch(['simulate', '--days', '2', '--cases', '20'], {})
    const mine = () => readdirSync(house).filter(name => name.startsWith('plumbline-simulation-'))
    const ending = heard(child)
    const [name] = await (async () => {
      while (child.exitCode === null) {
        const found = mine().filter(one => existsSync(join(house, one, 'postgres/postmaster.pid')))
        if (found.length > 0) return found
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      return []
    })()
    const postmaster = Number(readFileSync(join(house, name!, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    child.kill('SIGTERM')
    assert.equal((await ending).code, 143)
    assert.deepEqual(mine(), [])
    // One that ended and was not yet waited for has no command any more.
    const left = existsSync(`/proc/${postmaster}`) ? readFileSync(`/proc/${postmaster}/cmdline`, 'utf8') : ''
    assert.equal(left, '')
  })
})
