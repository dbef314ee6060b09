import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { parse, stringify } from 'yaml'
import { loadDefinition, makePublisher } from '#kernel/definition'
import { makeDrafts } from '#systems/service'
import { readItemFiles, readTemplates } from '../../content.ts'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'
import { pngOf, sheet } from '../harness/papers.ts'

const organ = '210102-approval-bureau'
let gate: TestGate

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  const { city, clock } = gate.house
  // 只收PDF An item whose report is taken as PDF only.
  const file = (await readItemFiles()).find(one => one.file.endsWith('/energy-review.yaml'))!
  const item = parse(file.bytes.toString())
  item.version++
  item.effective.from = clock.today().toString()
  item.materials.find(({ id }: { id: string }) => id === 'report').formats = ['pdf']
  const loaded = loadDefinition(file.file, stringify(item), await readTemplates())
  await makePublisher({ db: city.db, clock }).publish(loaded, { publishedBy: 'a', secondApprover: 'b' })
})
after(() => gate?.close())

/** A draft of a firm of its own, filled in. */
async function begun() {
  const firm = await gate.house.firm()
  const visitor = browsing(gate, firm)
  const { to } = await visitor.send('/apply/energy-review', { organ, key: randomUUID() })
  const at = to.replace(/\/fit$/, '')
  const typed = Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)])
  for (const page of ['fit', 'fill/1']) await visitor.send(`${at}/${page}`, Object.fromEntries(typed))
  return { firm, visitor, at, draft: /[0-9a-f-]{36}$/.exec(at)![0] }
}

suite('收文件 what an application takes in', () => {
  test('按要件收 each paper takes what the item says for it, and tells which kinds', async () => {
    const { visitor, at } = await begun()
    const picture = { name: '报告.png', bytes: pngOf(sheet(400, 560, 8)) }
    const refused = await visitor.upload(`${at}/materials/report`, picture)
    assert.equal(refused.status, 400)
    assert.match(refused.html, /href="#p-report"/)
    assert.match(refused.text, /请改存为PDF再上传/)
    assert.match(refused.html, /id="p-report"[^>]*accept="application\/pdf"/)
    assert.match(refused.html, /id="p-application"[^>]*accept="application\/pdf,image\/png,image\/jpeg"/)
    assert.equal((await visitor.upload(`${at}/materials/application`, picture)).status, 303)
  })

  test('限量 no more files for a paper, and no more bytes for an application, than anybody needs', async () => {
    const { firm, visitor, at, draft } = await begun()
    const { db, clock, keyring } = gate.house.city
    const kept = (files: number, size: number) =>
      makeDrafts({ db, clock, keyring }).change(draft, firm, content => ({
        ...content,
        kept: {
          ...content.kept,
          files: {
            report: Array.from({ length: files }, () => ({
              ...{ file: randomUUID(), name: 'a.pdf', size, on: clock.today().toString() },
            })),
          },
        },
      }))
    const send = () => visitor.upload(`${at}/materials/report`, { name: 'b.pdf', bytes: scan })
    await kept(20, 1_000)
    const many = await send()
    assert.deepEqual([many.status, /href="#p-report"/.test(many.html)], [400, true])
    await kept(10, 10 << 20)
    const much = await send()
    assert.equal(much.status, 400)
    assert.match(much.text, /100/)
    await kept(19, 1_000)
    assert.equal((await send()).status, 303)
  })

  test('限额 what somebody has sent in and nothing refers to is counted, by files and by bytes', async () => {
    const { firm, visitor, at } = await begun()
    const { migrator } = gate.house.city
    const send = () => visitor.upload(`${at}/materials/report`, { name: 'a.pdf', bytes: scan })
    assert.equal((await send()).status, 303)
    const columns = 'party_id, media_type, commitment_sha256, commitment_sm3, wrapped_key, stored_at, owner'
    const more = (count: number, size: number) =>
      migrator.query(
        `insert into kernel.files (id, size, ${columns}) select gen_random_uuid(), ${size}, ${columns} from (select * from kernel.files where owner = '${firm}' limit 1) one, generate_series(1, ${count})`,
      )
    await more(198, 1)
    assert.equal((await send()).status, 303)
    const many = await send()
    assert.equal(many.status, 400)
    assert.match(many.html, /href="#p-report"/)
    const { firm: other, visitor: next, at: there } = await begun()
    const sendNext = () => next.upload(`${there}/materials/report`, { name: 'a.pdf', bytes: scan })
    assert.equal((await sendNext()).status, 303)
    const [row] = await migrator.query<{ id: string }>(`select id from kernel.files where owner = '${other}'`)
    await migrator.query(`update kernel.files set size = ${(500 << 20) - 10} where id = '${row!.id}'`)
    assert.equal((await sendNext()).status, 400)
  })
})
