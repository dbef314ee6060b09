import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'

// A house of its own: start.mjs alone, with a stand-in for npm and for the program it starts.
const house = await mkdtemp(join(tmpdir(), 'plumbline-start-'))
after(() => rm(house, { recursive: true }))
const write = (path: string, text: string) => writeFile(join(house, path), text)
const lockWith = (version: string) => JSON.stringify({ packages: { '': {}, 'node_modules/thing': { version } } })

await cp(join(import.meta.dirname, '../start.mjs'), join(house, 'start.mjs'))
await cp(join(import.meta.dirname, '../plumbline.mjs'), join(house, 'plumbline.mjs'))
await mkdir(join(house, 'node_modules'))
await write('package.json', '{ "type": "module" }')
await write('package-lock.json', lockWith('2.0.0'))
await write(
  'npm.js',
  `const { writeFileSync } = await import('node:fs')
   process.stderr.write('npm ' + process.argv.slice(2).join(' ') + '\\n')
   writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(lockWith('2.0.0'))})`,
)
await write(
  'plumbline.ts',
  `const [first, ...rest]: string[] = process.argv.slice(2)
   if (first === 'exit') process.exit(Number(rest[0]))
   if (first === 'wait') {
     process.on('SIGTERM', () => { process.stdout.write('stopped'); process.exit(0) })
     process.stdout.write('ready')
     setInterval(() => {}, 1000)
   } else process.stdout.write(JSON.stringify([process.cwd(), first, ...rest]))`,
)

function launch(args: readonly string[], environment: Record<string, string> = {}, script = 'start.mjs'): ChildProcess {
  return spawn(process.execPath, [join(house, script), ...args], {
    cwd: tmpdir(),
    env: { PATH: '/usr/bin:/bin', npm_execpath: join(house, 'npm.js'), ...environment },
  })
}
async function run(...[args, environment, script]: Parameters<typeof launch>) {
  const child = launch(args, environment, script)
  let out = ''
  let err = ''
  child.stdout?.on('data', part => (out += part))
  child.stderr?.on('data', part => (err += part))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}
const installed = (version: string) => write('node_modules/.package-lock.json', lockWith(version))

suite('起步 start.mjs', () => {
  test('installs what the lock names and is missing or older, once, and says so', async () => {
    const first = await run(['plumbline', 'hello'])
    assert.match(first.err, /^npm ci --include=optional.*--loglevel=error/m)
    assert.match(first.err, /installing node_modules \(npm ci/)
    assert.equal(first.code, 0)
    const second = await run(['plumbline', 'hello'])
    assert.doesNotMatch(second.out + second.err, /npm/)
    await installed('1.0.0')
    assert.match((await run(['plumbline', 'hello'])).err, /installing thing/)
  })

  test('hands every argument on, from wherever it was called, and the exit code back', async () => {
    await installed('2.0.0')
    const { out } = await run(['plumbline', 'backup', '--to', 'a b', '--', '-x'])
    assert.deepEqual(JSON.parse(out), [tmpdir(), 'backup', '--to', 'a b', '--', '-x'])
    assert.deepEqual(JSON.parse((await run(['backup'], {}, 'plumbline.mjs')).out), [tmpdir(), 'backup'])
    assert.equal((await run(['plumbline', 'exit', '7'])).code, 7)
  })

  test('passes a signal on and waits for the program to end well', async () => {
    await installed('2.0.0')
    const child = launch(['plumbline', 'wait'])
    let said = ''
    child.stdout?.on('data', part => {
      said += part
      if (said === 'ready') child.kill('SIGTERM')
    })
    const [code] = (await once(child, 'close')) as [number]
    assert.deepEqual([said, code], ['readystopped', 0])
  })

  test('names what is missing and the way out', async () => {
    await installed('2.0.0')
    const wrong = await run(['dance'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /no command dance[\s\S]*conformance/)
    await mkdir(join(house, 'node_modules/typescript'), { recursive: true })
    const bench = await run(['bench', '../../etc/passwd'])
    assert.deepEqual([bench.code, /There is no bench/.test(bench.err)], [1, true])
    await rm(join(house, 'node_modules/.package-lock.json'))
    const noTool = await run(['plumbline'], { npm_execpath: '', PATH: '/nowhere' })
    assert.equal(noTool.code, 1)
    assert.match(noTool.err, /npm was not found\.\n→ Install npm/)
  })
})
