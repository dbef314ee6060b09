import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heading, type Opened, sees } from '../../harness/journey.ts'
import { request } from './information-request.ts'

export const scriptless = (of: Opened) =>
  test('不开脚本: from signing in to the receipt on a telephone that runs none, and no page of the way carries any but the two of ours that help: with a passkey, and by keeping what is typed', async () => {
    const house = of()
    const person = await house.account()
    const { page, look, close } = await house.visitor({ script: false, width: 360 })
    const scripts: string[] = []
    page.on('request', asked => {
      if (asked.resourceType() === 'script') scripts.push(asked.url())
    })
    await page.goto(`${house.base}/sign-in?to=/apply/information-request`)
    await look('signing in')
    await house.signIn(page, person)
    await heading(page, '政府信息公开申请')
    const number = await request(house, page, async what => {
      assert.equal(await page.locator('script:not([src^="/keep-"][nonce])').count(), 0, what)
      await look(what)
    })
    await sees(page, number)
    assert.deepEqual(scripts, [])
    await close()
  })
