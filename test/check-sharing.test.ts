import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { checkFiles, lineOf } from '#kernel/definition'
import { synthesize } from '#systems/catalogue'
import { exampleRunner } from '../commands/check/example-runner.ts'
import { openMemory } from '../commands/check/memory.ts'
import { makeThreads } from '../commands/check/share-out.ts'
import { contentDirectory, readTemplates } from '../content.ts'

suite('检查缓存 what is kept from one call to the next', () => {
  test('the same checker remembers; another, or a file that was spoilt, begins anew', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kept-'))
    try {
      const item = join(folder, 'items.yaml')
      await writeFile(item, 'item: x\n')
      const open = (checker: string, anew = false) => openMemory({ anew, folder, checker })
      const first = open('one')
      const said = (await checkFiles([item], { memory: first.files })).findings
      assert.ok(said.length > 0)
      first.keep()
      const again = open('one')
      assert.deepEqual([...again.files.keys()], [item])
      const before = again.files.get(item)
      assert.deepEqual((await checkFiles([item], { memory: again.files })).findings, said)
      assert.equal(again.files.get(item), before)
      assert.equal(open('two').files.size, 0)
      assert.equal(open('one', true).files.size, 0)
      const [kept = ''] = (await readdir(folder)).filter(name => name.endsWith('.json'))
      await writeFile(join(folder, kept), '{"checker":"one","files":[')
      assert.equal(open('one').files.size, 0)
      await rm(item)
      await writeFile(join(folder, kept), JSON.stringify({ checker: 'one', files: [[item, before]] }))
      const gone = open('one')
      gone.files.set('other.yaml', before!)
      gone.keep()
      assert.deepEqual([...open('one').files.keys()], ['other.yaml'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

suite('分工检查 many files are checked by several threads', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sharing-'))
    await mkdir(join(folder, 'items'))
    const spoilt: Readonly<Record<number, (yaml: string) => string>> = {
      7: yaml => yaml.replace('version: 1', 'version: one'),
      60: yaml => `${yaml}\n- a list below\n`,
      131: yaml => yaml.replace(/^( {2}- name: .*\n)/m, '$1    at: 2026-13-01\n'),
      139: () => '\uFEFF\u0000',
    }
    let at = 0
    for (const { item, yaml } of synthesize({ count: 140, seed: 3, template: await readTemplates() })) {
      const text = spoilt[at]?.(yaml) ?? yaml
      await writeFile(join(folder, 'items', `${item}.yaml`), text)
      at++
    }
    await writeFile(join(folder, 'items/again.yaml'), 'item: again\nversion: 1\nextends: templates/none\n')
  })
  after(() => rm(folder, { recursive: true }))

  test('what they say is what one thread says, in the same order', async () => {
    const options = { content: contentDirectory, run: exampleRunner() }
    const alone = await checkFiles([folder], options)
    const threads = makeThreads()
    const shared = await checkFiles([folder], { ...options, share: threads.share })
    await threads.end()
    assert.ok(alone.errors > 3, String(alone.errors))
    assert.deepEqual(shared.findings.map(lineOf), alone.findings.map(lineOf))
    assert.deepEqual(
      [shared.items.map(({ file }) => file), shared.examples, shared.errors, shared.warnings],
      [alone.items.map(({ file }) => file), alone.examples, alone.errors, alone.warnings],
    )
  })
})
