import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { checkFiles, lineOf } from '#kernel/definition'
import { synthesize } from '#systems/catalogue'
import { exampleRunner } from '../commands/check/example-runner.ts'
import { shareOut } from '../commands/check/share-out.ts'
import { contentDirectory, readTemplates } from '../content.ts'

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
    const shared = await checkFiles([folder], { ...options, share: shareOut })
    assert.ok(alone.errors > 3, String(alone.errors))
    assert.deepEqual(shared.findings.map(lineOf), alone.findings.map(lineOf))
    assert.deepEqual(
      [shared.items.map(({ file }) => file), shared.examples, shared.errors, shared.warnings],
      [alone.items.map(({ file }) => file), alone.examples, alone.errors, alone.warnings],
    )
  })
})
