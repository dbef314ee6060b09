import assert from 'node:assert/strict'

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

/**
 * 用时相同 That two ways of asking take as long as each other, so that the time tells nothing. A machine that is busy with other things says something
 * else each time; what does tell says it every time.
 */
export async function takeAsLong(
  ways: readonly [() => Promise<number>, () => Promise<number>],
  { rounds, least, share }: { readonly rounds: number; readonly least: number; readonly share: number },
): Promise<void> {
  const said: string[] = []
  for (let time = 0; time < 4; time++) {
    const took: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) for (const side of [0, 1] as const) took[side].push(await ways[side]())
    const [one, other] = [median(took[0]), median(took[1])]
    if (Math.abs(one - other) < Math.max(least, one * share)) return
    said.push(`${one} ms and ${other} ms`)
  }
  assert.fail(said.join('; '))
}
