import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { compileItem, loadDefinition, runExamples } from '#kernel/definition'
import { readCalendar, readItemFiles, readTemplates } from '../../content.ts'
import { isRunnable, runExample } from './example.ts'

const calendar = readCalendar()
const templates = await readTemplates()

suite('示例 every example that the engine can walk comes out as its author expects', async () => {
  for (const { file, bytes } of await readItemFiles()) {
    const item = compileItem(loadDefinition(file, bytes, templates).definition)
    const examples = item.definition.examples.filter(isRunnable)
    if (examples.length === 0) continue
    test(`${item.definition.item}: ${examples.length}`, async () => {
      const some = { ...item, definition: { ...item.definition, examples } }
      assert.deepEqual(await runExamples(some, (_, example) => runExample(item, example, calendar)), [])
    })
  }
})
