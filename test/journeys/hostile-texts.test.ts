import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../harness/browser.ts'
import { type Browsing, browsing, scan, testSessions } from '../harness/citizen.ts'
import { seatedAt } from '../harness/desk.ts'
import { formAnswers, openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { hostileItem, hostileName, hostileWord } from '../harness/hostile-item.ts'
import { type Answered, readerIn, watchedPage } from '../harness/hostile-reader.ts'
import { asRead, heldEntries, hostileEntries, isHeld, mark } from '../harness/hostile-texts.ts'
import { choose } from '../harness/journey.ts'
import { act } from './told/at-the-desk.ts'

const organ = '210102-approval-bureau'
const sent = { mimeType: 'application/pdf', buffer: scan }
let gate: TestGate
let browser: Browser
let base: string
let window: string
let harmless: Awaited<ReturnType<typeof readerIn>>

before(async () => {
  gate = await openTestGate({
    sessions: { of: async cookie => (await testSessions.of(cookie)) ?? gate.house.city.signIn.sessions.of(cookie) },
  })
  window = await gate.officer(`acceptance@${organ}`)
  base = await gate.app.listen({ port: 0, host: '127.0.0.1' })
  browser = await openBrowser()
  harmless = await readerIn(browser)
})
after(async () => {
  await browser?.close()
  await gate?.close()
})

const typed = (more: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(Object.entries(formAnswers).map(([name, value]) => [`f.${name}`, String(value)])),
  ...more,
})

/** Begins an application and answers it; the address of the draft. */
async function begun(visitor: Browsing): Promise<string> {
  const { to } = await visitor.send('/apply/energy-review', { organ, key: randomUUID() })
  const at = to.replace(/\/fit$/, '')
  for (const page of ['fit', 'fill/1']) assert.equal((await visitor.send(`${at}/${page}`, typed())).status, 303)
  return at
}

/** What a browser sends of the name of a file, and what is kept of it. */
async function keptOf(name: string): Promise<string> {
  const form = new FormData()
  form.set('file', new File(['x'], name))
  const read = (await new Response(form).formData()).get('file') as File
  return [...(read.name.split(/[/\\]/).at(-1) ?? '')].slice(0, 120).join('')
}

async function opened(firm: string): Promise<string> {
  const answer = await gate.ask('/api/cases', { token: window, body: openingOf(firm) })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().number
}

