import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import fc from 'fast-check'
import { manualClock, uuidv7 } from '#kernel/clock'
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { listPublications, masked, publicationById, publicFields, publish, type ToPublish, withdraw } from './index.ts'

const clock = manualClock('2026-03-02T09:00:00+08:00')
let database: TestDatabase
const draft = (more: Partial<ToPublish> = {}): ToPublish => ({
  id: uuidv7(clock),
  caseId: uuidv7(clock),
  number: '沈节罚〔2026〕1号',
  item: 'energy-report-penalty',
  organ: 'energy-bureau',
  region: '210102',
  kind: 'decision',
  scope: 'city',
  fields: { outcome: 'fine' },
  from: '2026-03-10',
  until: '2027-03-10',
  ...more,
})
const inOne = <T>(work: (sql: Parameters<Parameters<TestDatabase['app']['transaction']>[0]>[0]) => Promise<T>) =>
  database.app.transaction(work)

suite('公示 publicity', () => {
  before(async () => {
    database = await openTestDatabase()
  })
  after(() => database.close())

  test('只公示声明的字段，个人信息默认不公示 only declared fields; a person’s own only masked, and only if declared so', () => {
    const values = {
      number: 'N1',
      'respondent.name': '某某有限公司',
      'contact.name': '张三',
      'contact.phone': '13900000000',
      citizen: '110101199003070000',
      reason: 'x',
      secret: 'y',
    }
    const shown = publicFields({
      values,
      fields: ['number', 'respondent.name', 'contact.name', 'contact.phone', 'citizen', 'missing'],
      mask: ['contact.name', 'citizen'],
      personal: new Set(['contact.name', 'contact.phone', 'citizen']),
    })
    assert.deepEqual(shown, {
      number: 'N1',
      'respondent.name': '某某有限公司',
      'contact.name': '张*',
      citizen: '1********0000',
    })
  })
  test('脱敏后不还原 what is masked never shows more than five signs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), text => {
        const signs = [...text].length
        const left = [...masked(text)].filter(sign => sign !== '*').length
        assert.ok(left <= (signs >= 11 ? 5 : 1))
      }),
    )
  })

  test('公示、撤回、理由仍在 withdrawn: the content is gone, the reason stays in public (处罚法48)', async () => {
    const publication = draft()
    await inOne(sql => publish(sql, publication))
    await inOne(sql => publish(sql, publication))
    assert.deepEqual((await publicationById(database.app, publication.id, '2026-04-01'))?.fields, { outcome: 'fine' })
    const away = {
      caseId: publication.caseId,
      kind: 'decision',
      on: '2026-05-01',
      ground: 'declaredUnlawful',
      reason: '行政复议决定确认违法',
    } as const
    await assert.rejects(
      inOne(sql => withdraw(sql, { ...away, reason: '  ' })),
      { code: 'WITHDRAWAL_UNGROUNDED' },
    )
    await inOne(sql => withdraw(sql, away))
    await inOne(sql => withdraw(sql, away))
    const left = await publicationById(database.app, publication.id, '2026-06-01')
    assert.deepEqual(
      [left?.fields, left?.ground, left?.reason, left?.withdrawnOn],
      [null, 'declaredUnlawful', '行政复议决定确认违法', '2026-05-01'],
    )
    const raw = await database.app.query<{ text: string }>(
      'select p::text as text from business.publications p where id = $1',
      [publication.id],
    )
    assert.ok(!raw[0]!.text.includes('fine'))
    await assert.rejects(
      database.app.query(
        `update business.publications set withdrawn_on = null, ground = null, reason = null, fields = '{}' where id = $1`,
        [publication.id],
      ),
      /withdrawn already/,
    )
    await inOne(sql => publish(sql, draft({ caseId: publication.caseId, fields: { outcome: 'none' } })))
    await assert.rejects(
      inOne(sql => publish(sql, draft({ caseId: publication.caseId }))),
      { code: 'PUBLICATION_STANDS' },
    )
    await assert.rejects(
      inOne(sql => withdraw(sql, { ...away, caseId: uuidv7(clock) })),
      { code: 'PUBLICATION_UNKNOWN' },
    )
  })

  test('到期即不再显示，未到日不显示 shown from its day until its last, and only where its scope says', async () => {
    const organ = 'list-bureau'
    for (const more of [
      { from: '2026-03-01', until: '2026-03-08' },
      { from: '2026-03-05', until: null },
      { from: '2026-03-20' },
      { from: '2026-03-02', scope: 'organ' },
      { from: '2026-03-02', scope: 'community', region: '210102001' },
    ] as const)
      await inOne(sql => publish(sql, draft({ organ, ...more })))
    const seen = async (today: string, place?: object) =>
      (await listPublications(database.app, { today, organ, ...(place && { place }) })).publications.map(
        ({ from, scope }) => `${scope} ${from}`,
      )
    assert.deepEqual(await seen('2026-03-07'), ['city 2026-03-05', 'city 2026-03-01'])
    assert.deepEqual(await seen('2026-03-08'), ['city 2026-03-05'])
    assert.deepEqual(await seen('2026-03-20'), ['city 2026-03-20', 'city 2026-03-05'])
    assert.deepEqual(await seen('2026-03-08', { organ }), ['city 2026-03-05', 'organ 2026-03-02'])
    assert.deepEqual(await seen('2026-03-08', { region: '210102001' }), ['city 2026-03-05', 'community 2026-03-02'])
  })

  test('翻页不重不漏 paging meets every one once, newest first', async () => {
    const item = 'paged'
    for (let n = 0; n < 9; n++) await inOne(sql => publish(sql, draft({ item, from: `2026-03-0${1 + (n % 3)}` })))
    const met: string[] = []
    let after: string | undefined
    do {
      const page = await listPublications(database.app, {
        today: '2026-04-01',
        item,
        limit: 4,
        ...(after && { after }),
      })
      met.push(...page.publications.map(({ id, from }) => `${from} ${id}`))
      after = page.next
    } while (after)
    assert.equal(met.length, 9)
    assert.deepEqual(met, [...new Set(met)].sort().reverse())
    await assert.rejects(listPublications(database.app, { today: '2026-04-01', after: `' or true --` }), {
      code: 'PUBLICATION_CURSOR_INVALID',
    })
  })

  test('程序不能删除公示 the program can neither delete nor rewrite what was published', async () => {
    for (const text of [
      'delete from business.publications',
      `update business.publications set number = 'x'`,
      `update business.publications set from_on = '2020-01-01'`,
    ])
      await assert.rejects(database.app.query(text), /permission denied/)
  })
})
