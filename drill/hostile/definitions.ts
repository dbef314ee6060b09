import { join } from 'node:path'
import { type Finding, judge, lint, readDefinition, readSurroundings, runExamples } from '#kernel/definition'
import { isRunnable, runExample } from '#systems/power'
import { contentDirectory, readCalendar, readItemFiles } from '../../content.ts'
import type { Chance } from '../fuzz/chance.ts'
import { type Found, foundIn, put } from './found.ts'
import { type Mutated, mutateText, wholeFiles } from './mutate-text.ts'

const errorsOf = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)

/**
 * 恶意定义 Item files that were broken or made to break: read, filled in, checked, held against the law; and where nothing was found, their
 * examples are carried out. Nothing may be thrown, take long, or change what is read after it.
 */
export async function hostileDefinitions(count: number, chance: Chance): Promise<Found> {
  const found = foundIn('definitions')
  const { template, registers, offices, laws } = await readSurroundings(contentDirectory)
  const files = (await readItemFiles()).map(({ file, bytes }) => ({ file, text: bytes.toString() }))
  const calendar = readCalendar()

  const check = async ({ text }: Mutated, run: boolean): Promise<readonly string[]> => {
    const read = readDefinition(join('hostile', 'items', 'x.yaml'), text, template)
    if (!read.loaded) return errorsOf(read.findings)
    const { item, findings } = judge(read.loaded, {
      registers,
      lint: definition => lint(definition, laws),
      ...(offices && { offices }),
    })
    const errors = errorsOf(findings)
    if (errors.length > 0 || !item || !run) return errors
    return errorsOf(
      await runExamples(
        item,
        (compiled, example) =>
          isRunnable(example) ? runExample(compiled, example, calendar) : { ended: false, alarms: [] },
        read.loaded.positions,
      ),
    )
  }

  for (const whole of wholeFiles(files[0]!.text)) await put(found, whole.kind, () => check(whole, false))
  for (let at = found.count; at < count; at++) {
    const mutated = mutateText(chance.pick(files).text, chance)
    await put(found, mutated.kind, () => check(mutated, chance.once(20)))
  }
  // What was read before is read as it was.
  for (const { file, text } of files) {
    const { loaded } = readDefinition(file, text, template)
    if (!loaded) found.faults.push({ kind: 'afterwards', why: `${file} cannot be read any more` })
  }
  if (Object.keys(Object.prototype).length > 0)
    found.faults.push({ kind: 'afterwards', why: 'every object has new members' })
  return found
}