suite('敌意文字 what somebody writes stays what was written, wherever it is shown', () => {
  test('姓名、登记 the name of a firm, which its register says too', async () => {
    for (const [what, text] of heldEntries) {
      const visitor = browsing(gate, await gate.house.firm(text))
      const at = await begun(visitor)
      const answers: Answered[] = []
      answers.push({ path: '/mine/data', ...(await visitor.get('/mine/data')), shows: asRead(text) })
      // A register holds one spelling of signs that can be put together in several ways.
      for (const path of [`${at}/fill/1`, `${at}/review`])
        answers.push({ path, ...(await visitor.get(path)), shows: asRead(text).normalize('NFC') })
      for (const path of ['/mine', '/mine/delegations', '/mine/acting', `${at}/precheck`, '/apply/energy-review'])
        answers.push({ path, ...(await visitor.get(path)) })
      await harmless(what, answers)
    }
  })

  test('填写 what is typed into a form: kept, or said to be wrong with every sign of it still there', async () => {
    const visitor = browsing(gate, await gate.house.firm())
    const at = await begun(visitor)
    for (const [what, text] of hostileEntries) {
      const sent = await visitor.send(`${at}/fill/1`, typed({ 'f.project.name': text }))
      const answers: Answered[] = [{ path: 'sent', ...sent }]
      if (isHeld(text) && sent.status === 303)
        for (const path of [`${at}/fill/1`, `${at}/review`])
          answers.push({ path, ...(await visitor.get(path)), shows: asRead(text).trim() })
      else if (isHeld(text)) answers.push({ path: 'again', ...sent, shows: asRead(text) })
      assert.ok(sent.status === 303 || sent.status === 400, `${what}: ${sent.status}`)
      await harmless(what, answers)
    }
  })

  test('文件名 the name of a file', async () => {
    const visitor = browsing(gate, await gate.house.firm())
    const at = await begun(visitor)
    for (const [what, text] of heldEntries) {
      const to = `${at}/materials/report`
      const sent = await visitor.upload(to, { name: text, bytes: scan })
      assert.equal(sent.status, 303, `${what}: ${sent.text}`)
      const answers: Answered[] = []
      for (const path of [`${at}/materials`, `${at}/review`])
        answers.push({ path, ...(await visitor.get(path)), shows: asRead(await keptOf(text)) })
      const [, file = ''] = /name="file" value="([0-9a-f-]{36})"/.exec(answers[0]!.html) ?? []
      const own = await visitor.get(`/files/${file}`)
      assert.equal(own.answer.headers['content-disposition'], `attachment; filename="${file}.pdf"`)
      await harmless(what, answers)
      await visitor.send(`${to}/remove`, { file })
    }
  })

  test('批注、说明 what an officer writes to a party, and a party to an organ', async () => {
    const firm = await gate.house.firm()
    const visitor = browsing(gate, firm)
    for (const [what, text] of hostileEntries) {
      const number = await opened(firm)
      const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
        token: window,
        body: { materials: ['report'], note: text },
      })
      assert.equal(asked.statusCode, isHeld(text) ? 200 : 400, `${what}: ${asked.body}`)
      const answers: Answered[] = []
      const path = `/mine/cases/${number}`
      answers.push({ path, ...(await visitor.get(path)), ...(isHeld(text) && { shows: asRead(text) }) })
      const withdrawn = await visitor.send(`${path}/withdraw`, { reason: text, key: randomUUID() })
      assert.ok(withdrawn.status === 303 || withdrawn.status === 400, `${what}: ${withdrawn.status}`)
      for (const seen of [path, `${path}/receipt`, `${path}/remedy`, '/mine', '/mine/messages'])
        answers.push({ path: seen, ...(await visitor.get(seen)) })
      await harmless(what, answers)
    }
  })

  test('回显 what is searched for, or typed where nobody has signed in, and every address', async () => {
    const nobody = browsing(gate, undefined)
    const firm = browsing(gate, await gate.house.firm())
    for (const [what, text] of hostileEntries) {
      const said = encodeURIComponent(text.toWellFormed())
      const answers: Answered[] = []
      const add = async (path: string, shown = false) => {
        const answer = await nobody.get(path)
        assert.ok(answer.status < 500, `${what}: ${path}: ${answer.text}`)
        answers.push({ path, ...answer, ...(shown && answer.status === 200 && { shows: asRead(text).trim() }) })
      }
      await add(`/?q=${said}`)
      if (isHeld(text)) await add(`/verify?number=${said}`, true)
      for (const under of ['/', '/items/', '/apply/', '/files/']) await add(`${under}${said}`)
      await add(`/cases/${said}?code=${said}`)
      for (const name of ['to', 'lang', 'organ', 'after', 'region', 'back']) await add(`/sign-in?${name}=${said}`)
      await add(`/mine?to=${said}`)
      const forms: readonly (readonly [Browsing, string, Readonly<Record<string, string>>])[] = [
        [nobody, '/verify', { number: text, code: text }],
        [nobody, '/elder', { on: text, back: text }],
        [nobody, '/sign-in', { name: text, password: text, to: text }],
        [nobody, '/sign-in/activate', { number: text, code: text, password: text, again: text }],
        [nobody, '/sign-in/register', { name: text, number: text, credential: text, password: text }],
        [
          firm,
          '/mine/delegations',
          { name: text, number: text, items: text, scopes: 'apply', from: text, until: text },
        ],
        [firm, '/mine/consents', { electronic: '1', mail: text, phone: text, post: text }],
        [firm, '/mine/acting', { mandate: text, to: text }],
        [nobody, '/complain/unnamed', { organ: text, item: text }],
      ]
      for (const [who, path, fields] of forms) {
        const sent = await who.send(path, fields)
        assert.ok(sent.status < 500, `${what}: ${path}: ${sent.text}`)
        assert.match(sent.to, /^(?:$|\/(?!\/))/, `${what}: ${path}: ${sent.to}`)
        answers.push({ path, ...sent })
      }
      await harmless(what, answers)
    }
  })

  test('问题文档 a problem tells nothing of what was sent, and stays one document', async () => {
    for (const [what, text] of hostileEntries) {
      const said = encodeURIComponent(text.toWellFormed())
      const ask = { token: window }
      const answers = [
        await gate.ask(`/api/cases/${said}`, ask),
        await gate.ask(`/api/items/${said}`, ask),
        await gate.ask(`/api/laws/${said}`, ask),
        await gate.ask('/api/cases', { ...ask, body: { [text]: text, item: text } }),
        await gate.ask('/api/parties', { ...ask, body: { kind: 'firm', name: text, identifiers: [{ scheme: text }] } }),
        await gate.ask('/api/cases/1/acts/accept', { ...ask, body: text }),
        await gate.ask('/api/inbox', { ...ask, headers: { accept: 'application/json', 'x-other': said } }),
      ]
      for (const { statusCode, headers, body } of answers) {
        assert.ok(statusCode < 500, `${what}: ${body}`)
        assert.match(String(headers['content-type']), /^application\/(?:problem\+)?json/)
        if (statusCode >= 400) assert.ok(!JSON.stringify(JSON.parse(body)).includes(JSON.stringify(text).slice(1, -1)))
      }
    }
  })
})

