import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { demonstrationAccounts } from '../../commands/demonstration.ts'
import { openDoor } from '../../commands/house.ts'
import { welcome } from '../../commands/welcome.ts'
import { fileAndAccept, limits } from '../../drill/newcomer/walks.ts'
import { openBrowser } from '../harness/browser.ts'
import { openTestCity } from '../harness/city.ts'

suite('第一分钟 the first minute', () => {
  test('from the printed address to an accepted case of one’s own, in fifteen presses and a minute and a half', async () => {
    await using house = await openTestCity({ settings: { mode: 'demo' } })
    const door = await openDoor(house.city, await demonstrationAccounts(house.city), 0)
    const browser = await openBrowser()
    try {
      const { number, presses, seconds } = await fileAndAccept(browser, await welcome(house.city, door))
      const { stages } = await house.city.cases.stateOf(await house.city.cases.idOf(number))
      assert.equal(stages['accept']?.status, 'done')
      assert.ok(presses <= limits.presses, `${presses} presses`)
      assert.ok(seconds <= limits.seconds, `${seconds} s by the keystroke-level model`)
    } finally {
      await browser.close()
      await door.close()
    }
  })
})
