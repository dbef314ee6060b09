import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { composeCitizen } from '#kernel/code'
import { choose, follow, heading, type Journeys, openJourneys, press, sees } from '../harness/journey.ts'
import { password } from '../harness/person.ts'

const window_ = 'acceptance@210102-approval-bureau'
const name = '示例来客'
let journeys: Journeys
before(async () => {
  journeys = await openJourneys()
})
after(() => journeys?.close())

const codeShown = async (page: Page): Promise<string> => {
  const code = await page.locator('.receipt code').textContent()
  assert.match(code ?? '', /^[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}$/)
  return code!
}
async function comes(page: Page, number: string): Promise<void> {
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('身份证号').fill(number)
  await press(page, '登记或找到')
  await sees(page, '已在案。')
}
/** At home, in a browser without script: the code on the slip becomes an account with a password of one's own. */
async function activates(page: Page, number: string, code: string): Promise<readonly string[]> {
  await page.goto(`${journeys.base}/sign-in/activate`)
  await page.locator('input[name=number]').fill(number)
  await page.locator('input[name=code]').fill(code)
  for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(password)
  await press(page, '启用')
  await heading(page, '请把这些码打印或抄下来')
  return page.locator('main code').allTextContents()
}

suite('窗口开户 an account opened and recovered at the counter', () => {
  const number = composeCitizen('210102', '19511002', '118')
  let opening: string

  test('what is missing or wrong is said at its place, and what was typed stays', async () => {
    const { page, close } = await journeys.officer(window_, '/counter')
    await follow(page, '账户开通与恢复')
    await heading(page, '账户开通与恢复')
    await page.getByLabel('姓名').fill(name)
    await page.getByLabel('身份证号').fill(number.replace(/.$/, last => (last === '1' ? '2' : '1')))
    await press(page, '登记或找到')
    await page.getByRole('alert').getByText('PARTY_IDENTIFIER_FALSE').waitFor()
    await sees(page, '校验码不对')
    assert.equal(await page.getByLabel('姓名').inputValue(), name)
    await comes(page, number)
    await press(page, '生成开通码')
    await page.getByRole('alert').getByText('BODY_INVALID').waitFor()
    await sees(page.getByRole('group', { name: '看过哪一种证件的原件' }), '没有填')
    await choose(page, '看过哪一种证件的原件', '居民身份证')
    await page.getByLabel('本人出示的手机的号码').fill('没有')
    await press(page, '生成开通码')
    await sees(page, '格式不对')
    assert.equal(await page.getByLabel('本人出示的手机的号码').inputValue(), '没有')
    await close()
  })

  test('the officer looks at the document and hands over a slip; its code is nowhere else', async () => {
    const walker = await journeys.officer(window_, '/counter/accounts')
    const { page } = walker
    await heading(page, '账户开通与恢复')
    await walker.look('the empty page')
    await comes(page, number)
    await choose(page, '看过哪一种证件的原件', '居民身份证')
    await press(page, '生成开通码')
    await page.getByRole('heading', { name: '账户开通单' }).waitFor()
    opening = await codeShown(page)
    await walker.look('the slip')
    await page.setViewportSize({ width: 360, height: 900 })
    await walker.look('the slip on a telephone')
    await page.emulateMedia({ media: 'print' })
    const printed = await page.evaluate('document.body.innerText')
    for (const said of [name, number.slice(-4), opening, '7天，只能用一次', '/sign-in/activate'])
      assert.ok(String(printed).includes(said), `${said} is not on paper`)
    for (const kept of [number, '下一位', '这个码只在这里显示一次'])
      assert.ok(!String(printed).includes(kept), `${kept} is on paper`)
    await page.emulateMedia({ media: 'screen' })
    assert.ok(!String(await page.evaluate('JSON.stringify({ ...sessionStorage, ...localStorage })')).includes(opening))
    await page.reload()
    await heading(page, '账户开通与恢复')
    assert.ok(!(await page.content()).includes(opening))
    assert.equal(await page.getByLabel('姓名').inputValue(), '')
    await walker.close()
    const [opened] = await journeys.gate.house.city.db.query<{ detail: { document: string }; actor: string }>(
      `select detail, actor from kernel.identity_changes where change = 'account-opened' order by id desc limit 1`,
    )
    assert.equal(opened?.detail.document, 'identity-card')
    assert.match(opened.actor, /210102-approval-bureau\/acceptance/)
  })

  test('a post that is no counter is not led there, and is told before anything is typed', async () => {
    const { page, close } = await journeys.officer('review@210102-approval-bureau', '/counter')
    await heading(page, '窗口')
    assert.equal(await page.getByRole('link', { name: '账户开通与恢复' }).count(), 0)
    for (const [path, title] of [
      ['accounts', '账户开通与恢复'],
      ['mandates', '授权与监护'],
    ] as const) {
      await page.goto(`${journeys.base}/office/counter/${path}`)
      await heading(page, title)
      await sees(page, '您现在的岗位不在窗口')
      assert.equal(await page.locator('main input').count(), 0)
    }
    await close()
  })

  test('the citizen activates with the slip and signs in', async () => {
    const { page, close } = await journeys.visitor({ script: false })
    const codes = await activates(page, number, opening)
    await page.goto(`${journeys.base}/sign-in`)
    await journeys.signIn(page, { number, nextCode: () => codes[0]! })
    await page.goto(`${journeys.base}/mine`)
    await heading(page, '我的')
    await close()
  })

  test('who lost his telephone comes again: the same page recovers, and the account before is over', async () => {
    const { page, close } = await journeys.officer(window_, '/counter/accounts')
    await comes(page, number)
    await choose(page, '看过哪一种证件的原件', '临时居民身份证')
    await page.getByLabel('本人出示的手机的号码').fill('13900007777')
    await press(page, '生成开通码')
    await page.getByRole('heading', { name: '账户恢复单' }).waitFor()
    const code = await codeShown(page)
    await sees(page, /72小时内不能办/)
    await sees(page, '1天，只能用一次')
    await press(page, '下一位')
    await sees(page, '这个码不能再看')
    assert.ok(!(await page.content()).includes(code))
    await close()
    const citizen = await journeys.visitor({ script: false })
    const codes = await activates(citizen.page, number, code)
    await citizen.page.goto(`${journeys.base}/sign-in`)
    await journeys.signIn(citizen.page, { number, nextCode: () => codes[0]! })
    await citizen.page.goto(`${journeys.base}/mine`)
    await heading(citizen.page, '我的')
    await citizen.close()
  })
})