suite('敌意文字 in a real browser nothing of it runs, and the policy has nothing to refuse', () => {
  const all = heldEntries.map(([, text]) => text).join(' · ')
  /** Signs nobody sees: no file of an item holds them. */
  const unseen = /^(?:signs for a terminal|lines of another kind|writing .*|signs that show nothing|no character)$/
  let firm: string
  let number: string

  before(async () => {
    // An item whose every text is hostile is in force from here on.
    const { saying, publish } = await hostileItem(gate.house)
    const told: string[] = []
    for (const [what, text] of heldEntries)
      if (unseen.test(what)) assert.throws(() => saying('甲', text), { code: 'DEFINITION_INVALID' }, what)
      else told.push(text)
    await publish(saying(hostileWord, told.join(' · ')))
    firm = await gate.house.firm(hostileName)
    // Another name than the register's, which is as hostile: what the register holds is disputed.
    const token = await gate.party(firm)
    const body = openingOf(firm, { channel: 'online' }) as { readonly body: { readonly fields: object } }
    const fields = { ...body.body.fields, 'applicant.name': hostileWord }
    const disputed = { 'applicant.name': 'enterprise' }
    const filed = await gate.ask('/api/cases', { token, body: { ...body, body: { ...body.body, fields, disputed } } })
    assert.equal(filed.statusCode, 201, filed.body)
    number = filed.json().number
    const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, {
      token: window,
      body: { materials: ['report'], fields: ['project.name'], note: all },
    })
    assert.equal(asked.statusCode, 200, asked.body)
  })

  for (const width of [1_280, 360])
    test(`办事人的页面 the pages of the party, ${width} px wide`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' })
      await context.addCookies([{ name: 'plumbline-test', value: `person:${firm}`, url: base }])
      const { page, look } = await watchedPage(context, base)
      const at = await begun(browsing(gate, firm))
      await look('/items/energy-review', '节能报告甲<img')
      await look('/?q=固定资产投资项目节能审查', '固定资产投资项目节能审查甲<img')
      await look(`/?q=${encodeURIComponent(hostileName)}`, '没有')
      await look('/items/energy-review/versions', '固定资产投资项目节能审查甲<img')
      await look('/apply/energy-review', '固定资产投资项目节能审查甲<img')
      await look(`${at}/fill/1`, '项目名称甲<img')
      await look(`${at}/materials`, '节能报告甲<img')
      const paper = page.locator('section.paper', { hasText: '节能报告甲<img' })
      await paper.locator('input[type=file]').setInputFiles({ ...sent, name: `${hostileName}.pdf` })
      await paper.getByRole('button', { name: '上传' }).click()
      await paper.getByRole('link', { name: '甲<img' }).waitFor()
      await look(`${at}/materials`, '甲<img src=x')
      await look(`${at}/review`, '项目名称甲<img')
      await look('/mine', '固定资产投资项目节能审查甲<img')
      await look('/mine/data', '甲<img src=x')
      await look(`/mine/cases/${number}`, `<script>window.${mark}=1</script>`)
      await context.close()
    })

  test('坐席 the desk: today, and the case with everything on it', async () => {
    const context = await seatedAt(browser, gate, base, `acceptance@${organ}`)
    const { page, wrong, look } = await watchedPage(context, base)
    await look('/office/', '甲<img src=x')
    await look(`/office/cases/${number}`, '固定资产投资项目节能审查甲<img')
    await page.getByText(`<script>window.${mark}=1</script>`).first().waitFor({ state: 'attached' })
    for (const closed of await page.locator('details:not([open]) > summary').all())
      await closed.click({ timeout: 1_000 }).catch(() => {})
    const held = page.locator('.compared tbody tr', { hasText: '单位名称' })
    await held.getByText('\u202e乙').waitFor()
    assert.deepEqual([await page.locator(`[${mark}]`).count(), wrong], [0, []])
    await context.close()
  })

  test('登记异议 the desk of whoever keeps the register: what it holds and what is said to be right', async () => {
    const { sequencer, subscriptions, jobs } = gate.house.city
    await sequencer.drain()
    while ((await subscriptions.runOnce()) > 0);
    await jobs.runOnce(['note-disputes'])
    const context = await seatedAt(browser, gate, base, 'review@210100-market-regulation-bureau')
    const { look } = await watchedPage(context, base)
    await look('/office/disputes', '甲<img src=x')
    await context.close()
  })

  test('征求意见 two organs are asked in such words, and each answers so at its own desk', async () => {
    const asked = await opened(firm)
    const seated = async (post: string) => watchedPage(await seatedAt(browser, gate, base, post), base)
    const own = await seated(`acceptance@${organ}`)
    await own.look(`/office/cases/${asked}`, '固定资产投资项目节能审查甲<img')
    await act(own.page, '征求意见', async () => {
      for (const name of ['和平区自然资源局', '和平区市场监督管理局']) await own.page.getByLabel(name).check()
      await own.page.getByRole('textbox', { name: '问什么' }).fill(all)
    })
    for (const one of ['natural-resources-bureau', 'market-regulation-bureau']) {
      const { page, look } = await seated(`review@210102-${one}`)
      await look(`/office/cases/${asked}`, `<script>window.${mark}=1</script>`)
      await act(page, '反馈意见', async () => {
        await choose(page, '意见', '同意')
        await page.getByRole('textbox', { name: '说明' }).fill(`${one} ${all}`)
      })
      await page.context().close()
    }
    await own.look(`/office/cases/${asked}`, 'market-regulation-bureau <script>')
    await own.page.context().close()
  })
})
