import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { harmlessHarm } from '#hubs/data/upload'
import { browsing, scan, testSessions } from '../harness/citizen.ts'
import { formAnswers, openTestGate, type TestGate } from '../harness/gate.ts'
import { jpegOf, pdfOf, pngOf, scannedPdf, sheet } from '../harness/papers.ts'

const organ = '210102-approval-bureau'
const item = 'energy-review'
let gate: TestGate
let firm: string
let stranger: string

before(async () => {
  gate = await openTestGate({ sessions: testSessions })
  firm = await gate.house.firm('沈阳网办有限公司')
  stranger = await gate.house.firm('沈阳旁人有限公司')
})
after(() => gate?.close())

const asked = (names: readonly (keyof typeof formAnswers)[], more: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(names.map(name => [`f.${name}`, String(formAnswers[name])])),
  ...more,
})
const first = ['energy.total', 'energy.power', 'project.twoHigh', 'project.stateApproved'] as const
const rest = ['project.code', 'project.name', 'project.crossDepartment', 'contact.name', 'contact.phone'] as const
/** Without the one script of ours, by which a page is kept while it is filled in. */
const withoutOurs = (html: string) => html.replace(/<script src="\/keep-\w+\.js" nonce="[^"]+" defer><\/script>/, '')

/** Begins a draft and answers whether it fits; the address of the draft. */
async function begun(person = firm): Promise<string> {
  const visitor = browsing(gate, person)
  const { to } = await visitor.send(`/apply/${item}`, { organ, key: randomUUID() })
  assert.match(to, /^\/apply\/energy-review\/[0-9a-f-]{36}\/fit$/)
  const at = to.replace(/\/fit$/, '')
  const answered = await visitor.send(`${at}/fit`, asked(first))
  assert.equal(answered.to, `${at}/fill/1`, answered.text)
  return at
}

