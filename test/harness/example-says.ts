import assert from 'node:assert/strict'
import type { Example } from '#kernel/definition'
import type { TestCity } from './city.ts'
import { liveExample } from './example-lives.ts'

/** 如例所言 Lives an example and holds what came of it against what it says; whether the case came to its end. */
export async function livesAsItSays(house: TestCity, item: string, example: Example): Promise<boolean> {
  const { expect } = example
  const lived = await liveExample(house, item, example)
  const said = `${item} ${example.name}: ${JSON.stringify(lived)}`
  if (expect.refused === undefined) assert.deepEqual(lived.refused, [], said)
  else assert.ok(lived.refused.includes(expect.refused), said)
  if (expect.outcome !== undefined) assert.equal(lived.outcome, expect.outcome, said)
  if (expect.ended !== undefined) assert.equal(lived.ended, expect.ended, said)
  if (expect.stage !== undefined) assert.ok(lived.stages.includes(expect.stage), said)
  return lived.ended
}
