import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { openTestGate } from '../harness/gate.ts'

suite('数据归集 feeds over the gate', () => {
  test('an officer sees which rows were not taken and why, never what stood in them', async () => {
    await using gate = await openTestGate()
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-feed-'))
    const path = join(folder, 'enterprises.csv')
    writeFileSync(path, 'uscc,name,active,keyEnergyUser\n坏码,秘密的名字,是,否\n')
    await gate.house.city.feeds.feed({ register: 'enterprise', path })
    rmSync(folder, { recursive: true })
    const token = await gate.officer('acceptance@210102-approval-bureau')
    const feeds = (await gate.ask('/api/registers/enterprise/feeds', { token })).json()
    assert.deepEqual([feeds.items.length, feeds.items[0].rows, feeds.items[0].bad], [1, 1, 1])
    const answer = await gate.ask(`/api/feeds/${feeds.items[0].id}/bad`, { token })
    const [row] = answer.json().items
    assert.deepEqual([row.line, row.code, row.field], [2, 'FEED_FIELD_INVALID', 'uscc'])
    assert.ok(row.reason.zh && row.remedy.zh)
    assert.doesNotMatch(answer.body, /坏码|秘密/)
    assert.equal(
      (await gate.ask('/api/registers/enterprise/feeds', { token: await gate.party(await gate.house.firm()) }))
        .statusCode,
      403,
    )
  })
})