suite('网上申请 applying, page by page, without script', () => {
  test('须知 anybody reads it; whoever is not signed in is sent to sign in and comes back', async () => {
    const nobody = browsing(gate, undefined)
    const notice = await nobody.get(`/apply/${item}`)
    assert.equal(notice.status, 200, notice.text)
    assert.match(notice.text, /节能报告/)
    assert.match(notice.html, /href="\/sign-in\?to=%2Fapply%2Fenergy-review"/)
    assert.equal((await nobody.get(`/apply/${item}/${randomUUID()}/fit`)).status, 303)
  })

  test('适合我吗 the conditions are answered first, and what does not hold is said with where to go', async () => {
    const visitor = browsing(gate, firm)
    const { to } = await visitor.send(`/apply/${item}`, { organ })
    const page = await visitor.get(to)
    for (const name of first) assert.ok(page.html.includes(`name="f.${name}"`), name)
    assert.ok(!page.html.includes('name="f.project.name"'))
    const large = await visitor.follow(await visitor.send(to, { ...asked(first), 'f.energy.total': '6,200' }))
    assert.match(large.text, /有条件不符合/)
    assert.match(large.text, /请向省级节能主管部门申请/)
    assert.match(large.html, /value="6200"/)
  })

  test('带出 what the register says is filled in with its source, and stands until it is called wrong', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    const page = await visitor.get(`${at}/fill/1`)
    assert.ok((page.html.match(/class="question/g) ?? []).length <= 7)
    assert.match(page.html, /name="f\.applicant\.name"[^>]*value="沈阳网办有限公司"[^>]*readonly/)
    assert.match(page.text, /来自法人基础库/)
    const disputed = await visitor.send(`${at}/fill/1`, { ...asked(rest), dispute: 'applicant.name' })
    assert.equal(disputed.to, `${at}/fill/1#f-applicant-name`)
    const open = await visitor.follow(disputed)
    assert.match(open.text, /法人基础库登记的是“沈阳网办有限公司”，您认为有误/)
    assert.ok(!/name="f\.applicant\.name"[^>]*readonly/.test(open.html))
    await visitor.send(`${at}/fill/1`, { ...asked(rest), 'f.applicant.name': '沈阳网办（集团）有限公司' })
    assert.match((await visitor.get(`${at}/review`)).text, /沈阳网办（集团）有限公司.*与登记不一致/s)
  })

  test('错误汇总 what is wrong is said at the head with the field and the remedy; everything typed stays', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    const page = await visitor.send(`${at}/fill/1`, {
      ...asked(rest),
      'f.contact.phone': '打我电话',
      'f.project.name': '',
    })
    assert.equal(page.status, 400)
    assert.match(page.html, /role="alert"[\s\S]*href="#f-contact-phone"[\s\S]*不是电话号码/)
    assert.match(page.html, /href="#f-project-name"[\s\S]*没有填/)
    assert.match(page.html, /value="打我电话"[^>]*aria-invalid="true"/)
    assert.match(page.html, /<title>有误/)
    const again = await visitor.get(`${at}/fill/1`)
    assert.match(again.html, /value="示例联系人"/, 'what fits is kept')
  })

  test('预检 the officers’ own rules find what they would refuse; then it is mended, sent once, and proved', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    const filled = await visitor.send(`${at}/fill/1`, asked(rest))
    assert.equal(filled.to, `${at}/materials`)
    const found = await visitor.follow(await visitor.send(`${at}/precheck`, {}))
    assert.match(found.text, /缺少“节能报告”/)
    assert.match(found.html, /href="[^"]*materials#p-report"/)

    for (const material of ['application', 'report']) {
      const sent = await visitor.upload(`${at}/materials/${material}`, { name: '扫描<b>.pdf', bytes: scan })
      assert.equal(sent.status, 303, sent.text)
    }
    const materials = await visitor.get(`${at}/materials`)
    assert.match(materials.html, /扫描&lt;b&gt;\.pdf/)
    const [, address] = /href="(\/files\/[0-9a-f-]{36})"/.exec(materials.html) ?? []
    const own = await visitor.get(address!)
    assert.deepEqual([own.status, own.answer.rawPayload.equals(scan)], [200, true])
    assert.match(String(own.answer.headers['content-disposition']), /^attachment; filename="[0-9a-f-]{36}\.pdf"$/)
    assert.match(String(own.answer.headers['content-security-policy']), /^sandbox; default-src 'none'$/)
    assert.equal(own.answer.headers['x-content-type-options'], 'nosniff')
    const other = browsing(gate, stranger)
    for (const path of [address!, `/files/${randomUUID()}`, '/files/x'])
      assert.equal((await other.get(path)).status, 404)
    assert.equal((await browsing(gate, undefined).get(address!)).status, 303)
    const fine = await visitor.follow(await visitor.send(`${at}/precheck`, {}))
    assert.match(fine.text, /没有发现问题/)

    const key = randomUUID()
    const sent = await visitor.send(`${at}/review`, { key })
    assert.match(sent.to, /^\/mine\/cases\/\d+\/receipt$/, sent.text)
    assert.equal((await visitor.send(`${at}/review`, { key })).to, sent.to, 'sent twice, it is one case')
    assert.equal((await visitor.get(`${at}/fit`)).to, sent.to, 'the draft has become the case')
    const receipt = await visitor.follow(sent)
    assert.match(receipt.text, /收件回执/)
    assert.match(receipt.text, /[0-9A-Z]{4}-[0-9A-Z]{4}/)
    assert.match(receipt.html, /<svg class="plumb/)

    const number = /\/cases\/(\d+)\//.exec(sent.to)![1]!
    await gate.house.city.sequencer.drain()
    const proof = await visitor.get(`/mine/cases/${number}/proof`)
    assert.equal(proof.status, 200)
    assert.match(proof.answer.body, /^c2sp\.org\/tlog-proof/)
  })

  test('材料归案 the scans are the case’s from then on, and its handler finds them', async () => {
    const { city } = gate.house
    while ((await city.subscriptions.runOnce()) > 0);
    const bound = await city.db.query('select count(*)::int as count from kernel.files where case_id is not null')
    assert.deepEqual(bound, [{ count: 2 }])
    const window = await gate.officer(`acceptance@${organ}`)
    const { items } = (await gate.ask('/api/inbox', { token: window })).json()
    const read = (await gate.ask(`/api/cases/${items[0].number}`, { token: window })).json()
    assert.deepEqual(Object.keys(read.files).sort(), ['application', 'report'])
    const file = await gate.ask(`/api/files/${read.files.report[0]}`, { token: window })
    assert.deepEqual([file.statusCode, file.rawPayload.equals(scan)], [200, true])
  })

  test('不重复填 what was said of oneself in an earlier case is filled in, with its source, and may be changed', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    const page = await visitor.get(`${at}/fill/1`)
    assert.match(page.html, /name="f\.contact\.name"[^>]*value="示例联系人"/)
    assert.match(page.text, /来自您2026年3月2日的办件 \d+，可以改/)
    assert.ok(!/name="f\.project\.name"[^>]*value="余热/.test(page.html), 'another matter is another matter')
    const sent = await visitor.send(`${at}/fill/1`, { ...asked(rest), 'f.contact.name': '另一位联系人' })
    assert.equal(sent.to, `${at}/materials`)
    const again = await visitor.get(`${at}/fill/1`)
    assert.match(again.html, /value="另一位联系人"/)
  })

  test('恶意文字 a name that is a program stays a name, on every page', async () => {
    const evil = '沈阳"><script>alert(1)</script><img src=x onerror=alert(2)>有限公司'
    const other = await gate.house.firm(evil)
    const at = await begun(other)
    const visitor = browsing(gate, other)
    await visitor.send(`${at}/fill/1`, { ...asked(rest), 'f.project.name': evil })
    for (const path of [`${at}/fill/1`, `${at}/materials`, `${at}/review`, '/mine', '/mine/data']) {
      const { html, status, text } = await visitor.get(path)
      assert.equal(status, 200)
      assert.ok(!/<script|<img/.test(withoutOurs(html)), path)
      if (path !== `${at}/materials`)
        assert.ok(path === '/mine' || text.includes('<script>') || html.includes('&lt;script&gt;'), path)
    }
  })

  test('收什么文件 what cannot be read by whoever decides is refused with the way out, and nothing else is lost', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    await visitor.send(`${at}/fill/1`, asked(rest))
    const refused = async (bytes: Buffer | string, name = 'x.pdf') => {
      const page = await visitor.upload(`${at}/materials/report`, { name, bytes: Buffer.from(bytes) })
      assert.equal(page.status, 400)
      assert.match(page.html, /href="#p-report"/)
      return page.text
    }
    assert.match(await refused('<svg xmlns="http://www.w3.org/2000/svg"/>', 'x.svg'), /请打印成PDF/)
    assert.match(await refused('<!doctype html><script>1</script>', 'x.html'), /可能有程序，不收/)
    assert.match(await refused(Buffer.from('000000186674797068656963'.padEnd(80, '0'), 'hex'), 'x.heic'), /兼容性最佳/)
    assert.match(await refused('MZ', 'x.exe'), /这种文件不收/)
    assert.match(await refused(pdfOf({ content: `(${harmlessHarm}) Tj`, trailer: `% ${harmlessHarm}` })), /查毒发现/)
    assert.match(await refused(scan.toString().replace('/Root', '/Encrypt 9 0 R /Root')), /加了密码/)
    assert.match(
      await refused(scan.toString().replace('/Catalog', '/Catalog /OpenAction << /S /JavaScript >>')),
      /有程序/,
    )
    assert.match(await refused(scan.subarray(0, 40)), /不完整/)
    assert.match(
      (await visitor.upload(`${at}/materials/report`, { name: '', bytes: Buffer.alloc(0) })).text,
      /没有选择文件/,
    )
    assert.ok(!(await visitor.get(`${at}/materials`)).text.includes('已上传'))
  })

  test('重新编码、原件封存 a picture is opened as a copy without what the camera wrote; what was sent in stays sealed beside it', async () => {
    const other = await gate.house.firm('沈阳照片有限公司')
    const at = await begun(other)
    const visitor = browsing(gate, other)
    const photo = jpegOf(sheet(600, 800, 9), { orientation: 1, words: 'GPS 41.80N' })
    assert.equal((await visitor.upload(`${at}/materials/report`, { name: '照片.jpg', bytes: photo })).status, 303)
    const { db, files } = gate.house.city
    const [kept] = await db.query<{ copy: string; original: string }>(
      'select id as copy, original from kernel.files where original is not null and owner = $1',
      [other],
    )
    const token = await gate.party(other)
    const copy = await gate.ask(`/api/files/${kept!.copy}`, { token })
    assert.ok(!copy.rawPayload.includes('GPS') && copy.rawPayload.subarray(0, 2).equals(Buffer.from('ffd8', 'hex')))
    assert.match(String(copy.headers['content-security-policy']), /^sandbox/)
    assert.match(String(copy.headers['content-disposition']), /^attachment/)
    assert.equal(copy.headers['x-content-type-options'], 'nosniff')
    assert.equal(copy.headers['x-file-original'], kept!.original)
    assert.ok((await gate.ask(`/api/files/${kept!.original}`, { token })).rawPayload.equals(photo), 'as it was sent')
    assert.deepEqual((await files.inspect(db, true)).damaged, [])
  })

  test('空白扫描件 a blank page is taken, said to be blank, and found by the pre-check; a page that is written on is not', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    await visitor.send(`${at}/fill/1`, asked(rest))
    await visitor.upload(`${at}/materials/application`, { name: 'a.pdf', bytes: scannedPdf(sheet(700, 990, 20)) })
    await visitor.upload(`${at}/materials/report`, { name: 'b.png', bytes: pngOf(sheet(700, 990, 0)) })
    assert.match((await visitor.get(`${at}/materials`)).text, /看上去是空白的/)
    const found = await visitor.follow(await visitor.send(`${at}/precheck`, {}))
    assert.match(found.text, /“节能报告”上传的文件看上去是空白的/)
    assert.ok(!found.text.includes('“申请书”上传的文件看上去是空白的'))
  })

  test('会话过期 a form that comes too late is shown again with all that was typed, and does nothing unasked', async () => {
    const at = await begun()
    const late = browsing(gate, undefined)
    const typed = { ...asked(rest), 'f.project.name': '写到一半"><script>' }
    const page = await late.send(`${at}/fill/1`, typed)
    assert.equal(page.status, 401)
    assert.match(page.html, /name="f\.project\.name" value="写到一半&quot;&gt;&lt;script&gt;"/)
    const visitor = browsing(gate, firm)
    const stale = await visitor.send(`${at}/fill/1`, { ...typed, csrf: 'of another session' })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /请再确认一次/)
    assert.ok(!(await visitor.get(`${at}/fill/1`)).html.includes('写到一半'), 'nothing was taken yet')
    assert.equal((await visitor.send(`${at}/fill/1`, typed)).status, 303)
    assert.ok((await visitor.get(`${at}/review`)).text.includes('写到一半"><script>'))
  })

  test('来源 a form from another site is refused', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null', 'sec-fetch-site': 'cross-site' }]) {
      const page = await visitor.send(`${at}/fill/1`, asked(rest), headers)
      assert.equal(page.status, 403)
    }
    const kept = await visitor.send(`${at}/fill/1`, asked(rest), { origin: 'null', 'sec-fetch-site': 'same-origin' })
    assert.equal(kept.status, 303)
  })

  test('他人的草稿 another’s draft and none answer alike', async () => {
    const at = await begun()
    const other = browsing(gate, stranger)
    const plain = ({ status, html }: { status: number; html: string }) => [
      status,
      html.replaceAll(/urn:request:[0-9a-f-]+/g, ''),
    ]
    for (const path of ['fit', 'fill/1', 'materials', 'precheck', 'review']) {
      const foreign = await other.get(`${at}/${path}`)
      const absent = await other.get(`/apply/${item}/${randomUUID()}/${path}`)
      assert.equal(foreign.status, 404)
      assert.deepEqual(plain(foreign), plain(absent), path)
    }
    assert.equal((await other.send(`${at}/review`, {})).status, 404)
    assert.equal((await browsing(gate, firm, 'officer').get(`${at}/fit`)).status, 403)
  })

  test('every page is light, and none of them needs a script', async () => {
    const at = await begun()
    const visitor = browsing(gate, firm)
    for (const path of [`/apply/${item}`, `${at}/fit`, `${at}/fill/1`, `${at}/materials`, `${at}/precheck`]) {
      const { html } = await visitor.get(path)
      assert.ok(!withoutOurs(html).includes('<script'), path)
      assert.ok(!/ style="| on[a-z]+="/.test(html), path)
      assert.ok(Buffer.byteLength(html) < 60_000, path)
    }
  })
})
